package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.Set;

/// The sequence parameter set of H.264 (ITU-T H.264, 7.3.2.1.1 and Annex E.1).
///
/// @param profile profile_idc
/// @param constraints the constraint_set flags and two reserved bits, as one byte
/// @param level level_idc: ten times the level
/// @param id seq_parameter_set_id, 0 to 31
/// @param chromaFormat chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
/// @param separateColourPlanes whether the three planes are coded as monochrome pictures
/// @param bitDepthLuma 8 to 14
/// @param bitDepthChroma 8 to 14
/// @param width pixels after cropping
/// @param height pixels of a frame after cropping
/// @param isProgressive frame_mbs_only_flag: no fields occur
/// @param maxReferenceFrames max_num_ref_frames
/// @param usability the VUI
public record AvcSequenceParameterSet(
        int profile,
        int constraints,
        int level,
        int id,
        int chromaFormat,
        boolean separateColourPlanes,
        int bitDepthLuma,
        int bitDepthChroma,
        int width,
        int height,
        boolean isProgressive,
        int maxReferenceFrames,
        VideoUsability usability) {

    /// Macroblocks in one direction: 16880 pixels are what level 6.2 allows at most.
    public static final int MAX_MACROBLOCKS = 1055;

    public static final int MAX_REFERENCE_FRAMES = 16;

    private static final String WHAT = "H.264 SPS";

    /// Profiles whose SPS has chroma format, bit depths and scaling matrix (7.3.2.1.1).
    private static final Set<Integer> HIGH_PROFILES =
            Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);

    /// Chroma format, bit depths and scaling lists; what they are in the lower profiles.
    private record Samples(int chromaFormat, boolean separatePlanes, int luma, int chroma) {
        static final Samples DEFAULT = new Samples(1, false, 8, 8);

        /// Chroma planes as they count for cropping: ChromaArrayType.
        int arrayType() {
            return separatePlanes ? 0 : chromaFormat;
        }
    }

    private record Size(int width, int height, boolean isProgressive) {}

    /// Whether a profile has the extension fields in its SPS and in `avcC`.
    static boolean isHigh(int profile) {
        return HIGH_PROFILES.contains(profile);
    }

    /// Reads a NAL unit of type 7, its header byte and emulation prevention bytes included.
    public static AvcSequenceParameterSet parse(ByteBuffer unit) throws MediaFormatException {
        var in = BitReader.ofNalUnit(unit, WHAT);
        int type = in.bits(8) & 0x1F;
        if (type != AvcNal.SPS) {
            throw in.malformed("NAL unit type " + type + " is not a sequence parameter set");
        }
        int profile = in.bits(8);
        int constraints = in.bits(8);
        int level = in.bits(8);
        int id = in.ue("seq_parameter_set_id", 31);
        var samples = isHigh(profile) ? samples(in) : Samples.DEFAULT;
        in.ue("log2_max_frame_num_minus4", 12);
        skipPictureOrderCount(in);
        int references = in.ue("max_num_ref_frames", MAX_REFERENCE_FRAMES);
        in.skip(1);
        var size = size(in, samples.arrayType());
        return new AvcSequenceParameterSet(
                profile,
                constraints,
                level,
                id,
                samples.chromaFormat(),
                samples.separatePlanes(),
                samples.luma(),
                samples.chroma(),
                size.width(),
                size.height(),
                size.isProgressive(),
                references,
                in.flag() ? usability(in) : VideoUsability.ABSENT);
    }

    private static Samples samples(BitReader in) throws MediaFormatException {
        int chromaFormat = in.ue("chroma_format_idc", 3);
        boolean separatePlanes = chromaFormat == 3 && in.flag();
        int luma = 8 + in.ue("bit_depth_luma_minus8", 6);
        int chroma = 8 + in.ue("bit_depth_chroma_minus8", 6);
        in.skip(1);
        if (in.flag()) {
            for (int i = 0; i < (chromaFormat == 3 ? 12 : 8); i++) {
                skipScalingList(in, i < 6 ? 16 : 64);
            }
        }
        return new Samples(chromaFormat, separatePlanes, luma, chroma);
    }

    private static void skipScalingList(BitReader in, int size) throws MediaFormatException {
        if (!in.flag()) {
            return;
        }
        long next = 8;
        for (int i = 0; i < size && next != 0; i++) {
            next = Math.floorMod(next + in.se(), 256L);
        }
    }

    private static void skipPictureOrderCount(BitReader in) throws MediaFormatException {
        int type = in.ue("pic_order_cnt_type", 2);
        if (type == 0) {
            in.ue("log2_max_pic_order_cnt_lsb_minus4", 12);
        }
        if (type == 1) {
            in.skip(1);
            in.se();
            in.se();
            int cycle = in.ue("num_ref_frames_in_pic_order_cnt_cycle", 255);
            for (int i = 0; i < cycle; i++) {
                in.se();
            }
        }
    }

    private static Size size(BitReader in, int chromaArrayType) throws MediaFormatException {
        int macroblocksWide = 1 + in.ue("pic_width_in_mbs_minus1", MAX_MACROBLOCKS - 1);
        int unitsHigh = 1 + in.ue("pic_height_in_map_units_minus1", MAX_MACROBLOCKS - 1);
        boolean progressive = in.flag();
        if (!progressive) {
            in.skip(1);
        }
        in.skip(1);
        int fields = progressive ? 1 : 2;
        int width = 16 * macroblocksWide;
        int height = 16 * unitsHigh * fields;
        if (!in.flag()) {
            return new Size(width, height, progressive);
        }
        int unitX = chromaArrayType == 1 || chromaArrayType == 2 ? 2 : 1;
        int unitY = fields * (chromaArrayType == 1 ? 2 : 1);
        long cropX = unitX * (in.ue() + in.ue());
        long cropY = unitY * (in.ue() + in.ue());
        if (cropX >= width || cropY >= height) {
            throw in.malformed(
                    "cropping "
                            + cropX
                            + "x"
                            + cropY
                            + " leaves nothing of "
                            + width
                            + "x"
                            + height);
        }
        return new Size(width - (int) cropX, height - (int) cropY, progressive);
    }

    private static VideoUsability usability(BitReader in) throws MediaFormatException {
        var aspect = VideoUsability.sampleAspectRatio(in);
        VideoUsability.skipOverscan(in);
        var colour = VideoUsability.colour(in);
        VideoUsability.skipChromaLocation(in);
        var rate = java.util.Optional.<dev.anabranch.media.Rational>empty();
        if (in.flag()) {
            long ticksPerField = in.longBits(32);
            rate = VideoUsability.rate(in.longBits(32), 2 * ticksPerField);
            in.skip(1);
        }
        boolean nalHrd = skipHypotheticalDecoder(in);
        boolean vclHrd = skipHypotheticalDecoder(in);
        if (nalHrd || vclHrd) {
            in.skip(1);
        }
        in.skip(1);
        return new VideoUsability(aspect, colour, rate, reorderFrames(in));
    }

    private static OptionalInt reorderFrames(BitReader in) throws MediaFormatException {
        if (!in.flag()) {
            return OptionalInt.empty();
        }
        in.skip(1);
        for (int i = 0; i < 4; i++) {
            in.ue();
        }
        return OptionalInt.of(in.ue("max_num_reorder_frames", MAX_REFERENCE_FRAMES));
    }

    private static boolean skipHypotheticalDecoder(BitReader in) throws MediaFormatException {
        if (!in.flag()) {
            return false;
        }
        int schedules = 1 + in.ue("cpb_cnt_minus1", 31);
        in.skip(8);
        for (int i = 0; i < schedules; i++) {
            in.ue();
            in.ue();
            in.skip(1);
        }
        in.skip(20);
        return true;
    }
}
