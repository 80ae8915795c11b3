package dev.anabranch.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records of real files against what ffprobe says about those files.
class RealRecordsTest {

    private record Golden(
            String origin,
            String box,
            String codecs,
            String size,
            String aspect,
            String rate,
            String colour,
            String record) {

        static Golden of(String line) {
            var f = line.split("\t");
            return new Golden(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7]);
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(HexFormat.of().parseHex(record));
        }

        @Override
        public String toString() {
            return origin + " " + box;
        }
    }

    static List<Golden> records() throws IOException {
        try (var in = RealRecordsTest.class.getResourceAsStream("records.tsv")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(l -> !l.startsWith("#")).map(Golden::of).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void readsWhatFfprobeReads(Golden golden) throws MediaFormatException {
        var codec = parse(golden);

        assertThat(codec.codecString()).isEqualTo(golden.codecs());
        switch (codec) {
            case VideoConfiguration video -> assertVideo(video, golden);
            case AudioConfiguration audio -> {
                assertThat(audio.sampleRateHz() + "x" + audio.channels()).isEqualTo(golden.size());
                assertThat(audio.layout().channels()).isEqualTo(audio.channels());
            }
            case TextConfiguration _, OpaqueConfiguration _ -> throw new AssertionError(codec);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void readsAgainWhatItWrites(Golden golden) throws MediaFormatException {
        var codec = parse(golden);
        byte[] written =
                switch (codec) {
                    case AvcConfiguration avc -> avc.toBytes();
                    case HevcConfiguration hevc -> hevc.toBytes();
                    case Av1Configuration av1 -> av1.toBytes();
                    case Vp9Configuration vp9 -> vp9.toBytes();
                    case AacConfiguration aac -> aac.toBytes();
                    case OpusConfiguration opus -> opus.toBytes();
                    case Ac3Configuration ac3 -> ac3.toBytes();
                    case Eac3Configuration eac3 -> eac3.toBytes();
                    default -> throw new AssertionError(codec);
                };

        var again = golden.bytes();
        // ES_ID, descriptor lengths and the fields old muxers leave out are written one way only.
        boolean canonical =
                !golden.box().equals("esds")
                        && !(codec instanceof AvcConfiguration
                                && written.length > again.remaining());
        if (canonical) {
            assertThat(written).isEqualTo(again.array());
        }
        assertThat(parse(golden, ByteBuffer.wrap(written))).isEqualTo(codec);
    }

    private static void assertVideo(VideoConfiguration video, Golden golden) {
        assertThat(video.width() + "x" + video.height()).isEqualTo(golden.size());
        assertThat(video.sampleAspectRatio()).hasToString(golden.aspect());
        assertThat(video.frameRate().map(Rational::toString).orElse("-")).isEqualTo(golden.rate());
        var colour = video.colour();
        assertThat(
                        "%d/%d/%d/%b"
                                .formatted(
                                        colour.primaries(),
                                        colour.transfer(),
                                        colour.matrix(),
                                        colour.fullRange()))
                .isEqualTo(golden.colour());
    }

    private static CodecConfiguration parse(Golden golden) throws MediaFormatException {
        return parse(golden, golden.bytes());
    }

    private static CodecConfiguration parse(Golden golden, ByteBuffer bytes)
            throws MediaFormatException {
        return switch (golden.box()) {
            case "avcC" -> AvcConfiguration.parse(bytes);
            case "hvcC" ->
                    HevcConfiguration.parse(bytes)
                            .withSampleEntry(golden.codecs().startsWith("hvc1") ? "hvc1" : "hev1");
            case "av1C" -> Av1Configuration.parse(bytes);
            case "vpcC" -> Vp9Configuration.parse(bytes).withSize(800, 640);
            case "esds" -> AacConfiguration.parse(bytes);
            case "dOps" -> OpusConfiguration.parse(bytes);
            case "dac3" -> Ac3Configuration.parse(bytes);
            case "dec3" -> Eac3Configuration.parse(bytes);
            default -> throw new AssertionError(golden.box());
        };
    }
}
