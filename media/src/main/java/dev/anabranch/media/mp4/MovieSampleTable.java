package dev.anabranch.media.mp4;

import dev.anabranch.media.DecodeCursor;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleSummary;
import dev.anabranch.media.SampleTable;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The sample table of a `moov` box (ISO/IEC 14496-12, 8.5 to 8.7), kept in compact columns.
final class MovieSampleTable implements SampleTable {

    private static final int LEAST_SAMPLES_A_KEPT_SYNC = 16;

    private final Column sizes;
    private final DecodeTimes times;
    private final CompositionOffsets offsets;
    private final Chunks chunks;
    private final int @Nullable [] syncSamples;
    private final long[] syncPtsTicks;
    private final long totalBytes;

    /// @param syncSamples numbers from 0, ascending; null when every sample is one
    MovieSampleTable(
            Column sizes,
            DecodeTimes times,
            CompositionOffsets offsets,
            Chunks chunks,
            int @Nullable [] syncSamples,
            long totalBytes) {
        this.sizes = sizes;
        this.times = times;
        this.offsets = offsets;
        this.chunks = chunks;
        this.syncSamples = syncSamples;
        this.syncPtsTicks = syncPtsTicks();
        this.totalBytes = totalBytes;
    }

    /// Every cut is looked for among these; to count from the last kept time whenever one is looked
    /// at was a tenth of opening a file. Empty when there are too many to keep.
    private long[] syncPtsTicks() {
        if (syncSamples == null || syncSamples.length > count() / LEAST_SAMPLES_A_KEPT_SYNC) {
            return new long[0];
        }
        var ticks = new long[syncSamples.length];
        for (int n = 0; n < ticks.length; n++) {
            ticks[n] = ptsTicks(syncSamples[n]);
        }
        return ticks;
    }

    @Override
    public int count() {
        return chunks.runs().samples();
    }

    @Override
    public long startTicks() {
        return 0;
    }

    @Override
    public long endTicks() {
        return times.endTicks();
    }

    /// A time no sample is presented after.
    long presentationEndTicks() {
        return endTicks() + Math.max(offsets.highest(), 0);
    }

    @Override
    public long totalBytes() {
        return totalBytes;
    }

    @Override
    public SampleCursor cursor(int index) {
        Objects.checkIndex(index, count());
        return new Cursor(index);
    }

    @Override
    public DecodeCursor decodeCursor(int index) {
        return times.cursor(Objects.checkIndex(index, count()));
    }

    @Override
    public long ptsTicks(int index) {
        return times.ticksAt(Objects.checkIndex(index, count()))
                + offsets.at(offsets.runs().find(index));
    }

    @Override
    public long leadTicks(int from, int to) {
        return offsets.lowest() >= 0 ? 0 : SampleTable.super.leadTicks(from, to);
    }

    @Override
    public SampleSummary summary(int from, int to) {
        Objects.checkFromToIndex(from, to, count());
        return new SampleSummary(
                sizes.sum(from, to),
                sizes.isConstant(from, to),
                times.isEven(from, to),
                offsets.isConstant(from, to),
                isOneSync(from + 1, to),
                offsets.at(offsets.runs().find(from)),
                isSync(from),
                isSync(to - 1));
    }

    private boolean isOneSync(int from, int to) {
        int syncs = syncAtOrAfter(to) - syncAtOrAfter(from);
        return syncs <= 0 || syncs == to - from;
    }

    private boolean isSync(int index) {
        return syncSamples == null || Arrays.binarySearch(syncSamples, index) >= 0;
    }

    @Override
    public int sampleAt(long dtsTicks) {
        return times.sampleAt(dtsTicks);
    }

    @Override
    public int syncCount() {
        return syncSamples == null ? count() : syncSamples.length;
    }

    @Override
    public int syncSample(int n) {
        return syncSamples == null ? Objects.checkIndex(n, count()) : syncSamples[n];
    }

    @Override
    public long syncPtsTicks(int n) {
        return syncPtsTicks.length == 0 ? ptsTicks(syncSample(n)) : syncPtsTicks[n];
    }

    @Override
    public int syncAtOrAfter(int index) {
        if (syncSamples == null) {
            return Math.clamp(index, 0, count());
        }
        int found = Arrays.binarySearch(syncSamples, index);
        return found >= 0 ? found : -found - 1;
    }

    /// Memory the table holds on to, for tests and measurements.
    long memoryBytes() {
        return sizes.sizeBytes()
                + times.sizeBytes()
                + offsets.sizeBytes()
                + chunks.sizeBytes()
                + 8L * syncPtsTicks.length
                + (syncSamples == null ? 0 : 4L * syncSamples.length);
    }

    /// Walks the columns side by side; each knows how far its current run still goes.
    private final class Cursor implements SampleCursor {

        private int index;
        private int timeRun;
        private int timeLeft;
        private long dtsTicks;
        private int offsetRun;
        private int offsetLeft;
        private int chunk;
        private int chunkLeft;
        private long position;
        private int nextSync;

        Cursor(int index) {
            this.index = index;
            timeRun = times.runs().find(index);
            int firstInTime = times.runs().firstSample(timeRun);
            timeLeft = firstInTime + times.runs().length(timeRun) - index;
            dtsTicks = times.ticksOf(timeRun) + times.delta(timeRun) * (index - firstInTime);
            offsetRun = offsets.runs().find(index);
            offsetLeft =
                    offsets.runs().firstSample(offsetRun)
                            + offsets.runs().length(offsetRun)
                            - index;
            chunk = chunks.runs().find(index);
            int firstInChunk = chunks.runs().firstSample(chunk);
            chunkLeft = firstInChunk + chunks.runs().length(chunk) - index;
            position = chunks.position(chunk, firstInChunk, index);
            nextSync = syncAtOrAfter(index);
        }

        @Override
        public boolean advance() {
            if (index + 1 >= count()) {
                return false;
            }
            advanceSync();
            advancePosition();
            dtsTicks += times.delta(timeRun);
            if (--timeLeft == 0) {
                timeLeft = times.runs().length(++timeRun);
            }
            if (--offsetLeft == 0) {
                offsetLeft = offsets.runs().length(++offsetRun);
            }
            index++;
            return true;
        }

        private void advancePosition() {
            position += sizes.at(index);
            if (--chunkLeft == 0) {
                chunk++;
                chunkLeft = chunks.runs().length(chunk);
                position = chunks.offset(chunk);
            }
        }

        private void advanceSync() {
            if (syncSamples != null
                    && nextSync < syncSamples.length
                    && syncSamples[nextSync] == index) {
                nextSync++;
            }
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public long dtsTicks() {
            return dtsTicks;
        }

        @Override
        public long ptsTicks() {
            return dtsTicks + offsets.at(offsetRun);
        }

        @Override
        public long durationTicks() {
            return times.delta(timeRun);
        }

        @Override
        public int sizeBytes() {
            return sizes.at(index);
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public boolean isSync() {
            return syncSamples == null
                    || nextSync < syncSamples.length && syncSamples[nextSync] == index;
        }

        @Override
        public int configurationIndex() {
            return chunks.description(chunk);
        }
    }
}
