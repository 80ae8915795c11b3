package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// The VPCodecConfigurationRecord of VP8 and VP9 (VP Codec ISO Media File Format Binding 1.0; box
/// `vpcC`).
///
/// @param profile 0 to 3
/// @param level ten times the level, 0 when unknown
/// @param bitDepth 8, 10 or 12
/// @param chromaSubsampling 0 4:2:0 vertical, 1 4:2:0 colocated, 2 4:2:2, 3 4:4:4
record VpCodecRecord(
        int profile, int level, int bitDepth, int chromaSubsampling, ColourDescription colour) {

    /// Largest luma picture of each level (VP9 levels), by which an unknown level is estimated.
    private static final int[][] LEVELS = {
        {10, 36_864},
        {11, 73_728},
        {20, 122_880},
        {21, 245_760},
        {30, 552_960},
        {31, 983_040},
        {40, 2_228_224},
        {50, 8_912_896},
        {60, 35_651_584}
    };

    static VpCodecRecord parse(ByteBuffer record) throws MediaFormatException {
        var in = new BitReader(record, "box vpcC");
        int version = in.bits(8);
        if (version != 1) {
            throw in.unsupported("version " + version + " is not 1");
        }
        in.skip(24);
        int profile = in.bits(8);
        int level = in.bits(8);
        int bitDepth = in.bits(4);
        int subsampling = in.bits(3);
        boolean fullRange = in.flag();
        var colour = new ColourDescription(in.bits(8), in.bits(8), in.bits(8), fullRange);
        if (in.bits(16) != 0) {
            throw in.unsupported("codec initialization data is reserved for other codecs");
        }
        if (profile > 3 || bitDepth != 8 && bitDepth != 10 && bitDepth != 12) {
            throw in.malformed("profile " + profile + " with " + bitDepth + " bits");
        }
        return new VpCodecRecord(profile, level, bitDepth, subsampling, colour);
    }

    byte[] toBytes() {
        return new BitWriter()
                .bits(8, 1)
                .bits(24, 0)
                .bits(8, profile)
                .bits(8, level)
                .bits(4, bitDepth)
                .bits(3, chromaSubsampling)
                .flag(colour.fullRange())
                .bits(8, colour.primaries())
                .bits(8, colour.transfer())
                .bits(8, colour.matrix())
                .bits(16, 0)
                .toByteArray();
    }

    /// `vp09.00.31.08`, with `.01.09.16.09.00` behind it when chroma or colour are not the default.
    String codecString(String sampleEntry, long lumaSamples) {
        int known = level == 0 ? estimatedLevel(lumaSamples) : level;
        var brief = "%s.%02d.%02d.%02d".formatted(sampleEntry, profile, known, bitDepth);
        var specified = new ColourDescription(1, 1, 1, false);
        var unspecified = new ColourDescription(2, 2, 2, false);
        boolean usual =
                chromaSubsampling == 1 && colour.equals(specified)
                        || chromaSubsampling <= 1 && colour.equals(unspecified);
        if (usual) {
            return brief;
        }
        return brief
                + ".%02d.%02d.%02d.%02d.%02d"
                        .formatted(
                                chromaSubsampling,
                                colour.primaries(),
                                colour.transfer(),
                                colour.matrix(),
                                colour.fullRange() ? 1 : 0);
    }

    /// The level the picture size alone demands; players refuse level 0, which some muxers write.
    private static int estimatedLevel(long lumaSamples) {
        for (var level : LEVELS) {
            if (lumaSamples <= level[1]) {
                return level[0];
            }
        }
        return 62;
    }
}
