package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// `stts`: how long each sample lasts, as runs (ISO/IEC 14496-12, 8.6.1.2).
///
/// @param pairs sample count and sample delta of each run, alternating, unsigned
record TimeToSample(int[] pairs) {

    static final TimeToSample EMPTY = new TimeToSample(new int[0]);

    static TimeToSample parse(BoxReader box) throws MediaFormatException {
        box.skip(4);
        return new TimeToSample(box.i32s(2 * box.u32()));
    }

    void write(BoxWriter out) {
        int at = out.begin("stts", 0, 0);
        out.u32(pairs.length / 2).i32s(pairs);
        out.end(at);
    }
}
