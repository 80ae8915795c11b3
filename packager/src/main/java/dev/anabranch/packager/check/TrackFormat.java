package dev.anabranch.packager.check;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
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

    /// What a player must know of it that may change on the way, in words.
    String parameters() {
        var size = PictureSize.shown(this);
        if (size.isPresent()) {
            return "%s %s %s".formatted(codec.codecString(), size.get(), colour.videoRange());
        }
        return codec instanceof AudioConfiguration audio
                ? "%s %d Hz %d channels"
                        .formatted(codec.codecString(), audio.sampleRateHz(), audio.channels())
                : codec.codecString();
    }

    TrackKind kind() {
        return codec.kind();
    }
}
