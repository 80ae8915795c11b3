package dev.anabranch.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Whatever the bytes are, a parser returns or throws [MediaFormatException]; and what it returned
/// it reads again from what it writes.
///
/// `JAZZER_FUZZ=1` with one method selected looks for new inputs; a plain run replays the corpus.
class CodecHeadersFuzzTest {

    private interface Parser<T extends CodecConfiguration> {
        T parse(ByteBuffer bytes) throws MediaFormatException;
    }

    private interface Writer<T> {
        byte[] write(T configuration);
    }

    @FuzzTest(maxDuration = "60s")
    void avc(byte[] record) throws MediaFormatException {
        roundTrip(record, AvcConfiguration::parse, AvcConfiguration::toBytes);
    }

    @FuzzTest(maxDuration = "60s")
    void avcSequenceParameterSet(byte[] unit) {
        attempt(() -> AvcSequenceParameterSet.parse(ByteBuffer.wrap(unit)));
    }

    @FuzzTest(maxDuration = "60s")
    void hevc(byte[] record) throws MediaFormatException {
        roundTrip(
                record,
                bytes -> HevcConfiguration.parse(bytes).withSampleEntry("hev1"),
                HevcConfiguration::toBytes);
    }

    @FuzzTest(maxDuration = "60s")
    void hevcSequenceParameterSet(byte[] unit) {
        attempt(() -> HevcSequenceParameterSet.parse(ByteBuffer.wrap(unit)));
    }

    @FuzzTest(maxDuration = "60s")
    void av1(byte[] record) throws MediaFormatException {
        roundTrip(record, Av1Configuration::parse, Av1Configuration::toBytes);
        attempt(() -> Av1Configuration.of(ByteBuffer.wrap(record)));
        attempt(() -> Av1Obu.isKeyframe(ByteBuffer.wrap(record)));
    }

    @FuzzTest(maxDuration = "60s")
    void vp(byte[] record) throws MediaFormatException {
        roundTrip(record, Vp9Configuration::parse, Vp9Configuration::toBytes);
        roundTrip(record, Vp8Configuration::parse, Vp8Configuration::toBytes);
    }

    @FuzzTest(maxDuration = "60s")
    void esds(byte[] record) throws MediaFormatException {
        roundTrip(record, AacConfiguration::parse, AacConfiguration::toBytes);
        roundTrip(record, Mp3Configuration::parse, Mp3Configuration::toBytes);
    }

    @FuzzTest(maxDuration = "60s")
    void audioSpecificConfig(byte[] config) {
        attempt(() -> {
            var aac = AacConfiguration.ofAudioSpecificConfig(ByteBuffer.wrap(config));
            assertThat(aac.channels()).isPositive();
            assertThat(aac.sampleRateHz()).isPositive();
            return aac.toAdtsHeader(config.length);
        });
    }

    @FuzzTest(maxDuration = "60s")
    void opusAndFlac(byte[] record) throws MediaFormatException {
        roundTrip(record, OpusConfiguration::parse, OpusConfiguration::toBytes);
        roundTrip(record, OpusConfiguration::parseHead, OpusConfiguration::toHead);
        roundTrip(record, FlacConfiguration::parse, FlacConfiguration::toBytes);
        attempt(() -> OpusConfiguration.packetSamples(ByteBuffer.wrap(record)));
    }

    @FuzzTest(maxDuration = "60s")
    void dolby(byte[] record) throws MediaFormatException {
        roundTrip(record, Ac3Configuration::parse, Ac3Configuration::toBytes);
        roundTrip(record, Eac3Configuration::parse, Eac3Configuration::toBytes);
    }

    @FuzzTest(maxDuration = "60s")
    void audioFrames(byte[] frames) {
        var bytes = ByteBuffer.wrap(frames);
        attempt(() -> AacConfiguration.ofAdts(bytes));
        attempt(() -> Mp3Configuration.of(MpegAudioHeader.parse(bytes)));
        attempt(() -> Ac3Configuration.of(Ac3Header.parse(bytes)).toBytes());
        attempt(() -> {
            var headers = new ArrayList<Eac3Header>();
            var rest = bytes.duplicate();
            while (rest.hasRemaining() && headers.size() < 20) {
                headers.add(Eac3Header.parse(rest.slice()));
                int next = rest.position() + headers.getLast().frameBytes();
                rest.position(Math.min(next, rest.limit()));
            }
            return Eac3Configuration.of(headers).toBytes();
        });
    }

    @FuzzTest(maxDuration = "60s")
    void nalUnits(byte[] bytes) {
        attempt(() -> {
            var units = NalUnits.annexB(ByteBuffer.wrap(bytes));
            var again = NalUnits.annexB(ByteBuffer.wrap(NalUnits.toAnnexB(units)));
            assertThat(again).isEqualTo(units);
            accessPoints(units);
            return units;
        });
        for (int lengthSize : new int[] {1, 2, 4}) {
            attempt(() -> {
                var units = NalUnits.lengthPrefixed(ByteBuffer.wrap(bytes), lengthSize);
                accessPoints(units);
                return units;
            });
        }
        assertThat(NalUnits.unescape(ByteBuffer.wrap(NalUnits.escape(bytes)))).startsWith(bytes);
    }

    private interface Attempt {
        Object run() throws MediaFormatException;
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (MediaFormatException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static void accessPoints(List<ByteBuffer> units) {
        attempt(() -> AvcNal.randomAccess(units));
        attempt(() -> AvcNal.isIntra(units));
        attempt(() -> HevcNal.randomAccess(units));
    }

    private static <T extends CodecConfiguration> void roundTrip(
            byte[] record, Parser<T> parser, Writer<T> writer) throws MediaFormatException {
        T first;
        try {
            first = parser.parse(ByteBuffer.wrap(record));
        } catch (MediaFormatException e) {
            assertThat(e).hasMessageNotContaining("null");
            return;
        }
        var second = parser.parse(ByteBuffer.wrap(writer.write(first)));
        assertThat(second).isEqualTo(first);
        assertThat(second.codecString()).isNotBlank();
    }
}
