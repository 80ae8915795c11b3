package dev.anabranch.media.mp4;

import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A sample table as a string of bytes: of each sample only what the one before did not foretell.
///
/// ```
/// flags(8) [position jump] [decode time gap] [duration change] [composition offset] [configuration] size
/// ```
///
/// All but the flags are varints. A sample whose bytes and time follow the last one's costs 3 bytes
/// as audio and 5 as video with reordered pictures. Every 64th sample starts afresh from an index,
/// so a cursor anywhere costs at most 64 steps.
final class PackedSamples implements SampleTable {

    /// Eleven days of 16 kHz AAC; three days of 60 pictures a second.
    static final int MAX_SAMPLES = 1 << 24;

    static final int BLOCK_SHIFT = 6;
    static final int BLOCK = 1 << BLOCK_SHIFT;

    static final int SYNC = 1;
    static final int JUMP = 2;
    static final int GAP = 4;
    static final int DURATION = 8;
    static final int OFFSET = 16;
    static final int CONFIGURATION = 32;

    private final byte[] bytes;
    private final int[] blockAt;
    private final long[] blockPosition;
    private final long[] blockDts;
    private final int count;
    private final int syncCount;
    private final long endTicks;
    private final long totalBytes;
    private final int highestConfiguration;

    /// The sync samples' numbers; null when every sample is one.
    private final int @Nullable [] syncs;

    PackedSamples(SamplePacker samples) {
        bytes = Arrays.copyOf(samples.bytes, samples.length);
        int blocks = (samples.count + BLOCK - 1) >>> BLOCK_SHIFT;
        blockAt = Arrays.copyOf(samples.blockAt, blocks);
        blockPosition = Arrays.copyOf(samples.blockPosition, blocks);
        blockDts = Arrays.copyOf(samples.blockDts, blocks);
        count = samples.count;
        endTicks = samples.dts + samples.duration;
        totalBytes = samples.totalBytes;
        highestConfiguration = samples.highestConfiguration;
        syncCount = samples.leadingSyncs + samples.listedSyncs;
        syncs = syncCount == count ? null : samples.syncs();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long startTicks() {
        return count == 0 ? 0 : blockDts[0];
    }

    @Override
    public long endTicks() {
        return endTicks;
    }

    @Override
    public long totalBytes() {
        return totalBytes;
    }

    /// The greatest configuration index any sample has; 0 when there are none.
    int highestConfiguration() {
        return highestConfiguration;
    }

    @Override
    public SampleCursor cursor(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("index=" + index + " count=" + count);
        }
        return new Cursor(index);
    }

    @Override
    public int sampleAt(long dtsTicks) {
        int low = 0;
        int high = blockDts.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (blockDts[middle] <= dtsTicks) {
                low = middle;
            } else {
                high = middle;
            }
        }
        if (count == 0) {
            return 0;
        }
        var cursor = new Cursor(low << BLOCK_SHIFT);
        int last = Math.min(count, (low + 1) << BLOCK_SHIFT) - 1;
        int found = cursor.index;
        while (cursor.index < last && cursor.advance() && cursor.dts <= dtsTicks) {
            found = cursor.index;
        }
        return found;
    }

    @Override
    public int syncCount() {
        return syncCount;
    }

    @Override
    public int syncSample(int n) {
        if (n < 0 || n >= syncCount) {
            throw new IndexOutOfBoundsException("n=" + n + " syncCount=" + syncCount);
        }
        return syncs == null ? n : syncs[n];
    }

    @Override
    public int syncAtOrAfter(int index) {
        if (syncs == null) {
            return Math.clamp(index, 0, syncCount);
        }
        int found = Arrays.binarySearch(syncs, index);
        return found >= 0 ? found : -found - 1;
    }

    /// Bytes this table holds, without object headers.
    long footprintBytes() {
        return bytes.length + 20L * blockAt.length + (syncs == null ? 0 : 4L * syncs.length);
    }

    private final class Cursor implements SampleCursor {

        private int index;
        private int at;
        private long position;
        private long size;
        private long dts;
        private long duration;
        private long offset;
        private int configuration;
        private boolean sync;

        Cursor(int target) {
            index = (target & -BLOCK) - 1;
            while (index < target) {
                step();
            }
        }

        @Override
        public boolean advance() {
            if (index + 1 >= count) {
                return false;
            }
            step();
            return true;
        }

        private void step() {
            index++;
            if ((index & (BLOCK - 1)) == 0) {
                startBlock(index >>> BLOCK_SHIFT);
            }
            int flags = bytes[at++];
            sync = (flags & SYNC) != 0;
            position += size + ((flags & JUMP) != 0 ? signed() : 0);
            dts += duration + ((flags & GAP) != 0 ? signed() : 0);
            if ((flags & DURATION) != 0) {
                duration += signed();
            }
            if ((flags & OFFSET) != 0) {
                offset = signed();
            }
            if ((flags & CONFIGURATION) != 0) {
                configuration = (int) unsigned();
            }
            size = unsigned();
        }

        private void startBlock(int block) {
            at = blockAt[block];
            position = blockPosition[block];
            dts = blockDts[block];
            size = 0;
            duration = 0;
            offset = 0;
            configuration = 0;
        }

        private long signed() {
            long value = unsigned();
            return value >>> 1 ^ -(value & 1);
        }

        private long unsigned() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte b = bytes[at++];
                value |= (b & 0x7FL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public long dtsTicks() {
            return dts;
        }

        @Override
        public long ptsTicks() {
            return dts + offset;
        }

        @Override
        public long durationTicks() {
            return duration;
        }

        @Override
        public int sizeBytes() {
            return (int) size;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public boolean isSync() {
            return sync;
        }

        @Override
        public int configurationIndex() {
            return configuration;
        }
    }
}
