package dev.anabranch.packager.check;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.media.codec.ColourDescription;
import dev.anabranch.media.ts.ElementaryAudioReader;
import dev.anabranch.media.ts.TimestampTag;
import dev.anabranch.packager.check.SegmentFacts.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Measures one segment of packed audio (draft-pantos-hls-rfc8216bis, 3.1.4): an ID3 tag with the
/// time, then nothing but frames.
final class PackedAudioProbe {

    private PackedAudioProbe() {}

    static SegmentFacts measure(byte[] bytes) {
        var faults = new ArrayList<Fault>();
        var time = TimestampTag.read(ByteBuffer.wrap(bytes));
        if (time.isEmpty()) {
            faults.add(
                    Fault.must(
                            "packed-timestamp",
                            "the segment does not begin with an ID3 tag that tells its time"));
        }
        var tracks = new ArrayList<TrackFacts>();
        try {
            var audio = ElementaryAudioReader.read(ByteSource.of(bytes));
            tracks.add(facts(audio, time));
        } catch (MediaFormatException | IOException broken) {
            faults.add(Fault.must("segment-parse", String.valueOf(broken.getMessage())));
        }
        return new SegmentFacts(
                bytes.length,
                Container.PACKED_AUDIO,
                List.copyOf(tracks),
                faults,
                Optional.empty(),
                Optional.empty());
    }

    private static TrackFacts facts(IndexedTrack audio, OptionalLong time) {
        var clock = audio.track().timescale();
        long zero = dev.anabranch.media.Timescale.MPEG.duration(time.orElse(0)).toNanos();
        long length = clock.duration(audio.samples().endTicks()).toNanos();
        int count = audio.samples().count();
        long frame = count == 0 ? 0 : length / count;
        var format =
                new TrackFormat(
                        1,
                        clock,
                        audio.track().codec(),
                        Rational.ONE,
                        ColourDescription.UNSPECIFIED,
                        0,
                        0);
        return new TrackFacts(
                format, count, zero, zero + length, zero, zero, zero + length, frame, frame, true);
    }
}
