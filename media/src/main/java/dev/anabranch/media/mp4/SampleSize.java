package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// `stsz` and `stz2`: how many bytes each sample has (ISO/IEC 14496-12, 8.7.3).
///
/// @param constant the size of every sample, or 0 when `sizes` has them
/// @param count how many samples there are
/// @param sizes one a sample, unsigned; empty when they are constant
record SampleSize(int constant, int count, int[] sizes) {

    /// Most samples a track may have: sample numbers are ints.
    static final int MAX_SAMPLES = Integer.MAX_VALUE - 8;

    static final SampleSize EMPTY = new SampleSize(0, 0, new int[0]);

    /// Reads `stsz`.
    static SampleSize parse(BoxReader box) throws MediaFormatException {
        box.skip(4);
        int constant = box.i32();
        long count = checkedCount(box);
        if (constant == 0) {
            return new SampleSize(0, (int) count, box.i32s(count));
        }
        return new SampleSize(constant, (int) count, new int[0]);
    }

    /// Reads `stz2`.
    static SampleSize parseCompact(BoxReader box) throws MediaFormatException {
        box.skip(7);
        int fieldBits = box.u8();
        if (fieldBits != 4 && fieldBits != 8 && fieldBits != 16) {
            throw box.malformed("sample sizes of " + fieldBits + " bits");
        }
        long count = checkedCount(box);
        if ((count * fieldBits + 7) / 8 > box.remaining()) {
            throw box.malformed("the table of " + count + " sizes does not fit in the box");
        }
        var sizes = new int[(int) count];
        for (int i = 0; i < count; i++) {
            if (fieldBits == 4) {
                int both = box.u8();
                sizes[i++] = both >> 4;
                if (i < count) {
                    sizes[i] = both & 0xF;
                }
            } else {
                sizes[i] = fieldBits == 8 ? box.u8() : box.u16();
            }
        }
        return new SampleSize(0, (int) count, sizes);
    }

    private static long checkedCount(BoxReader box) throws MediaFormatException {
        long count = box.u32();
        if (count > MAX_SAMPLES) {
            throw MediaFormatException.limit(box.where(), "sample count", count, MAX_SAMPLES);
        }
        return count;
    }

    /// Writes `stsz`.
    void write(BoxWriter out) {
        int at = out.begin("stsz", 0, 0);
        out.u32(constant).u32(count).i32s(sizes);
        out.end(at);
    }

    /// The size of sample `index`; one above 2^31 - 1 is negative.
    int at(int index) {
        return constant != 0 ? constant : sizes[index];
    }
}
