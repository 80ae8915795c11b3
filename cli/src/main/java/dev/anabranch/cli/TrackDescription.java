package dev.anabranch.cli;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.ColourDescription;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import java.util.Locale;

/// What `inspect` says of a track.
final class TrackDescription {

    private TrackDescription() {}

    static Description of(IndexedTrack track) {
        var out = codec(track.track().codec(), track.track().id());
        out.put("language", track.track().language()).putText("name", track.track().name());
        if (track.track().codec() instanceof VideoConfiguration video) {
            picture(out, video, track.sampleAspectRatio(), track.rotationDegrees());
            colour(out, track.colour());
        }
        var tally = new SampleTally(track.track().timescale());
        if (track.samples().count() > 0) {
            var cursor = track.samples().cursor(0);
            boolean isThere = true;
            while (isThere) {
                tally.add(
                        cursor.dtsTicks(),
                        cursor.durationTicks(),
                        cursor.sizeBytes(),
                        cursor.isSync());
                isThere = cursor.advance();
            }
        }
        out.put("timescale", track.track().timescale().ticksPerSecond());
        tally.describe(out, track.kind() == TrackKind.VIDEO);
        if (track.shiftTicks() != 0) {
            out.putSeconds("shiftSeconds", track.track().timescale().duration(track.shiftTicks()));
        }
        var changes = ConfigurationDescription.of(track);
        if (!changes.isEmpty()) {
            out.putAll("configurations", changes);
        }
        return out;
    }

    /// What the codec configuration alone tells.
    static Description codec(CodecConfiguration codec, int id) {
        var out =
                new Description()
                        .put("id", id)
                        .put("kind", codec.kind().name().toLowerCase(Locale.ROOT))
                        .put("codec", codec.codecString())
                        .put("sampleEntry", codec.sampleEntry());
        if (codec instanceof OpaqueConfiguration opaque) {
            out.put("notHandled", opaque.reason());
        }
        if (codec instanceof AudioConfiguration audio) {
            sound(out, audio);
        }
        return out;
    }

    static void sound(Description out, AudioConfiguration audio) {
        out.put("sampleRate", audio.sampleRateHz())
                .put("channels", audio.channels())
                .put("hlsChannels", audio.layout().hlsChannels());
    }

    static void picture(
            Description out, VideoConfiguration video, Rational aspect, int rotationDegrees) {
        long wide = Math.round(video.width() * aspect.toDouble());
        boolean isTurned = rotationDegrees % 180 != 0;
        out.put("width", video.width())
                .put("height", video.height())
                .put("displayWidth", isTurned ? video.height() : wide)
                .put("displayHeight", isTurned ? wide : video.height())
                .put("sampleAspectRatio", aspect.numerator() + ":" + aspect.denominator())
                .put("rotationDegrees", rotationDegrees);
    }

    static void colour(Description out, ColourDescription colour) {
        out.put(
                "colour",
                new Description()
                        .put("primaries", colour.primaries())
                        .put("transfer", colour.transfer())
                        .put("matrix", colour.matrix())
                        .put("isFullRange", colour.fullRange())
                        .put("videoRange", colour.videoRange()));
    }
}
