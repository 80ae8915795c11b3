package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// The `tfdt` box: decode time of a track fragment's first sample (ISO/IEC 14496-12, 8.8.12).
///
/// @param baseDecodeTicks on the track's clock, at least 0
record TrackFragmentDecodeTime(long baseDecodeTicks) {

    static TrackFragmentDecodeTime parse(BoxReader box) throws MediaFormatException {
        int version = box.u8();
        box.skip(3);
        long ticks = version == 1 ? box.i64() : box.u32();
        if (ticks < 0 || ticks > MAX_TICKS) {
            throw MediaFormatException.limit(
                    box.where(), "base media decode time", ticks, MAX_TICKS);
        }
        return new TrackFragmentDecodeTime(ticks);
    }

    /// Far above every clock, far below where sums could overflow.
    static final long MAX_TICKS = 1L << 60;

    /// Version 1, whatever the value, so that every segment of a track has the same size of box.
    void write(BoxWriter out) {
        int at = out.begin("tfdt", 1, 0);
        out.u64(baseDecodeTicks);
        out.end(at);
    }
}
