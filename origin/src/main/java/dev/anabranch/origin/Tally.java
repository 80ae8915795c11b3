package dev.anabranch.origin;

import java.util.concurrent.atomic.LongAdder;

/// Counters that only count.
public final class Tally implements Counters {

    /// The sums so far.
    public record Sums(
            long answers, long errors, long bodyBytes, long hits, long misses, long aborted) {}

    private final LongAdder answers = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder aborts = new LongAdder();

    @Override
    public void answered(Route route, int status, long bodyBytes) {
        answers.increment();
        bytes.add(bodyBytes);
        if (status >= 500) {
            errors.increment();
        }
    }

    @Override
    public void looked(boolean hit) {
        (hit ? hits : misses).increment();
    }

    @Override
    public void aborted(Route route) {
        aborts.increment();
    }

    public Sums sums() {
        return new Sums(
                answers.sum(), errors.sum(), bytes.sum(), hits.sum(), misses.sum(), aborts.sum());
    }
}
