package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// The `trun` box: samples whose bytes lie one after another (ISO/IEC 14496-12, 8.8.8).
///
/// Read as a view: the fields of a sample are taken from the box's bytes when asked for, so that a
/// run of any length costs one object. Owned by one thread.
final class TrackRun {

    static final int DATA_OFFSET = 0x1;
    static final int FIRST_SAMPLE_FLAGS = 0x4;
    static final int DURATION = 0x100;
    static final int SIZE = 0x200;
    static final int FLAGS = 0x400;
    static final int COMPOSITION_OFFSET = 0x800;

    /// Hours of audio in one fragment fit.
    static final int MAX_SAMPLES = 1 << 22;

    private final TrackFragmentHeader header;
    private final int boxFlags;
    private final boolean isSigned;
    private final int count;
    private final int dataOffset;
    private final int firstSampleFlags;
    private final ByteBuffer records;
    private final int recordBytes;

    private TrackRun(BoxReader box, TrackFragmentHeader header) throws MediaFormatException {
        this.header = header;
        isSigned = box.u8() != 0;
        boxFlags = box.u24();
        long samples = box.u32();
        dataOffset = has(DATA_OFFSET) ? box.i32() : 0;
        firstSampleFlags = has(FIRST_SAMPLE_FLAGS) ? box.i32() : 0;
        recordBytes =
                4 * Integer.bitCount(boxFlags & (DURATION | SIZE | FLAGS | COMPOSITION_OFFSET));
        if (samples > MAX_SAMPLES) {
            throw MediaFormatException.limit(box.where(), "sample count", samples, MAX_SAMPLES);
        }
        if (samples * recordBytes > box.remaining()) {
            throw box.malformed(
                    samples
                            + " samples of "
                            + recordBytes
                            + " bytes do not fit in "
                            + box.remaining());
        }
        count = (int) samples;
        records = box.rest();
    }

    static TrackRun parse(BoxReader box, TrackFragmentHeader header) throws MediaFormatException {
        return new TrackRun(box, header);
    }

    int count() {
        return count;
    }

    /// Neither fields nor bytes tell its samples apart.
    boolean isCostless() {
        return recordBytes == 0 && header.sizeBytes() == 0;
    }

    boolean hasDataOffset() {
        return has(DATA_OFFSET);
    }

    /// From the base the track fragment has, signed.
    int dataOffset() {
        return dataOffset;
    }

    long durationTicks(int i) {
        return has(DURATION) ? field(i, 0) & 0xFFFF_FFFFL : header.durationTicks();
    }

    /// At most 2^32 - 1.
    long sizeBytes(int i) {
        return has(SIZE) ? field(i, DURATION) & 0xFFFF_FFFFL : header.sizeBytes();
    }

    int flags(int i) {
        if (i == 0 && has(FIRST_SAMPLE_FLAGS)) {
            return firstSampleFlags;
        }
        return has(FLAGS) ? field(i, DURATION | SIZE) : header.sampleFlags();
    }

    /// Version 0 has it unsigned, version 1 signed.
    long compositionOffset(int i) {
        if (!has(COMPOSITION_OFFSET)) {
            return 0;
        }
        int offset = field(i, DURATION | SIZE | FLAGS);
        return isSigned ? offset : offset & 0xFFFF_FFFFL;
    }

    private boolean has(int flag) {
        return (boxFlags & flag) != 0;
    }

    /// The field of sample `i` that comes after those of `before`.
    private int field(int i, int before) {
        return records.getInt(i * recordBytes + 4 * Integer.bitCount(boxFlags & before));
    }

    /// Writes the box as version 1 with the fields `boxFlags` names.
    ///
    /// @param shiftTicks added to each composition offset
    /// @return where the data offset stands, to be filled in by [BoxWriter#u32At]
    static int write(BoxWriter out, int boxFlags, SampleRun run, long shiftTicks)
            throws MediaFormatException {
        int at = out.begin("trun", 1, boxFlags);
        out.u32(run.count());
        int dataOffsetAt = out.size();
        out.u32(0);
        if ((boxFlags & FIRST_SAMPLE_FLAGS) != 0) {
            out.u32(SampleFlags.of(run.isSync(0)));
        }
        for (int i = 0; i < run.count(); i++) {
            record(out, boxFlags, run, i, shiftTicks);
        }
        out.end(at);
        return dataOffsetAt;
    }

    private static void record(BoxWriter out, int boxFlags, SampleRun run, int i, long shiftTicks)
            throws MediaFormatException {
        if ((boxFlags & DURATION) != 0) {
            out.u32(run.duration(i));
        }
        if ((boxFlags & SIZE) != 0) {
            out.u32(run.sizeBytes(i));
        }
        if ((boxFlags & FLAGS) != 0) {
            out.u32(SampleFlags.of(run.isSync(i)));
        }
        if ((boxFlags & COMPOSITION_OFFSET) == 0) {
            return;
        }
        long offset = run.compositionOffset(i) + shiftTicks;
        if (offset != (int) offset) {
            throw MediaFormatException.limit(
                    "sample " + i + " of the run", "composition offset", offset, Integer.MAX_VALUE);
        }
        out.u32(offset);
    }
}
