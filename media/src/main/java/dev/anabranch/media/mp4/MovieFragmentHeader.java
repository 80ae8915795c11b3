package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// The `mfhd` box: the number of a movie fragment (ISO/IEC 14496-12, 8.8.5).
record MovieFragmentHeader(long sequenceNumber) {

    static MovieFragmentHeader parse(BoxReader box) throws MediaFormatException {
        box.skip(4);
        return new MovieFragmentHeader(box.u32());
    }

    void write(BoxWriter out) {
        int at = out.begin("mfhd", 0, 0);
        out.u32(sequenceNumber);
        out.end(at);
    }
}
