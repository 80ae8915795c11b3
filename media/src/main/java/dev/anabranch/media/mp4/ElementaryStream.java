package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// The part of `esds` that says which codec it is (ISO/IEC 14496-14, 5.6; descriptors in ISO/IEC
/// 14496-1, 7.2.6).
///
/// ```
/// version:8 flags:24
/// ES_Descriptor (3): ES_ID:16 streamDependence:1 URL:1 OCRstream:1 priority:5 ...
///   DecoderConfigDescriptor (4): objectTypeIndication:8 ...
/// ```
///
/// @param objectType objectTypeIndication, as registered at mp4ra.org
record ElementaryStream(int objectType) {

    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG_DESCRIPTOR = 4;

    private static final int STREAM_DEPENDENCE = 0x80;
    private static final int URL = 0x40;
    private static final int OCR_STREAM = 0x20;

    static ElementaryStream parse(BoxReader box) throws MediaFormatException {
        box.skip(4);
        int tag = descriptor(box);
        if (tag == ES_DESCRIPTOR) {
            box.skip(2);
            int flags = box.u8();
            box.skip((flags & STREAM_DEPENDENCE) != 0 ? 2 : 0);
            box.skip((flags & URL) != 0 ? box.u8() : 0);
            box.skip((flags & OCR_STREAM) != 0 ? 2 : 0);
            tag = descriptor(box);
        }
        if (tag != DECODER_CONFIG_DESCRIPTOR) {
            throw box.malformed("descriptor " + tag + " where DecoderConfigDescriptor belongs");
        }
        return new ElementaryStream(box.u8());
    }

    /// Reads a descriptor's tag and passes over its length.
    private static int descriptor(BoxReader box) throws MediaFormatException {
        int tag = box.u8();
        int bytes = 1;
        while ((box.u8() & 0x80) != 0) {
            if (++bytes > 4) {
                throw box.malformed("a descriptor's length has more than 4 bytes");
            }
        }
        return tag;
    }

    boolean isAac() {
        return objectType == 0x40 || objectType >= 0x66 && objectType <= 0x68;
    }

    boolean isMp3() {
        return objectType == 0x69 || objectType == 0x6B;
    }
}
