package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// `ctts`: what to add to a decode time to have the presentation time, as runs (ISO/IEC 14496-12,
/// 8.6.1.3).
///
/// Version 0 says its offsets are unsigned, but writers put negative ones there too; offsets are
/// signed in both, as every player reads them.
///
/// @param pairs sample count (unsigned) and offset of each run, alternating
record CompositionOffset(int[] pairs) {

    static final CompositionOffset EMPTY = new CompositionOffset(new int[0]);

    static CompositionOffset parse(BoxReader box) throws MediaFormatException {
        box.skip(4);
        return new CompositionOffset(box.i32s(2 * box.u32()));
    }

    void write(BoxWriter out) {
        int at = out.begin("ctts", 1, 0);
        out.u32(pairs.length / 2).i32s(pairs);
        out.end(at);
    }
}
