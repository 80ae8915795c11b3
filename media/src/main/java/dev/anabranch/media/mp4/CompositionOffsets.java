package dev.anabranch.media.mp4;

/// Composition offsets of all samples as runs of equal offset. Immutable.
///
/// @param values the offset of each run, in ticks
record CompositionOffsets(Runs runs, Column values) {

    /// @param lengths samples in each run, at least 1
    static CompositionOffsets of(int[] lengths, int[] offsets, int count) {
        return new CompositionOffsets(Runs.of(lengths, count), Column.of(offsets, count));
    }

    int at(int run) {
        return values.at(run);
    }

    /// The greatest offset; 0 when there are no samples.
    int highest() {
        int highest = runs.count() == 0 ? 0 : Integer.MIN_VALUE;
        for (int run = 0; run < runs.count(); run++) {
            highest = Math.max(highest, at(run));
        }
        return highest;
    }

    long sizeBytes() {
        return runs.sizeBytes() + values.sizeBytes();
    }
}
