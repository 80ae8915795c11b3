package dev.anabranch.media.mp4;

/// Composition offsets of all samples as runs of equal offset. Immutable.
///
/// @param values the offset of each run, in ticks
/// @param lowest of all
/// @param highest of all; both are 0 when there are no samples
record CompositionOffsets(Runs runs, Column values, int lowest, int highest) {

    /// @param lengths samples in each run, at least 1
    static CompositionOffsets of(int[] lengths, int[] offsets, int count) {
        return of(Runs.of(lengths, count), offsets, count);
    }

    /// @param offsets one a sample
    static CompositionOffsets ofEach(int[] offsets) {
        return of(Runs.ofOnes(offsets.length), offsets, offsets.length);
    }

    private static CompositionOffsets of(Runs runs, int[] offsets, int count) {
        int lowest = count == 0 ? 0 : Integer.MAX_VALUE;
        int highest = count == 0 ? 0 : Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            lowest = Math.min(lowest, offsets[i]);
            highest = Math.max(highest, offsets[i]);
        }
        return new CompositionOffsets(runs, Column.of(offsets, count), lowest, highest);
    }

    /// Whether all samples from `from` to before `to` have the same offset.
    boolean isConstant(int from, int to) {
        int run = runs.find(from);
        int offset = at(run);
        for (int end = runs.firstSample(run) + runs.length(run);
                end < to;
                end += runs.length(run)) {
            if (at(++run) != offset) {
                return false;
            }
        }
        return true;
    }

    int at(int run) {
        return values.at(run);
    }

    long sizeBytes() {
        return runs.sizeBytes() + values.sizeBytes();
    }
}
