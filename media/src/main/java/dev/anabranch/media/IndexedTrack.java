package dev.anabranch.media;

import dev.anabranch.media.codec.CodecConfiguration;
import java.util.List;

/// A track of a source that can be read at random: its description, its samples, and its place on
/// the source's timeline.
///
/// A sample is presented at `ptsTicks + shiftTicks` on the source's common timeline, where 0 is the
/// moment the source starts. Samples whose presentation ends at or before 0 are preroll: decoded
/// (codec delay, or pictures that others need), not presented.
///
/// @param track the description
/// @param samples the index
/// @param configurations every codec configuration the samples use; the first is the track's own
/// @param shiftTicks what the edit list adds to each presentation time, on the track's clock
/// @param presentedTicks how long the track is presented as its edit list says, or -1 when it does
///   not
/// @param rotationDegrees clockwise turn to apply to the picture: 0, 90, 180 or 270
public record IndexedTrack(
        Track track,
        SampleTable samples,
        List<CodecConfiguration> configurations,
        long shiftTicks,
        long presentedTicks,
        int rotationDegrees) {

    public IndexedTrack {
        configurations = List.copyOf(configurations);
        if (configurations.isEmpty()) {
            throw new IllegalArgumentException("a track has at least one configuration");
        }
        if (rotationDegrees % 90 != 0 || rotationDegrees < 0 || rotationDegrees >= 360) {
            throw new IllegalArgumentException("rotationDegrees=" + rotationDegrees);
        }
    }

    public TrackKind kind() {
        return track.kind();
    }
}
