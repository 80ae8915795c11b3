package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;

/// hrd_parameters of HEVC (ITU-T H.265, E.2.2), walked to reach what lies behind.
final class HevcHypotheticalDecoder {

    /// cpb_cnt_minus1 at most.
    static final int MAX_BUFFERS = 31;

    private HevcHypotheticalDecoder() {}

    static void skip(BitReader in, int subLayers) throws MediaFormatException {
        boolean nal = in.flag();
        boolean vcl = in.flag();
        boolean subPictures = false;
        if (nal || vcl) {
            subPictures = in.flag();
            in.skip(subPictures ? 19 : 0);
            in.skip(8);
            in.skip(subPictures ? 4 : 0);
            in.skip(15);
        }
        for (int i = 0; i <= subLayers; i++) {
            skipLayer(in, (nal ? 1 : 0) + (vcl ? 1 : 0), subPictures);
        }
    }

    private static void skipLayer(BitReader in, int kinds, boolean subPictures)
            throws MediaFormatException {
        boolean fixedGeneral = in.flag();
        boolean fixed = fixedGeneral || in.flag();
        boolean lowDelay = false;
        if (fixed) {
            in.ue();
        } else {
            lowDelay = in.flag();
        }
        int buffers = lowDelay ? 1 : 1 + in.ue("cpb_cnt_minus1", MAX_BUFFERS);
        for (int i = 0; i < kinds * buffers; i++) {
            for (int j = 0; j < (subPictures ? 4 : 2); j++) {
                in.ue();
            }
            in.skip(1);
        }
    }
}
