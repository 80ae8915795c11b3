package dev.anabranch.media.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackConfiguration;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.NalUnits;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.OpusConfiguration;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sizes hold and bytes come back, whatever the samples are like.
class SegmentSizesTest {

    private static final byte[] DELIMITER = {9, (byte) 0xF0};

    @ParameterizedTest
    @ValueSource(longs = {1500, 3003, 3750, 45_000, 90_000})
    void stuffingIsRightForEverySizeAndFrameRate(long duration) throws Exception {
        var samples = new ArrayList<byte[]>();
        for (int size = 6; size < 1000; size++) {
            samples.add(sample(slice(size)));
        }
        var video = video(samples, duration);
        var stream =
                Samples.mux(
                        List.of(video),
                        List.of(
                                List.of(new SampleRange(0, 500)),
                                List.of(new SampleRange(500, samples.size()))));

        assertThat(payloads(stream)).isEqualTo(buffers(samples));
        var check = PacketCheck.of(stream);
        assertThat(check.counterBreaks()).isZero();
        assertThat(check.longestClockGap()).isLessThanOrEqualTo(3600);
        assertThat(check.smallestLead()).isGreaterThan(45_000);
    }

    @Test
    void timedMetadataComesBackAtEverySize() throws Exception {
        var tags = new ArrayList<byte[]>();
        for (int size = 1; size < 1000; size++) {
            tags.add(new byte[size]);
        }
        var codec = new OpaqueConfiguration(TrackKind.METADATA, "ID3 ", "");
        var track = track(tags, 3000, codec);
        var stream = Samples.mux(List.of(track), List.of(List.of(new SampleRange(0, tags.size()))));

        assertThat(payloads(stream)).isEqualTo(buffers(tags));
    }

    @Test
    void sampleWithDelimiterAmongOthersWithoutKeepsItsSize() throws Exception {
        var samples = new ArrayList<byte[]>();
        samples.add(sample(slice(300)));
        for (int size = 6; size < 400; size++) {
            samples.add(sample(DELIMITER, slice(size)));
        }
        assertDelimited(samples);
    }

    @Test
    void sampleWithoutDelimiterAmongOthersWithOneKeepsItsSize() throws Exception {
        var samples = new ArrayList<byte[]>();
        samples.add(sample(DELIMITER, slice(300)));
        for (int size = 6; size < 400; size++) {
            samples.add(sample(slice(size)));
        }
        assertDelimited(samples);
    }

    @Test
    void firstPicturesParameterSetsComeEvenWhenSamplesBringTheirOwn() throws Exception {
        var sps = Samples.movie("sample.mp4").getFirst().framing().orElseThrow();
        var own = sps.parameterSets().getFirst();
        var units = NalUnits.annexB(ByteBuffer.wrap(own));
        units.add(ByteBuffer.wrap(slice(100)));
        var samples = List.of(NalUnits.toLengthPrefixed(units, 4), sample(slice(200)));

        var stream =
                Samples.mux(
                        List.of(video(samples, 3000)),
                        List.of(List.of(new SampleRange(0, 1)), List.of(new SampleRange(1, 2))));

        assertThat(payloads(stream))
                .isEqualTo(buffers(List.of(sample(slice(100)), sample(slice(200)))));
    }

    @Test
    void sampleWithBrokenLengthsIsRefused() throws Exception {
        var broken = sample(slice(50));
        broken[3] = 99;
        var video = video(List.of(sample(slice(50)), broken), 3000);
        var segments = List.of(List.of(new SampleRange(0, 2)));
        assertThatThrownBy(() -> Samples.mux(List.of(video), segments))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("does not fit in its sample");
    }

    @Test
    void opusIsRefusedWithTheReason() {
        var codec = OpusConfiguration.of(2, 312);
        assertThatThrownBy(() -> track(List.of(new byte[10]), 960, codec))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("Opus has no place in the transport streams of HLS");
    }

    private static void assertDelimited(List<byte[]> samples) throws Exception {
        var segments = List.of(List.of(new SampleRange(0, samples.size())));
        var stream = Samples.mux(List.of(video(samples, 3000)), segments);
        var expected = new ArrayList<byte[]>();
        for (var sample : samples) {
            var units = NalUnits.lengthPrefixed(ByteBuffer.wrap(sample), 4);
            units = units.stream().filter(u -> u.get(u.position()) != 9).toList();
            expected.add(NalUnits.toLengthPrefixed(units, 4));
        }
        assertThat(payloads(stream)).isEqualTo(buffers(expected));
    }

    private static List<ByteBuffer> payloads(byte[] stream) throws MediaFormatException {
        var reader = new TransportStreamReader();
        reader.feed(ByteBuffer.wrap(stream));
        reader.end();
        var payloads = new ArrayList<ByteBuffer>();
        for (var event = reader.poll(); event.isPresent(); event = reader.poll()) {
            if (event.get() instanceof StreamEvent.FrameRead read) {
                var payload = read.frame().payload().bytes();
                payloads.add(payload.asByteBuffer());
            }
        }
        return payloads;
    }

    private static List<ByteBuffer> buffers(List<byte[]> arrays) {
        return arrays.stream().map(ByteBuffer::wrap).toList();
    }

    /// An IDR slice that begins a picture, of so many bytes.
    private static byte[] slice(int size) {
        var slice = new byte[size];
        java.util.Arrays.fill(slice, (byte) 0x55);
        slice[0] = 0x65;
        slice[1] = (byte) 0x88;
        return slice;
    }

    private static byte[] sample(byte[]... units) {
        return NalUnits.toLengthPrefixed(
                java.util.Arrays.stream(units).map(ByteBuffer::wrap).toList(), 4);
    }

    private static MuxedTrack video(List<byte[]> samples, long duration) throws Exception {
        var codec = Samples.movie("sample.mp4").getFirst().track().track().codec();
        return track(samples, duration, codec);
    }

    private static MuxedTrack track(List<byte[]> samples, long duration, CodecConfiguration codec)
            throws Exception {
        var bytes = new ByteArrayOutputStream();
        var listed = new ArrayList<ListedSamples.Sample>();
        for (var sample : samples) {
            long time = listed.size() * duration;
            listed.add(
                    new ListedSamples.Sample(
                            time, time, duration, bytes.size(), sample.length, true));
            bytes.writeBytes(sample);
        }
        var track = new Track(1, Timescale.MPEG, codec, "und", "");
        var table = new ListedSamples(listed);
        var indexed =
                new IndexedTrack(track, table, List.of(TrackConfiguration.of(codec)), 0, -1, 0);
        return MuxedTrack.of(indexed, ByteSource.of(bytes.toByteArray()));
    }
}
