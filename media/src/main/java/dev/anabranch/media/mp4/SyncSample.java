package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// `stss`: the samples decoding can start at (ISO/IEC 14496-12, 8.6.2). A track without the box can
/// start at every sample.
///
/// @param numbers sample numbers, from 1, unsigned
record SyncSample(int[] numbers) {

    static SyncSample parse(BoxReader box) throws MediaFormatException {
        box.skip(4);
        return new SyncSample(box.i32s(box.u32()));
    }

    void write(BoxWriter out) {
        int at = out.begin("stss", 0, 0);
        out.u32(numbers.length).i32s(numbers);
        out.end(at);
    }
}
