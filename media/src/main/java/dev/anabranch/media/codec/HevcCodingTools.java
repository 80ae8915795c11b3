package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;

/// The part of an HEVC sequence parameter set that only a decoder needs; it is walked to reach the
/// VUI behind it (ITU-T H.265, 7.3.2.2, 7.3.4 and 7.3.7).
final class HevcCodingTools {

    static final int MAX_SHORT_TERM_SETS = 64;
    static final int MAX_LONG_TERM_PICTURES = 32;

    /// Pictures before or after the current one in one set.
    static final int MAX_PICTURES = 16;

    private HevcCodingTools() {}

    /// From log2_min_luma_coding_block_size_minus3 to strong_intra_smoothing_enabled_flag.
    ///
    /// @param orderBits the length of a picture order count: log2_max_pic_order_cnt_lsb
    static void skip(BitReader in, int orderBits) throws MediaFormatException {
        for (int i = 0; i < 6; i++) {
            in.ue();
        }
        boolean scales = in.flag();
        if (scales && in.flag()) {
            skipScalingLists(in);
        }
        in.skip(2);
        if (in.flag()) {
            in.skip(8);
            in.ue();
            in.ue();
            in.skip(1);
        }
        skipShortTermSets(in);
        if (in.flag()) {
            int pictures = in.ue("num_long_term_ref_pics_sps", MAX_LONG_TERM_PICTURES);
            in.skip((long) pictures * (orderBits + 1));
        }
        in.skip(2);
    }

    private static void skipScalingLists(BitReader in) throws MediaFormatException {
        for (int sizeId = 0; sizeId < 4; sizeId++) {
            for (int matrix = 0; matrix < 6; matrix += sizeId == 3 ? 3 : 1) {
                skipScalingList(in, sizeId);
            }
        }
    }

    private static void skipScalingList(BitReader in, int sizeId) throws MediaFormatException {
        if (!in.flag()) {
            in.ue("scaling_list_pred_matrix_id_delta", 5);
            return;
        }
        int coefficients = Math.min(64, 1 << (4 + (sizeId << 1)));
        if (sizeId > 1) {
            in.se();
        }
        for (int i = 0; i < coefficients; i++) {
            in.se();
        }
    }

    private static void skipShortTermSets(BitReader in) throws MediaFormatException {
        int sets = in.ue("num_short_term_ref_pic_sets", MAX_SHORT_TERM_SETS);
        int pictures = 0;
        for (int i = 0; i < sets; i++) {
            boolean predicted = i > 0 && in.flag();
            pictures = predicted ? predictedSet(in, pictures) : explicitSet(in);
        }
    }

    /// A set told as a difference to the one before, which had `pictures`; gives its size.
    private static int predictedSet(BitReader in, int pictures) throws MediaFormatException {
        in.skip(1);
        in.ue("abs_delta_rps_minus1", (1 << 15) - 1);
        int kept = 0;
        for (int i = 0; i <= pictures; i++) {
            boolean used = in.flag();
            kept += used || in.flag() ? 1 : 0;
        }
        return kept;
    }

    private static int explicitSet(BitReader in) throws MediaFormatException {
        int before = in.ue("num_negative_pics", MAX_PICTURES);
        int after = in.ue("num_positive_pics", MAX_PICTURES);
        for (int i = 0; i < before + after; i++) {
            in.ue("delta_poc_minus1", (1 << 15) - 1);
            in.skip(1);
        }
        return before + after;
    }
}
