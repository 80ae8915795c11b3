package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// The sequence parameter set of HEVC (ITU-T H.265, 7.3.2.2).
///
/// @param profile general profile, tier and level
/// @param temporalLayers sps_max_sub_layers_minus1 + 1
/// @param isTemporalIdNested sps_temporal_id_nesting_flag
/// @param id sps_seq_parameter_set_id
/// @param chromaFormat chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
/// @param bitDepthLuma 8 to 15
/// @param bitDepthChroma 8 to 15
/// @param width pixels inside the conformance window
/// @param height pixels inside the conformance window
/// @param reorderPictures sps_max_num_reorder_pics of the highest layer
/// @param usability the VUI
public record HevcSequenceParameterSet(
        HevcProfile profile,
        int temporalLayers,
        boolean isTemporalIdNested,
        int id,
        int chromaFormat,
        int bitDepthLuma,
        int bitDepthChroma,
        int width,
        int height,
        int reorderPictures,
        VideoUsability usability) {

    /// What a sample entry can say.
    public static final int MAX_DIMENSION = 65_535;

    public static final int MAX_PICTURES = 16;

    private static final String WHAT = "HEVC SPS";

    private record Size(int width, int height) {}

    /// Reads a NAL unit of type 33, its header and emulation prevention bytes included.
    public static HevcSequenceParameterSet parse(ByteBuffer unit) throws MediaFormatException {
        var in = BitReader.ofNalUnit(unit, WHAT);
        int type = in.bits(16) >> 9 & 0x3F;
        if (type != HevcNal.SPS) {
            throw in.malformed("NAL unit type " + type + " is not a sequence parameter set");
        }
        in.skip(4);
        int subLayers = in.bits(3);
        boolean nested = in.flag();
        var profile = HevcProfile.parse(in, subLayers);
        int id = in.ue("sps_seq_parameter_set_id", 15);
        int chromaFormat = in.ue("chroma_format_idc", 3);
        boolean separatePlanes = chromaFormat == 3 && in.flag();
        var size = size(in, separatePlanes ? 0 : chromaFormat);
        // hvcC has three bits for each, so 16-bit video stays out.
        int luma = 8 + in.ue("bit_depth_luma_minus8", 7);
        int chroma = 8 + in.ue("bit_depth_chroma_minus8", 7);
        int orderBits = 4 + in.ue("log2_max_pic_order_cnt_lsb_minus4", 12);
        int reorder = reorderPictures(in, subLayers);
        HevcCodingTools.skip(in, orderBits);
        return new HevcSequenceParameterSet(
                profile,
                subLayers + 1,
                nested,
                id,
                chromaFormat,
                luma,
                chroma,
                size.width(),
                size.height(),
                reorder,
                in.flag() ? HevcUsability.parse(in, subLayers) : VideoUsability.ABSENT);
    }

    private static Size size(BitReader in, int chromaArrayType) throws MediaFormatException {
        int width = in.ue("pic_width_in_luma_samples", MAX_DIMENSION);
        int height = in.ue("pic_height_in_luma_samples", MAX_DIMENSION);
        long cropX = 0;
        long cropY = 0;
        if (in.flag()) {
            cropX = (chromaArrayType == 1 || chromaArrayType == 2 ? 2 : 1) * (in.ue() + in.ue());
            cropY = (chromaArrayType == 1 ? 2 : 1) * (in.ue() + in.ue());
        }
        if (cropX >= width || cropY >= height) {
            throw in.malformed(
                    "the conformance window takes "
                            + cropX
                            + "x"
                            + cropY
                            + " of "
                            + width
                            + "x"
                            + height);
        }
        return new Size(width - (int) cropX, height - (int) cropY);
    }

    private static int reorderPictures(BitReader in, int subLayers) throws MediaFormatException {
        int reorder = 0;
        for (int i = in.flag() ? 0 : subLayers; i <= subLayers; i++) {
            in.ue("sps_max_dec_pic_buffering_minus1", MAX_PICTURES);
            reorder = in.ue("sps_max_num_reorder_pics", MAX_PICTURES);
            in.ue();
        }
        return reorder;
    }
}
