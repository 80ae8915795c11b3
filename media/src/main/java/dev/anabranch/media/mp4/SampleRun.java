package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleSummary;
import java.util.Arrays;

/// Consecutive samples of one track, taken out of its table in one pass: what a [MediaSegment]
/// writes about them and where their bytes lie.
///
/// Decode times run as a `trun` can say them: each sample lasts until the next is decoded, so a gap
/// in the source lengthens the sample before it, and one that goes back in time lasts 0.
/// Presentation times are exact whatever the durations are. The last sample keeps its own duration.
/// Immutable.
public final class SampleRun {

    /// The widest value of a `trun` field.
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    private final int[] durations;
    private final int[] sizes;
    private final long[] compositionOffsets;
    private final boolean[] syncs;
    private final long startTicks;
    private final long endTicks;
    private final long earliestPtsTicks;
    private final SampleRanges ranges;

    private SampleRun(SampleCursor cursor, int count) throws MediaFormatException {
        durations = new int[count];
        sizes = new int[count];
        compositionOffsets = new long[count];
        syncs = new boolean[count];
        startTicks = cursor.dtsTicks();
        var places = new SampleRanges.Builder();
        long decodeTicks = startTicks;
        long earliest = Long.MAX_VALUE;
        for (int i = 0; ; i++) {
            long ptsTicks = cursor.ptsTicks();
            sizes[i] = cursor.sizeBytes();
            compositionOffsets[i] = ptsTicks - decodeTicks;
            syncs[i] = cursor.isSync();
            earliest = Math.min(earliest, ptsTicks);
            places.add(cursor.position(), sizes[i]);
            long endTicks = cursor.dtsTicks() + cursor.durationTicks();
            if (i + 1 < count) {
                advance(cursor, count);
                endTicks = cursor.dtsTicks();
            }
            durations[i] = duration(endTicks - decodeTicks, cursor.index());
            decodeTicks += durations[i] & MAX_U32;
            if (i + 1 == count) {
                break;
            }
        }
        endTicks = decodeTicks;
        earliestPtsTicks = earliest;
        ranges = places.build();
    }

    private SampleRun(Builder samples, long endTicks) {
        int count = samples.count;
        durations = new int[count];
        sizes = Arrays.copyOf(samples.sizes, count);
        compositionOffsets = new long[count];
        syncs = Arrays.copyOf(samples.syncs, count);
        startTicks = samples.decodeTicks[0];
        this.endTicks = endTicks;
        var places = new SampleRanges.Builder();
        long position = 0;
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            long next = i + 1 < count ? samples.decodeTicks[i + 1] : endTicks;
            long duration = next - samples.decodeTicks[i];
            if (duration < 0 || duration > MAX_U32) {
                throw new IllegalArgumentException("sample " + i + " lasts " + duration);
            }
            durations[i] = (int) duration;
            compositionOffsets[i] = samples.ptsTicks[i] - samples.decodeTicks[i];
            earliest = Math.min(earliest, samples.ptsTicks[i]);
            places.add(position, sizes[i]);
            position += sizes[i];
        }
        earliestPtsTicks = earliest;
        ranges = places.build();
    }

    /// Collects samples one by one as they arrive, for a run whose payload is one piece in their
    /// order. Can be used again after [#build]; owned by one thread.
    public static final class Builder {

        private long[] decodeTicks = new long[16];
        private long[] ptsTicks = new long[16];
        private int[] sizes = new int[16];
        private boolean[] syncs = new boolean[16];
        private int count;

        /// Adds the next sample in decode order.
        ///
        /// @param decodeTicks at least that of the sample before
        public Builder add(long decodeTicks, long ptsTicks, int sizeBytes, boolean isSync) {
            if (count == sizes.length) {
                grow();
            }
            this.decodeTicks[count] = decodeTicks;
            this.ptsTicks[count] = ptsTicks;
            sizes[count] = sizeBytes;
            syncs[count++] = isSync;
            return this;
        }

        public int count() {
            return count;
        }

        /// Decode time of the sample added last.
        public long lastTicks() {
            return decodeTicks[count - 1];
        }

        /// The run of all samples since the last call, at least one.
        ///
        /// @param endTicks where the last sample ends
        /// @throws IllegalArgumentException when a sample would last less than 0 or more than a
        ///   `trun` can say
        public SampleRun build(long endTicks) {
            if (count == 0) {
                throw new IllegalArgumentException("no samples");
            }
            var run = new SampleRun(this, endTicks);
            count = 0;
            return run;
        }

        private void grow() {
            decodeTicks = Arrays.copyOf(decodeTicks, count * 2);
            ptsTicks = Arrays.copyOf(ptsTicks, count * 2);
            sizes = Arrays.copyOf(sizes, count * 2);
            syncs = Arrays.copyOf(syncs, count * 2);
        }
    }

    /// The `count` samples from the one `cursor` stands on; leaves it on the last of them.
    ///
    /// @param count at least 1; of samples that one initialization section serves
    /// @throws MediaFormatException when a sample lasts longer than a `trun` can say
    /// @throws IllegalArgumentException when the table ends earlier
    public static SampleRun of(SampleCursor cursor, int count) throws MediaFormatException {
        if (count < 1) {
            throw new IllegalArgumentException("count=" + count);
        }
        return new SampleRun(cursor, count);
    }

    public int count() {
        return sizes.length;
    }

    /// Decode time of the first sample.
    public long startTicks() {
        return startTicks;
    }

    /// Decode time at which the last sample ends.
    public long endTicks() {
        return endTicks;
    }

    /// The smallest presentation time, which with reordered pictures need not be the first one's.
    public long earliestPtsTicks() {
        return earliestPtsTicks;
    }

    public boolean startsWithSync() {
        return syncs[0];
    }

    /// Where the payload lies in the source.
    public SampleRanges ranges() {
        return ranges;
    }

    /// The sum of all sample sizes.
    public long totalBytes() {
        return ranges.totalBytes();
    }

    /// What the samples have in common.
    SampleSummary summary() {
        int last = sizes.length - 1;
        boolean oneSize = true;
        boolean oneDuration = true;
        boolean oneOffset = true;
        boolean oneSync = true;
        for (int i = 1; i <= last; i++) {
            oneSize &= sizes[i] == sizes[0];
            oneDuration &= durations[i] == durations[0];
            oneOffset &= compositionOffsets[i] == compositionOffsets[0];
            oneSync &= syncs[i] == syncs[last];
        }
        return new SampleSummary(
                totalBytes(),
                oneSize,
                oneDuration,
                oneOffset,
                oneSync,
                compositionOffsets[0],
                syncs[0],
                syncs[last]);
    }

    /// How long sample `i` lasts, as an unsigned number.
    int duration(int i) {
        return durations[i];
    }

    public int sizeBytes(int i) {
        return sizes[i];
    }

    public boolean isSync(int i) {
        return syncs[i];
    }

    /// Presentation time less decode time of sample `i`.
    long compositionOffset(int i) {
        return compositionOffsets[i];
    }

    private void advance(SampleCursor cursor, int count) {
        if (!cursor.advance()) {
            throw new IllegalArgumentException(
                    "count=" + count + ", but the last sample is number " + cursor.index());
        }
    }

    private static int duration(long ticks, int index) throws MediaFormatException {
        if (ticks > MAX_U32) {
            throw MediaFormatException.limit(
                    "before sample " + index, "sample duration", ticks, MAX_U32);
        }
        return (int) Math.max(ticks, 0);
    }
}
