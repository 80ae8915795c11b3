package dev.anabranch.transcode;

import dev.anabranch.transcode.process.Limits;
import java.time.Duration;
import java.util.List;

/// Everything about a run that is known before it starts. A backend does what it says and decides
/// nothing itself, so that the same plan gives the same renditions whoever carries it out.
///
/// @param segment how long segments should be
/// @param grid where keyframes are; for a source without picture it says nothing
/// @param picture done before scaling, for all encoded renditions alike
/// @param video the largest first; empty for sound alone
/// @param audio the default first
/// @param decisions with their reasons, for people
/// @param extras what is made beside the renditions
public record TranscodePlan(
        Source source,
        Duration segment,
        KeyframeGrid grid,
        PictureSettings picture,
        Trim trim,
        List<VideoOutput> video,
        List<AudioOutput> audio,
        Limits limits,
        List<Decision> decisions,
        ExtrasPlan extras) {

    public TranscodePlan {
        video = List.copyOf(video);
        audio = List.copyOf(audio);
        decisions = List.copyOf(decisions);
        if (video.isEmpty() && audio.isEmpty() && extras.stills().isEmpty()) {
            throw new IllegalArgumentException("nothing to make");
        }
    }
}
