package dev.anabranch.transcode;

import dev.anabranch.media.Track;
import dev.anabranch.transcode.process.Limits;
import java.util.List;
import java.util.Optional;

/// What one child process makes of a live stream while it comes in.
///
/// @param video the picture it is fed, when `rungs` are to be made of it
/// @param audio the sound it is fed, when `sounds` are to be made of it
/// @param framesPerSecond of the picture, as far as is known: encoders share out their bits by it
/// @param rungs the largest first
public record LivePlan(
        Optional<Track> video,
        Optional<Track> audio,
        double framesPerSecond,
        List<LiveRung> rungs,
        List<LiveSound> sounds,
        Limits limits) {

    public LivePlan {
        rungs = List.copyOf(rungs);
        sounds = List.copyOf(sounds);
        if (!(framesPerSecond > 0)) {
            throw new IllegalArgumentException("framesPerSecond=" + framesPerSecond);
        }
        if (rungs.isEmpty() && sounds.isEmpty()) {
            throw new IllegalArgumentException("nothing to make");
        }
        if (video.isPresent() == rungs.isEmpty() || audio.isPresent() == sounds.isEmpty()) {
            throw new IllegalArgumentException("video=" + video + " audio=" + audio);
        }
    }

    /// Whether frames of this track are of use.
    public boolean takes(int trackId) {
        return video.filter(track -> track.id() == trackId).isPresent()
                || audio.filter(track -> track.id() == trackId).isPresent();
    }
}
