package dev.anabranch.media.mp4;

/// Where the samples lie: chunks of samples that follow each other without a gap. Immutable.
final class Chunks {

    /// Samples from one kept position to the next inside a chunk.
    private static final int STRIDE = 64;

    private final Runs runs;
    private final Column low;
    private final Column high;
    private final Column descriptions;
    private final Column sizes;
    private final long[] blockPositions;

    private Chunks(Runs runs, Column[] columns, Column sizes, long[] blockPositions) {
        this.runs = runs;
        this.low = columns[0];
        this.high = columns[1];
        this.descriptions = columns[2];
        this.sizes = sizes;
        this.blockPositions = blockPositions;
    }

    /// @param lengths samples in each chunk, at least 1
    /// @param descriptions configuration index of each chunk, from 0
    /// @param sizes of all samples
    static Chunks of(int[] lengths, long[] offsets, int[] descriptions, int count, Column sizes) {
        var runs = Runs.of(lengths, count);
        var low = new int[count];
        long widest = 0;
        for (int i = 0; i < count; i++) {
            low[i] = (int) offsets[i];
            widest |= offsets[i];
        }
        var high = widest >>> 32 == 0 ? new Column.Constant(0) : high(offsets, count);
        Column[] columns = {Column.of(low, count), high, Column.of(descriptions, count)};
        return new Chunks(runs, columns, sizes, blockPositions(runs, offsets, sizes));
    }

    private static Column high(long[] offsets, int count) {
        var high = new int[count];
        for (int i = 0; i < count; i++) {
            high[i] = (int) (offsets[i] >>> 32);
        }
        return Column.of(high, count);
    }

    /// Chunks of up to 64 samples, and samples of one size, need no positions in between.
    private static long[] blockPositions(Runs runs, long[] offsets, Column sizes) {
        boolean isLong = false;
        for (int run = 0; run < runs.count() && !isLong; run++) {
            isLong = runs.length(run) > STRIDE;
        }
        if (!isLong || sizes instanceof Column.Constant) {
            return new long[0];
        }
        var positions = new long[(runs.samples() + STRIDE - 1) / STRIDE];
        int sample = 0;
        for (int run = 0; run < runs.count(); run++) {
            long position = offsets[run];
            for (int end = sample + runs.length(run); sample < end; sample++) {
                if (sample % STRIDE == 0) {
                    positions[sample / STRIDE] = position;
                }
                position += sizes.at(sample);
            }
        }
        return positions;
    }

    Runs runs() {
        return runs;
    }

    long offset(int chunk) {
        return (long) high.at(chunk) << 32 | low.at(chunk) & 0xFFFF_FFFFL;
    }

    int description(int chunk) {
        return descriptions.at(chunk);
    }

    /// Where `sample` starts, which lies in `chunk` whose first sample is `first`.
    long position(int chunk, int first, int sample) {
        if (sizes instanceof Column.Constant(int size)) {
            return offset(chunk) + (long) size * (sample - first);
        }
        int from = first;
        long position = offset(chunk);
        int block = sample / STRIDE;
        if (blockPositions.length > 0 && block * STRIDE > first) {
            from = block * STRIDE;
            position = blockPositions[block];
        }
        for (; from < sample; from++) {
            position += sizes.at(from);
        }
        return position;
    }

    long sizeBytes() {
        return runs.sizeBytes()
                + low.sizeBytes()
                + high.sizeBytes()
                + descriptions.sizeBytes()
                + 8L * blockPositions.length;
    }
}
