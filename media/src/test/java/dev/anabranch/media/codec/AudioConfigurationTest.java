package dev.anabranch.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioConfigurationTest {

    /// Hierarchical, backward-compatible and implicit signalling (ISO/IEC 14496-3, 1.6.6).
    @ParameterizedTest
    @CsvSource({
        "1210, mp4a.40.2, 44100, 2, 1024",
        "1214, mp4a.40.2, 44100, 2, 960",
        "1390, mp4a.40.2, 22050, 2, 1024",
        "2b920800, mp4a.40.5, 44100, 2, 2048",
        "139056e5a0, mp4a.40.5, 44100, 2, 2048",
        "eb098800, mp4a.40.29, 48000, 2, 2048",
        "138856e5a54880, mp4a.40.29, 44100, 2, 2048",
        "121056e500, mp4a.40.2, 44100, 2, 1024",
        "1238, mp4a.40.2, 44100, 8, 1024",
        "17800bb810, mp4a.40.2, 6000, 2, 1024",
        "f94824211cc0185000200097084730b0, mp4a.40.42, 44100, 1, 1024"
    })
    void tellsWhatComesOutOfTheDecoder(
            String config, String codecs, int rateHz, int channels, int samples)
            throws MediaFormatException {
        var aac = AacConfiguration.ofAudioSpecificConfig(Hex.buffer(config));

        assertThat(aac.codecString()).isEqualTo(codecs);
        assertThat(aac.sampleRateHz()).isEqualTo(rateHz);
        assertThat(aac.channels()).isEqualTo(channels);
        assertThat(aac.samplesPerFrame()).isEqualTo(samples);
        assertThat(AacConfiguration.parse(ByteBuffer.wrap(aac.toBytes()))).isEqualTo(aac);
    }

    /// As ffmpeg writes 6.1: ffprobe counts 7 channels in it.
    @Test
    void countsChannelsOfAProgramConfig() throws MediaFormatException {
        var aac =
                AacConfiguration.ofAudioSpecificConfig(
                        Hex.buffer("1200050848002000c4400d4c61766335392e33372e31303056e500"));

        assertThat(aac.channels()).isEqualTo(7);
    }

    @Test
    void takesTheProgramConfigOutOfTheFirstAdtsFrame() throws MediaFormatException {
        var frame = Hex.buffer("fff150005a3ffc a0a0808004220d4c61766335392e33372e313030de0200");

        var aac = AacConfiguration.ofAdts(frame);

        assertThat(aac.channels()).isEqualTo(4);
        assertThat(aac.layout().cicpConfiguration()).hasValue(10);
        assertThat(aac.codecString()).isEqualTo("mp4a.40.2");
    }

    @Test
    void writesTheAdtsHeaderItRead() throws MediaFormatException {
        var bytes = Hex.buffer("fff15180327ffc");
        var header = AdtsHeader.parse(bytes);
        var aac = AacConfiguration.ofAdts(bytes);

        assertThat(header.frameBytes()).isEqualTo(403);
        assertThat(aac.layout().hlsChannels()).isEqualTo("6");
        assertThat(aac.toAdtsHeader(396)).isEqualTo(bytes.array());
    }

    @Test
    void refusesToPutXheAacIntoAdts() throws MediaFormatException {
        var aac =
                AacConfiguration.ofAudioSpecificConfig(
                        Hex.buffer("f94824211cc0185000200097084730b0"));

        assertThatThrownBy(() -> aac.toAdtsHeader(100))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("mp4a.40.42");
    }

    @Test
    void signalsSbrAContainerKnowsOf() throws MediaFormatException {
        var core = AacConfiguration.ofAudioSpecificConfig(Hex.buffer("1390"));

        var he = core.withSpectralBandReplication(false);

        assertThat(he.audioSpecificConfig()).hasToString("2b920800");
        assertThat(he.samplesPerFrame()).isEqualTo(2048);
    }

    /// First header bytes of encoders' output; sizes and rates are ffprobe's.
    @ParameterizedTest
    @CsvSource({
        "fff338c4, 3, 16000, 1, 108, 576",
        "ffe318c4, 3, 8000, 1, 72, 576",
        "fffde4c4, 2, 48000, 1, 1152, 1152",
        "fffb9064, 3, 44100, 2, 417, 1152"
    })
    void sizesMpegAudioFrames(
            String header, int layer, int rateHz, int channels, int bytes, int samples)
            throws MediaFormatException {
        var audio = MpegAudioHeader.parse(Hex.buffer(header));

        assertThat(audio.layer()).isEqualTo(layer);
        assertThat(audio.sampleRateHz()).isEqualTo(rateHz);
        assertThat(audio.channels()).isEqualTo(channels);
        assertThat(audio.frameBytes()).isEqualTo(bytes);
        assertThat(audio.samples()).isEqualTo(samples);
        assertThat(Mp3Configuration.of(audio).codecString()).isEqualTo("mp4a.40." + (31 + layer));
    }

    @Test
    void readsAc3FromItsFrame() throws MediaFormatException {
        var header = Ac3Header.parse(Hex.buffer("0b77d4dc1c40e1ff"));
        var ac3 = Ac3Configuration.of(header);

        assertThat(header.frameBytes()).isEqualTo(1536);
        assertThat(ac3.layout().channels()).isEqualTo(6);
        assertThat("%04X".formatted(ac3.layout().dolbyChannels())).isEqualTo("F801");
        assertThat(ac3.toBytes()).isEqualTo(Hex.bytes("103dc0"));
    }

    @Test
    void namesJointObjectsAsHlsWantsThem() throws MediaFormatException {
        var eac3 = Eac3Configuration.parse(Hex.buffer("1400200f000110"));

        assertThat(eac3.layout().hlsChannels()).isEqualTo("16/JOC");
        assertThat(eac3.channels()).isEqualTo(6);
    }

    /// 7.1 as 5.1 with the rear pair in a dependent frame (ETSI TS 102 366, E.1.3.1.8).
    @Test
    void addsTheChannelsOfDependentSubstreams() throws MediaFormatException {
        var main = eac3(Eac3Header.StreamType.INDEPENDENT, 7, true, 0);
        var rear = eac3(Eac3Header.StreamType.DEPENDENT, 6, false, 0x1A00);

        var eac3 = Eac3Configuration.of(List.of(main, rear));

        assertThat(eac3.channels()).isEqualTo(8);
        assertThat(eac3.layout().cicpConfiguration()).hasValue(12);
        assertThat(Eac3Configuration.parse(ByteBuffer.wrap(eac3.toBytes()))).isEqualTo(eac3);
    }

    @Test
    void turnsDOpsIntoOpusHeadAndBack() throws MediaFormatException {
        var head = Hex.buffer("4f70757348656164 01 02 3801 80bb0000 0000 00");

        var opus = OpusConfiguration.parseHead(head);

        assertThat(opus.preSkipSamples()).isEqualTo(312);
        assertThat(opus.toBytes()).isEqualTo(Hex.bytes("00 02 0138 0000bb80 0000 00"));
        assertThat(opus.toHead()).isEqualTo(head.array());
    }

    @Test
    void keepsTheChannelMappingOfSurroundOpus() throws MediaFormatException {
        var record = Hex.buffer("00 06 0138 0000bb80 0000 01 04 02 000401020305");

        var opus = OpusConfiguration.parse(record);

        assertThat(opus.layout().cicpConfiguration()).hasValue(6);
        assertThat(opus.toBytes()).isEqualTo(record.array());
        assertThat(OpusConfiguration.parseHead(ByteBuffer.wrap(opus.toHead()))).isEqualTo(opus);
    }

    /// Configurations and frame counts of RFC 6716, 3.1 and 3.2.
    @ParameterizedTest
    @CsvSource({"fc, 960", "80, 120", "0b0c, 11520", "08, 960", "7b02, 1920", "1a, 5760"})
    void measuresOpusPackets(String packet, int samples) throws MediaFormatException {
        if (samples > OpusConfiguration.MAX_PACKET_SAMPLES) {
            assertThatThrownBy(() -> OpusConfiguration.packetSamples(Hex.buffer(packet)))
                    .isInstanceOf(MediaFormatException.class);
            return;
        }
        assertThat(OpusConfiguration.packetSamples(Hex.buffer(packet))).isEqualTo(samples);
    }

    /// The example STREAMINFO of RFC 9639, Appendix D.1.
    @Test
    void readsTheStreamInfoOfRfc9639() throws MediaFormatException {
        var info =
                "80000022 1000 1000 00000f 00000f 0ac442f0 00000001"
                        + "3e84b41807dc690307587a3dad1a2e0f";

        var flac = FlacConfiguration.ofMetadata(Hex.buffer(info));

        assertThat(flac.sampleRateHz()).isEqualTo(44100);
        assertThat(flac.channels()).isEqualTo(2);
        assertThat(flac.bitsPerSample()).isEqualTo(16);
        assertThat(flac.totalSamples()).isEqualTo(1);
        assertThat(flac.samplesPerFrame()).isEqualTo(4096);
        assertThat(HexFormat.of().formatHex(flac.toBytes()))
                .isEqualTo("00000000" + info.replace(" ", ""));
    }

    private static Eac3Header eac3(
            Eac3Header.StreamType type, int coding, boolean lowFrequency, int channelMap) {
        return new Eac3Header(
                type, 0, 1024, 0, 48000, 6, coding, lowFrequency, 16, 0, channelMap, 0);
    }
}
