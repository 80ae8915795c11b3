package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import java.util.ArrayList;
import java.util.List;

/// The `sidx` box: sizes and durations of the segments that follow it (ISO/IEC 14496-12, 8.16.3).
///
/// Its size depends only on how many references it has, so room for it can be left in front of
/// segments that are still to be made.
///
/// @param referenceId the track's number
/// @param earliestPtsTicks earliest presentation time of the first segment
/// @param firstOffset bytes between the end of this box and the first segment
/// @param references in file order, without gaps between what they name
public record SegmentIndex(
        int referenceId,
        Timescale timescale,
        long earliestPtsTicks,
        long firstOffset,
        List<Reference> references) {

    /// What the count field can say: 36 hours of segments of 2 s. A longer file needs references to
    /// further indexes.
    public static final int MAX_REFERENCES = 0xFFFF;

    /// Size of a box without references: version 1, with 64-bit times.
    private static final int FIXED_BYTES = 40;

    private static final int REFERENCE_BYTES = 12;

    public SegmentIndex {
        references = List.copyOf(references);
        if (references.size() > MAX_REFERENCES) {
            throw new IllegalArgumentException("references=" + references.size());
        }
        if (earliestPtsTicks < 0 || firstOffset < 0) {
            throw new IllegalArgumentException(
                    "earliestPtsTicks=" + earliestPtsTicks + " firstOffset=" + firstOffset);
        }
    }

    /// One segment, or one further index.
    ///
    /// @param isIndex the bytes start with another `sidx`
    /// @param sizeBytes at most 2^31 - 1
    /// @param durationTicks at most 2^32 - 1; from the earliest presentation time to the next
    ///   segment's
    /// @param startsWithSap the first sample is a stream access point
    /// @param sapType 0 when unknown; 1 for closed groups of pictures
    /// @param sapDeltaTicks from the earliest presentation time to the access point's, at most 2^28
    ///   - 1
    public record Reference(
            boolean isIndex,
            long sizeBytes,
            long durationTicks,
            boolean startsWithSap,
            int sapType,
            long sapDeltaTicks) {

        private static final long MAX_SIZE = 0x7FFF_FFFFL;
        private static final long MAX_DURATION = 0xFFFF_FFFFL;
        private static final long MAX_DELTA = 0x0FFF_FFFFL;

        public Reference {
            if (sizeBytes < 0 || sizeBytes > MAX_SIZE) {
                throw new IllegalArgumentException("sizeBytes=" + sizeBytes);
            }
            if (durationTicks < 0 || durationTicks > MAX_DURATION) {
                throw new IllegalArgumentException("durationTicks=" + durationTicks);
            }
            if (sapType < 0 || sapType > 7 || sapDeltaTicks < 0 || sapDeltaTicks > MAX_DELTA) {
                throw new IllegalArgumentException(
                        "sapType=" + sapType + " sapDeltaTicks=" + sapDeltaTicks);
            }
        }

        /// A segment whose first sample is the first to be shown and can be decoded.
        public static Reference segment(long sizeBytes, long durationTicks) {
            return new Reference(false, sizeBytes, durationTicks, true, 1, 0);
        }

        /// A further index and all it names.
        public static Reference index(long sizeBytes, long durationTicks) {
            return new Reference(true, sizeBytes, durationTicks, false, 0, 0);
        }

        static Reference parse(BoxReader box) throws MediaFormatException {
            long size = box.u32();
            long duration = box.u32();
            long sap = box.u32();
            return new Reference(
                    size > MAX_SIZE,
                    size & MAX_SIZE,
                    duration,
                    sap >>> 31 != 0,
                    (int) (sap >>> 28 & 7),
                    sap & MAX_DELTA);
        }

        void write(BoxWriter out) {
            out.u32((isIndex ? 1L << 31 : 0) | sizeBytes);
            out.u32(durationTicks);
            out.u32((startsWithSap ? 1L << 31 : 0) | (long) sapType << 28 | sapDeltaTicks);
        }
    }

    /// The size of the box [#write] makes for `count` references.
    public static int sizeBytes(int count) {
        return FIXED_BYTES + REFERENCE_BYTES * count;
    }

    /// The sum of all references' durations.
    public long durationTicks() {
        long sum = 0;
        for (var reference : references) {
            sum += reference.durationTicks;
        }
        return sum;
    }

    /// The whole box.
    public byte[] toByteArray() {
        var out = new BoxWriter(sizeBytes(references.size()));
        write(out);
        return out.toByteArray();
    }

    /// Reads the payload of a `sidx` box.
    public static SegmentIndex parse(BoxReader box) throws MediaFormatException {
        int version = box.u8();
        box.skip(3);
        int referenceId = box.i32();
        long timescale = box.u32();
        long earliest = version == 0 ? box.u32() : box.i64();
        long offset = version == 0 ? box.u32() : box.i64();
        if (timescale == 0 || earliest < 0 || offset < 0) {
            throw box.malformed(
                    "sidx with timescale "
                            + timescale
                            + ", time "
                            + earliest
                            + ", offset "
                            + offset);
        }
        box.skip(2);
        int count = box.u16();
        if (count * REFERENCE_BYTES > box.remaining()) {
            throw box.malformed(count + " references do not fit in " + box.remaining() + " bytes");
        }
        var references = new ArrayList<Reference>(count);
        for (int i = 0; i < count; i++) {
            references.add(Reference.parse(box));
        }
        return new SegmentIndex(
                referenceId, new Timescale(timescale), earliest, offset, references);
    }

    void write(BoxWriter out) {
        int at = out.begin("sidx", 1, 0);
        out.u32(referenceId).u32(timescale.ticksPerSecond());
        out.u64(earliestPtsTicks).u64(firstOffset);
        out.u16(0).u16(references.size());
        references.forEach(reference -> reference.write(out));
        out.end(at);
    }
}
