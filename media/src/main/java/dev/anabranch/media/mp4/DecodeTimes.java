package dev.anabranch.media.mp4;

import dev.anabranch.media.DecodeCursor;
import java.util.Arrays;

/// Decode times of all samples as runs of equal duration. Immutable.
final class DecodeTimes {

    private final Runs runs;
    private final Column deltas;
    private final long[] blockTicks;
    private final long endTicks;

    private DecodeTimes(Runs runs, Column deltas, long[] blockTicks, long endTicks) {
        this.runs = runs;
        this.deltas = deltas;
        this.blockTicks = blockTicks;
        this.endTicks = endTicks;
    }

    /// @param lengths samples in each run, at least 1
    /// @param deltas ticks of each sample of the run, unsigned
    /// @throws ArithmeticException when the sum does not fit in a long
    static DecodeTimes of(int[] lengths, int[] deltas, int count) {
        var blockTicks = new long[(count + Runs.STRIDE - 1) / Runs.STRIDE];
        long ticks = 0;
        for (int run = 0; run < count; run++) {
            if (run % Runs.STRIDE == 0) {
                blockTicks[run / Runs.STRIDE] = ticks;
            }
            ticks =
                    Math.addExact(
                            ticks,
                            Math.multiplyExact(
                                    Integer.toUnsignedLong(deltas[run]), (long) lengths[run]));
        }
        return new DecodeTimes(
                Runs.of(lengths, count), Column.of(deltas, count), blockTicks, ticks);
    }

    Runs runs() {
        return runs;
    }

    long delta(int run) {
        return deltas.at(run) & 0xFFFF_FFFFL;
    }

    long endTicks() {
        return endTicks;
    }

    /// Decode time of the first sample of `run`.
    long ticksOf(int run) {
        long ticks = blockTicks[run / Runs.STRIDE];
        for (int at = run / Runs.STRIDE * Runs.STRIDE; at < run; at++) {
            ticks += delta(at) * runs.length(at);
        }
        return ticks;
    }

    /// Decode time of `sample`.
    long ticksAt(int sample) {
        int block = runs.blockOf(sample);
        int run = block * Runs.STRIDE;
        int first = runs.firstSample(run);
        long ticks = blockTicks[block];
        for (int length = runs.length(run); first + length <= sample; length = runs.length(run)) {
            ticks += delta(run++) * length;
            first += length;
        }
        return ticks + delta(run) * (sample - first);
    }

    /// Whether all samples from `from` to before `to` last equally long.
    boolean isEven(int from, int to) {
        int run = runs.find(from);
        long delta = delta(run);
        for (int end = runs.firstSample(run) + runs.length(run);
                end < to;
                end += runs.length(run)) {
            if (delta(++run) != delta) {
                return false;
            }
        }
        return true;
    }

    DecodeCursor cursor(int sample) {
        return new Cursor(sample);
    }

    /// Goes through the runs.
    private final class Cursor implements DecodeCursor {

        private int index;
        private int run;
        private int left;
        private long delta;
        private long ticks;

        Cursor(int sample) {
            index = sample;
            run = runs.find(sample);
            left = runs.firstSample(run) + runs.length(run) - sample;
            delta = delta(run);
            ticks = ticksAt(sample);
        }

        @Override
        public boolean advance() {
            if (left == 1) {
                if (run + 1 == runs.count()) {
                    return false;
                }
                left = runs.length(++run) + 1;
                ticks += delta;
                delta = delta(run);
            } else {
                ticks += delta;
            }
            left--;
            index++;
            return true;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public long dtsTicks() {
            return ticks;
        }
    }

    /// The last sample that starts at or before `ticks`, or 0.
    int sampleAt(long ticks) {
        if (runs.count() == 0 || ticks < 0) {
            return 0;
        }
        int run = blockAt(ticks) * Runs.STRIDE;
        int first = runs.firstSample(run);
        long start = blockTicks[run / Runs.STRIDE];
        while (run + 1 < runs.count() && start + delta(run) * runs.length(run) <= ticks) {
            start += delta(run) * runs.length(run);
            first += runs.length(run++);
        }
        long delta = delta(run);
        int last = runs.length(run) - 1;
        return first + (delta == 0 ? last : (int) Math.min(last, (ticks - start) / delta));
    }

    /// The last block that starts at or before `ticks`; blocks may start together when runs last no
    /// time.
    private int blockAt(long ticks) {
        int block = Arrays.binarySearch(blockTicks, ticks);
        if (block < 0) {
            return Math.max(-block - 2, 0);
        }
        while (block + 1 < blockTicks.length && blockTicks[block + 1] == ticks) {
            block++;
        }
        return block;
    }

    long sizeBytes() {
        return runs.sizeBytes() + deltas.sizeBytes() + 8L * blockTicks.length;
    }
}
