package dev.anabranch.media.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.testkit.Golden;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportStreamReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h264_no_aud.ts",
                "h264_mp2.ts",
                "h265.ts",
                "ac3.ts",
                "ait_eac3_pts_12h.ts",
                "aac_latm.ts",
                "middle_pat_pmt.ts",
                "stuffed_pes.ts",
                "bbb5s_hevc_opus_scte35.ts",
                "mpeg2_mp2_scte35.ts"
            })
    void readsSampleAsItsGoldenSaysHoweverItIsCut(String name) throws Exception {
        var stream = Samples.bytes(name);
        var whole = Samples.read(stream, Integer.MAX_VALUE / 2);

        Golden.check("dev/anabranch/media/ts/" + name + ".txt", String.join("\n", whole) + "\n");
        for (int pieceBytes : new int[] {1, 187, 188, 1000}) {
            assertThat(Samples.read(stream, pieceBytes)).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {192, 204})
    void findsPacketsOfOtherSizes(int size) throws Exception {
        var plain = Samples.bytes("h264_mp2.ts");
        var padded = new ByteArrayOutputStream();
        for (int at = 0; at < plain.length; at += 188) {
            padded.writeBytes(new byte[size == 192 ? 4 : 0]);
            padded.write(plain, at, 188);
            padded.writeBytes(new byte[size == 204 ? 16 : 0]);
        }
        assertThat(frames(Samples.read(padded.toByteArray(), 1000)))
                .isEqualTo(frames(Samples.read(plain, 1000)));
    }

    @Test
    void findsItsWayBackAfterGarbage() throws Exception {
        var plain = Samples.bytes("h264_mp2.ts");
        var dirty = new ByteArrayOutputStream();
        var garbage = new byte[1000];
        new Random(1).nextBytes(garbage);
        dirty.writeBytes(garbage);
        dirty.write(plain, 0, 188 * 50);
        dirty.write(garbage, 0, 77);
        dirty.write(plain, 188 * 50, plain.length - 188 * 50);

        assertThat(frames(Samples.read(dirty.toByteArray(), 1000)))
                .isEqualTo(frames(Samples.read(plain, 1000)));
    }

    @Test
    void takesPacketsThatAreSentTwiceOnce() throws Exception {
        var plain = Samples.bytes("h264_mp2.ts");
        var doubled = new ByteArrayOutputStream();
        for (int at = 0; at < plain.length; at += 188) {
            doubled.write(plain, at, 188);
            doubled.write(plain, at, 188);
        }
        assertThat(frames(Samples.read(doubled.toByteArray(), 1000)))
                .isEqualTo(frames(Samples.read(plain, 1000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264_mp2.ts", "h265.ts", "ac3.ts", "bbb5s_hevc_opus_scte35.ts"})
    void givesOnlyWholeFramesWhenPacketsAreLost(String name) throws Exception {
        var stream = Samples.bytes(name);
        var whole = new HashSet<>(payloads(Samples.read(stream, 4096)));
        for (int lost = 0; lost < Math.min(stream.length / 188, 150); lost++) {
            if (!isLastOfItsPid(stream, lost)) {
                var rest = without(stream, lost);
                assertThat(whole).containsAll(payloads(Samples.read(rest, 4096)));
            }
        }
    }

    /// Nothing can tell that the last packet of all is missing.
    private static boolean isLastOfItsPid(byte[] stream, int packet) {
        for (int at = packet * 188 + 188; at < stream.length; at += 188) {
            if (pid(stream, at) == pid(stream, packet * 188)) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264_mp2.ts", "h265.ts", "ac3.ts", "middle_pat_pmt.ts"})
    void survivesTruncationAtEveryPacketAndRandomBits(String name) throws Exception {
        var stream = Samples.bytes(name);
        for (int packets = 0; packets < stream.length / 188; packets++) {
            Samples.read(Arrays.copyOf(stream, packets * 188 + packets % 188), 4096);
        }
        long seed = 20_261_121;
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var broken = stream.clone();
            for (int i = 0; i < 50; i++) {
                broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Samples.read(broken, 4096);
        }
    }

    @Test
    void segmentsMadeApartLoseNoFrameWhenPutTogether() throws Exception {
        var tracks = Samples.movie("sample.mp4");
        var cut = List.of(new SampleRange(0, 15), new SampleRange(0, 20));
        var rest = List.of(new SampleRange(15, 30), new SampleRange(20, 43));
        var together = new ByteArrayOutputStream();
        together.writeBytes(Samples.mux(tracks, List.of(cut)));
        together.writeBytes(Samples.mux(tracks, List.of(rest)));

        var apart = frames(Samples.read(together.toByteArray(), 4096));

        assertThat(apart.stream().filter(l -> l.startsWith("frame 256"))).hasSize(30);
        assertThat(apart.stream().filter(l -> l.startsWith("frame 257"))).hasSize(43);
    }

    @Test
    void timesGoOnWhereTheirThirtyThreeBitsEnd() throws Exception {
        var tracks = Samples.movie("sample.mp4");
        var muxer = new SegmentMuxer(tracks, (1L << 33) - 45_000);
        var out = new ByteArrayOutputStream();
        var plan = muxer.plan(List.of(new SampleRange(0, 30), new SampleRange(0, 43)));
        muxer.write(plan, PacketCounts.none(2), Samples.sink(out));

        var reader = new TransportStreamReader();
        reader.feed(ByteBuffer.wrap(out.toByteArray()));
        reader.end();
        long last = Long.MIN_VALUE;
        for (var event = reader.poll(); event.isPresent(); event = reader.poll()) {
            if (event.get() instanceof StreamEvent.FrameRead read
                    && read.frame().trackId() == SegmentMuxer.FIRST_PID) {
                assertThat(read.frame().dtsTicks()).isGreaterThan(last);
                last = read.frame().dtsTicks();
            }
        }
        assertThat(last).isGreaterThan(1L << 33);
    }

    @Test
    void saysThatTextIsNoTransportStream() {
        var reader = new TransportStreamReader();
        reader.feed(ByteBuffer.wrap("#EXTM3U\n".repeat(1000).getBytes()));
        assertThatThrownBy(reader::end)
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("no transport packets in 8000 bytes");
    }

    private static int pid(byte[] stream, int at) {
        return (stream[at + 1] & 0x1F) << 8 | stream[at + 2] & 0xFF;
    }

    private static byte[] without(byte[] stream, int packet) {
        var rest = new byte[stream.length - 188];
        System.arraycopy(stream, 0, rest, 0, packet * 188);
        System.arraycopy(
                stream, packet * 188 + 188, rest, packet * 188, rest.length - packet * 188);
        return rest;
    }

    private static List<String> frames(List<String> lines) {
        return lines.stream().filter(l -> l.startsWith("frame")).toList();
    }

    private static List<String> payloads(List<String> lines) {
        return frames(lines).stream().map(l -> l.replaceAll(".* (\\d+ bytes)", "$1")).toList();
    }
}
