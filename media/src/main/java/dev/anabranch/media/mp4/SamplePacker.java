package dev.anabranch.media.mp4;

import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleTable;
import java.util.Arrays;

/// Makes a [PackedSamples] of samples given in decode order; the caller keeps them within
/// [PackedSamples#MAX_SAMPLES]. Owned by one thread.
final class SamplePacker {

    /// Flags and six varints of at most ten bytes.
    private static final int MAX_RECORD = 64;

    byte[] bytes = new byte[1024];
    int length;
    int[] blockAt = new int[4];
    long[] blockPosition = new long[4];
    long[] blockDts = new long[4];

    /// Sync samples before the first that is none; those after it are listed.
    int leadingSyncs;

    private int[] syncSamples = new int[16];
    int listedSyncs;
    int count;
    long totalBytes;
    int highestConfiguration;

    private long position;
    private long size;
    long dts;
    long duration;
    private long offset;
    private int configuration;

    int count() {
        return count;
    }

    /// Decode time at which the last sample ends, 0 when there is none.
    long endTicks() {
        return dts + duration;
    }

    /// Decode time of the last sample, 0 when there is none.
    long lastDtsTicks() {
        return dts;
    }

    /// Duration of the last sample, 0 when there is none.
    long lastDurationTicks() {
        return duration;
    }

    void addAll(SampleTable samples) {
        if (samples.count() == 0) {
            return;
        }
        var cursor = samples.cursor(0);
        do {
            add(cursor);
        } while (cursor.advance());
    }

    /// Adds the sample `sample` stands on.
    void add(SampleCursor sample) {
        if (bytes.length - length < MAX_RECORD) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        if ((count & (PackedSamples.BLOCK - 1)) == 0) {
            startBlock(sample);
        }
        if (sample.isSync()) {
            addSync();
        }
        record(sample);
        totalBytes += size;
        count++;
    }

    private void record(SampleCursor sample) {
        long jump = sample.position() - position - size;
        long gap = sample.dtsTicks() - dts - duration;
        long change = sample.durationTicks() - duration;
        long newOffset = sample.ptsTicks() - sample.dtsTicks();
        int flagsAt = length++;
        int flags = sample.isSync() ? PackedSamples.SYNC : 0;
        flags |= signed(PackedSamples.JUMP, jump, jump != 0);
        flags |= signed(PackedSamples.GAP, gap, gap != 0);
        flags |= signed(PackedSamples.DURATION, change, change != 0);
        flags |= signed(PackedSamples.OFFSET, newOffset, newOffset != offset);
        if (sample.configurationIndex() != configuration) {
            flags |= PackedSamples.CONFIGURATION;
            unsigned(sample.configurationIndex());
            highestConfiguration = Math.max(highestConfiguration, sample.configurationIndex());
        }
        unsigned(sample.sizeBytes());
        bytes[flagsAt] = (byte) flags;

        position = sample.position();
        size = sample.sizeBytes();
        dts = sample.dtsTicks();
        duration = sample.durationTicks();
        offset = newOffset;
        configuration = sample.configurationIndex();
    }

    private void startBlock(SampleCursor sample) {
        int block = count >>> PackedSamples.BLOCK_SHIFT;
        if (block == blockAt.length) {
            blockAt = Arrays.copyOf(blockAt, block * 2);
            blockPosition = Arrays.copyOf(blockPosition, block * 2);
            blockDts = Arrays.copyOf(blockDts, block * 2);
        }
        position = sample.position();
        dts = sample.dtsTicks();
        size = 0;
        duration = 0;
        offset = 0;
        configuration = 0;
        blockAt[block] = length;
        blockPosition[block] = position;
        blockDts[block] = dts;
    }

    private void addSync() {
        if (leadingSyncs == count) {
            leadingSyncs++;
            return;
        }
        if (listedSyncs == syncSamples.length) {
            syncSamples = Arrays.copyOf(syncSamples, listedSyncs * 2);
        }
        syncSamples[listedSyncs++] = count;
    }

    int[] syncs() {
        var all = new int[leadingSyncs + listedSyncs];
        Arrays.setAll(all, i -> i < leadingSyncs ? i : syncSamples[i - leadingSyncs]);
        return all;
    }

    private int signed(int flag, long value, boolean isNeeded) {
        if (!isNeeded) {
            return 0;
        }
        unsigned(value << 1 ^ value >> 63);
        return flag;
    }

    private void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    SampleTable build() {
        return new PackedSamples(this);
    }
}
