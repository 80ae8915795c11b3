package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;

/// The `tfhd` box: which track a fragment belongs to and what holds for all its samples (ISO/IEC
/// 14496-12, 8.8.7).
///
/// Fields that the box leaves out are filled from `trex` when it is read, so that the defaults here
/// always hold.
///
/// @param boxFlags which fields are there
/// @param baseDataOffset position in the file, -1 when left out
record TrackFragmentHeader(
        int trackId,
        int boxFlags,
        long baseDataOffset,
        long descriptionIndex,
        long durationTicks,
        long sizeBytes,
        int sampleFlags) {

    static final int BASE_DATA_OFFSET = 0x1;
    static final int DESCRIPTION_INDEX = 0x2;
    static final int DURATION = 0x8;
    static final int SIZE = 0x10;
    static final int FLAGS = 0x20;
    static final int DURATION_IS_EMPTY = 0x1_0000;
    static final int DEFAULT_BASE_IS_MOOF = 0x2_0000;

    boolean isBaseMoof() {
        return (boxFlags & DEFAULT_BASE_IS_MOOF) != 0;
    }

    /// @param defaults where the track's defaults come from
    static TrackFragmentHeader parse(BoxReader box, Defaults defaults) throws MediaFormatException {
        box.skip(1);
        int flags = box.u24();
        int trackId = box.i32();
        var track = defaults.of(trackId, box);
        long base = (flags & BASE_DATA_OFFSET) != 0 ? box.i64() : -1;
        if ((flags & BASE_DATA_OFFSET) != 0 && base < 0) {
            throw box.malformed("base_data_offset is " + Long.toUnsignedString(base));
        }
        return new TrackFragmentHeader(
                trackId,
                flags,
                base,
                (flags & DESCRIPTION_INDEX) != 0 ? box.u32() : track.descriptionIndex(),
                (flags & DURATION) != 0 ? box.u32() : track.durationTicks(),
                (flags & SIZE) != 0 ? box.u32() : track.sizeBytes(),
                (flags & FLAGS) != 0 ? box.i32() : track.flags());
    }

    void write(BoxWriter out) {
        int at = out.begin("tfhd", 0, boxFlags);
        out.u32(trackId);
        if ((boxFlags & BASE_DATA_OFFSET) != 0) {
            out.u64(baseDataOffset);
        }
        field(out, DESCRIPTION_INDEX, descriptionIndex);
        field(out, DURATION, durationTicks);
        field(out, SIZE, sizeBytes);
        field(out, FLAGS, sampleFlags);
        out.end(at);
    }

    private void field(BoxWriter out, int flag, long value) {
        if ((boxFlags & flag) != 0) {
            out.u32(value);
        }
    }

    /// Where `tfhd` finds what it leaves out.
    @FunctionalInterface
    interface Defaults {

        /// @throws MediaFormatException when there is no such track
        TrackExtends of(int trackId, BoxReader box) throws MediaFormatException;
    }
}
