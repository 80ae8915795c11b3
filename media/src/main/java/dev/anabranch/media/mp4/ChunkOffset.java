package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// `stco` and `co64`: where each chunk starts in the file (ISO/IEC 14496-12, 8.7.5).
///
/// @param offsets one a chunk; one above 2^63 - 1 is negative
record ChunkOffset(long[] offsets) {

    static final ChunkOffset EMPTY = new ChunkOffset(new long[0]);

    /// Reads `stco`.
    static ChunkOffset parse(BoxReader box) throws MediaFormatException {
        box.skip(4);
        var narrow = box.i32s(box.u32());
        var offsets = new long[narrow.length];
        for (int i = 0; i < narrow.length; i++) {
            offsets[i] = Integer.toUnsignedLong(narrow[i]);
        }
        return new ChunkOffset(offsets);
    }

    /// Reads `co64`.
    static ChunkOffset parseLarge(BoxReader box) throws MediaFormatException {
        box.skip(4);
        return new ChunkOffset(box.i64s(box.u32()));
    }

    /// Writes `stco`, or `co64` when an offset needs it.
    void write(BoxWriter out) {
        boolean large = false;
        for (long offset : offsets) {
            large |= offset >>> 32 != 0;
        }
        int at = out.begin(large ? "co64" : "stco", 0, 0);
        out.u32(offsets.length);
        for (long offset : offsets) {
            if (large) {
                out.u64(offset);
            } else {
                out.u32(offset);
            }
        }
        out.end(at);
    }
}
