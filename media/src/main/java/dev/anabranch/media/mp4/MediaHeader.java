package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// `mdhd`: the track's clock and language (ISO/IEC 14496-12, 8.4.2).
///
/// @param ticksPerSecond as the file has it: may be 0
/// @param durationTicks -1 when unknown
/// @param language a BCP 47 tag, `und` when unknown
record MediaHeader(long ticksPerSecond, long durationTicks, String language) {

    static MediaHeader parse(BoxReader box) throws MediaFormatException {
        int version = box.u8();
        box.skip(3);
        if (version == 1) {
            box.skip(16);
            return new MediaHeader(box.u32(), Math.max(box.i64(), -1), Language.ofCode(box.u16()));
        }
        box.skip(8);
        long timescale = box.u32();
        long duration = box.u32();
        return new MediaHeader(
                timescale, duration == 0xFFFF_FFFFL ? -1 : duration, Language.ofCode(box.u16()));
    }

    void write(BoxWriter out) {
        boolean isLong = durationTicks > Integer.MAX_VALUE;
        int at = out.begin("mdhd", isLong ? 1 : 0, 0);
        if (isLong) {
            out.zeros(16).u32(ticksPerSecond).u64(durationTicks);
        } else {
            out.zeros(8).u32(ticksPerSecond).u32(durationTicks);
        }
        out.u16(Language.code(language)).u16(0);
        out.end(at);
    }
}
