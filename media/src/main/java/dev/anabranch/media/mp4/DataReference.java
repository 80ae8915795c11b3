package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// `dref`: the files the media is in (ISO/IEC 14496-12, 8.7.2).
///
/// @param isSelfContained whether the first entry is this file itself
record DataReference(boolean isSelfContained) {

    private static final int SELF_CONTAINED = 1;

    static DataReference parse(BoxReader box) throws MediaFormatException {
        box.skip(8);
        var entry = box.child();
        // A box without entries is broken, but what else than this file could it mean.
        boolean isElsewhere =
                entry.isPresent()
                        && entry.get().payload().remaining() > 4
                        && (entry.get().payload().i32() & SELF_CONTAINED) == 0;
        return new DataReference(!isElsewhere);
    }

    /// Writes `dinf` with one entry: this file.
    static void write(BoxWriter out) {
        int information = out.begin("dinf");
        int at = out.begin("dref", 0, 0);
        out.u32(1);
        out.end(out.begin("url ", 0, SELF_CONTAINED));
        out.end(at);
        out.end(information);
    }
}
