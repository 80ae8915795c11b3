package dev.anabranch.media.mp4;

import dev.anabranch.media.SampleCursor;
import java.util.Arrays;

/// The sample tables of a track that is written as a whole (ISO/IEC 14496-12, 8.5 to 8.7), filled a
/// sample and a chunk at a time. Owned by one thread.
final class MovieTables {

    private final int[] sizes;
    private final Growing durations = new Growing();
    private final Growing offsets = new Growing();
    private final Growing sync = new Growing();
    private final Growing chunkRuns = new Growing();
    private long[] chunkPositions = new long[64];
    private int samples;
    private int chunks;
    private long mediaTicks;
    private boolean isReordered;

    MovieTables(int sampleCount) {
        sizes = new int[sampleCount];
    }

    /// Adds the sample the cursor is at.
    void add(SampleCursor sample) {
        sizes[samples++] = sample.sizeBytes();
        durations.addToRun((int) sample.durationTicks());
        int offset = Math.toIntExact(sample.ptsTicks() - sample.dtsTicks());
        offsets.addToRun(offset);
        isReordered |= offset != 0;
        mediaTicks += sample.durationTicks();
        if (sample.isSync()) {
            sync.add(samples);
        }
    }

    /// Ends a chunk of the samples added since the one before.
    ///
    /// @param position of its first byte, from the first of all media
    void endChunk(long position, int sampleCount) {
        if (chunks == chunkPositions.length) {
            chunkPositions = Arrays.copyOf(chunkPositions, 2 * chunks);
        }
        chunkPositions[chunks++] = position;
        int length = chunkRuns.length;
        if (length == 0 || chunkRuns.values[length - 2] != sampleCount) {
            chunkRuns.add(chunks);
            chunkRuns.add(sampleCount);
            chunkRuns.add(1);
        }
    }

    /// The sum of all durations.
    long mediaTicks() {
        return mediaTicks;
    }

    /// @param mediaStart where the first byte of all media is in the file
    void write(BoxWriter out, long mediaStart) {
        new TimeToSample(durations.toArray()).write(out);
        if (isReordered) {
            new CompositionOffset(offsets.toArray()).write(out);
        }
        if (sync.length < samples) {
            new SyncSample(sync.toArray()).write(out);
        }
        new SampleToChunk(chunkRuns.toArray()).write(out);
        new SampleSize(0, samples, sizes).write(out);
        var positions = Arrays.copyOf(chunkPositions, chunks);
        for (int i = 0; i < chunks; i++) {
            positions[i] += mediaStart;
        }
        new ChunkOffset(positions).write(out);
    }

    /// A list of numbers, or of pairs of a count and a value.
    private static final class Growing {

        private int[] values = new int[64];
        private int length;

        void add(int value) {
            if (length == values.length) {
                values = Arrays.copyOf(values, 2 * length);
            }
            values[length++] = value;
        }

        void addToRun(int value) {
            if (length > 0 && values[length - 1] == value) {
                values[length - 2]++;
                return;
            }
            add(1);
            add(value);
        }

        int[] toArray() {
            return Arrays.copyOf(values, length);
        }
    }
}
