package dev.anabranch.packager.check;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.ColourDescription;
import dev.anabranch.media.codec.VideoConfiguration;

/// What a track is, as its init segment or its own headers say.
///
/// @param shiftTicks what the edit list adds to each presentation time
record TrackFormat(
        int id,
        Timescale clock,
        CodecConfiguration codec,
        Rational aspect,
        ColourDescription colour,
        int rotationDegrees,
        long shiftTicks) {

    static TrackFormat of(IndexedTrack track) {
        return new TrackFormat(
                track.track().id(),
                track.track().timescale(),
                track.track().codec(),
                track.sampleAspectRatio(),
                track.colour(),
                track.rotationDegrees(),
                track.shiftTicks());
    }

    static TrackFormat of(Track track) {
        boolean isVideo = track.codec() instanceof VideoConfiguration;
        var video = isVideo ? (VideoConfiguration) track.codec() : null;
        return new TrackFormat(
                track.id(),
                track.timescale(),
                track.codec(),
                video == null ? Rational.ONE : video.sampleAspectRatio(),
                video == null ? ColourDescription.UNSPECIFIED : video.colour(),
                0,
                0);
    }

    TrackKind kind() {
        return codec.kind();
    }
}
