package dev.anabranch.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Headers no real sample has, made with x264 and x265 from ffmpeg's test source; the values are
/// ffprobe's.
class VideoConfigurationTest {

    private static final String INTERLACED = "6764001eacd940b420fcf8188000000300800000190f8a14cb";
    private static final String HIGH_422_SCALING_HRD =
            "677a000db6cd941519e222f016a12201280000030008000003019301000f420003d09c90600f142996";
    private static final String PPS = "68fba3cb22c0";

    private static final String VPS = "40010c01ffff01600000030090000003000003003c959809";
    private static final String SPS_SCALING_HRD =
            "42010101600000030090000003000003003ca00a480b9c9596566924e5781b4040000003004000000658032"
                    + "397800493c00124fc80";
    private static final String HEVC_PPS = "4401c172b46240";
    private static final String SPS_HIGH_TIER =
            "4201012408000003009d08000003000096b00a480b9c96d96566924caf01"
                    + "6e12201208000003000800000300c840";

    @Test
    void cropsInterlacedPicturesInUnitsOfTwoLines() throws MediaFormatException {
        var sps = AvcSequenceParameterSet.parse(Hex.buffer(INTERLACED));

        assertThat(sps.isProgressive()).isFalse();
        assertThat(sps.width()).isEqualTo(720);
        assertThat(sps.height()).isEqualTo(488);
        assertThat(sps.usability().sampleAspectRatio()).isEqualTo(new Rational(10, 11));
        assertThat(sps.usability().frameRate()).contains(new Rational(25, 1));
    }

    @Test
    void walksScalingListsAndHypotheticalDecoderOfH264() throws MediaFormatException {
        var avc = AvcConfiguration.of(one(HIGH_422_SCALING_HRD), one(PPS));

        assertThat(avc.codecString()).isEqualTo("avc1.7a000d");
        assertThat(avc.width()).isEqualTo(322);
        assertThat(avc.height()).isEqualTo(182);
        assertThat(avc.colour()).isEqualTo(new ColourDescription(9, 16, 9, false));
        assertThat(avc.colour().videoRange()).isEqualTo("PQ");
        assertThat(avc.header().chromaFormat()).isEqualTo(2);
        assertThat(avc.header().bitDepthLuma()).isEqualTo(10);
        assertThat(AvcConfiguration.parse(ByteBuffer.wrap(avc.toBytes()))).isEqualTo(avc);
    }

    @Test
    void walksScalingListsAndHypotheticalDecoderOfHevc() throws MediaFormatException {
        var hevc = HevcConfiguration.of(one(VPS), one(SPS_SCALING_HRD), one(HEVC_PPS));

        assertThat(hevc.codecString()).isEqualTo("hvc1.1.6.L60.90");
        assertThat(hevc.width()).isEqualTo(322);
        assertThat(hevc.height()).isEqualTo(182);
        assertThat(hevc.sampleAspectRatio()).isEqualTo(new Rational(10, 11));
        assertThat(hevc.frameRate()).contains(new Rational(25, 1));
        assertThat(hevc.videoParameterSets()).hasSize(1);
        assertThat(HevcConfiguration.parse(ByteBuffer.wrap(hevc.toBytes()))).isEqualTo(hevc);
    }

    @Test
    void namesTierAndConstraintsOfHevcRangeExtensions() throws MediaFormatException {
        var hevc = HevcConfiguration.of(one(VPS), one(SPS_HIGH_TIER), one(HEVC_PPS));

        assertThat(hevc.codecString()).isEqualTo("hvc1.4.10.H150.9D.8");
        assertThat(hevc.colour()).isEqualTo(new ColourDescription(9, 16, 9, true));
    }

    /// The example of ISO/IEC 14496-15, Annex E.3: general profile space 1 is "A".
    @Test
    void spellsHevcProfilesAsAnnexEDoes() {
        var main = new HevcProfile(0, false, 1, 0x60000000L, 0xB00000000000L, 93);
        var other = new HevcProfile(1, true, 4, 0x08000000L, 0, 120);

        assertThat(main.codecString()).isEqualTo("1.6.L93.B0");
        assertThat(other.codecString()).isEqualTo("A4.10.H120");
    }

    @Test
    void leavesSizeToTheContainerWhenSamplesBringTheParameterSets() throws MediaFormatException {
        var avc = AvcConfiguration.parse(Hex.buffer("01 64001f ff e0 00"));

        assertThat(avc.sampleEntry()).isEqualTo("avc3");
        assertThat(avc.codecString()).isEqualTo("avc3.64001f");
        assertThat(avc.width()).isZero();
        assertThat(avc.withSize(640, 360).width()).isEqualTo(640);
        assertThat(avc.withSize(640, 360).sps()).isEqualTo(Optional.empty());
    }

    @Test
    void declaresParameterSetsCompleteUnderHvc1() throws MediaFormatException {
        var hev1 =
                HevcConfiguration.of(one(VPS), one(SPS_SCALING_HRD), one(HEVC_PPS))
                        .withSampleEntry("hev1");
        var arrays =
                hev1.arrays().stream()
                        .map(a -> new HevcConfiguration.Array(a.type(), false, a.units()))
                        .toList();
        var open =
                new HevcConfiguration(
                        hev1.header(), arrays, hev1.sps(), hev1.width(), hev1.height(), "hev1");

        assertThat(HevcConfiguration.parse(ByteBuffer.wrap(open.toBytes())).sampleEntry())
                .isEqualTo("hev1");
        assertThat(open.withSampleEntry("hvc1").arrays())
                .allMatch(HevcConfiguration.Array::isComplete);
    }

    @Test
    void takesAsManyParameterSetsAsTheRecordCanHoldAndNotOneMore() throws MediaFormatException {
        int most = AvcConfiguration.MAX_SEQUENCE_PARAMETER_SETS;
        var sets = Collections.nCopies(most, Hex.buffer(INTERLACED));
        var tooMany = Collections.nCopies(most + 1, Hex.buffer(INTERLACED));

        assertThat(AvcConfiguration.of(sets, List.of()).sequenceParameterSets()).hasSize(most);
        assertThatThrownBy(() -> AvcConfiguration.of(tooMany, List.of()))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("32, the maximum is 31");
    }

    @Test
    void refusesReservedLengthSize() {
        assertThatThrownBy(() -> AvcConfiguration.parse(Hex.buffer("01 64001f fe e0 00")))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("lengthSizeMinusOne");
    }

    /// Strings of the AV1-in-ISOBMFF specification, section 5, and of libaom streams as ffmpeg
    /// names them.
    @Test
    void spellsAv1ColourOnlyWhenItIsNotTheDefault() throws MediaFormatException {
        var bare = Av1Configuration.parse(Hex.buffer("81 04 4e 00"));
        var hdr = new ColourDescription(9, 16, 9, false);
        var bt709 = new ColourDescription(1, 1, 1, false);

        assertThat(bare.codecString()).isEqualTo("av01.0.04M.10");
        assertThat(bare.withColour(hdr).codecString()).isEqualTo("av01.0.04M.10.0.112.09.16.09.0");
        assertThat(
                        Av1Configuration.parse(Hex.buffer("81 04 4c 00"))
                                .withColour(bt709)
                                .codecString())
                .isEqualTo("av01.0.04M.10");
        assertThat(bare.levelName()).isEqualTo("3.0");
    }

    /// Strings of the VP codec binding, "Codecs Parameter String".
    @Test
    void spellsVp9AsItsBindingDoes() throws MediaFormatException {
        var plain = Vp9Configuration.parse(Hex.buffer("01000000 00 14 82 010101 0000"));
        var hdr = Vp9Configuration.parse(Hex.buffer("01000000 02 0a a3 091009 0000"));

        assertThat(plain.codecString()).isEqualTo("vp09.00.20.08");
        assertThat(hdr.codecString()).isEqualTo("vp09.02.10.10.01.09.16.09.01");
        assertThat(
                        Vp8Configuration.parse(Hex.buffer("01000000 00 14 82 020202 0000"))
                                .codecString())
                .isEqualTo("vp08.00.20.08");
    }

    @Test
    void estimatesTheVp9LevelAMuxerLeftOut() throws MediaFormatException {
        var unknown = Vp9Configuration.parse(Hex.buffer("01000000 00 00 82 020202 0000"));

        assertThat(unknown.withSize(1920, 1080).codecString()).isEqualTo("vp09.00.40.08");
    }

    private static List<ByteBuffer> one(String unit) {
        return List.of(Hex.buffer(unit));
    }
}
