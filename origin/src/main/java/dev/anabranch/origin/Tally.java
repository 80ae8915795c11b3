package dev.anabranch.origin;

import java.util.concurrent.atomic.LongAdder;

/// Counters that only count.
public final class Tally implements Counters {

    /// The sums so far.
    public record Sums(
            long answers, long errors, long bodyBytes, long hits, long misses, long aborted) {}

    /// What live streams have under way now.
    ///
    /// @param waiting requests that wait
    /// @param lent answers on their way that keep memory of a stream
    /// @param inVain requests that waited for too long, so far
    public record Live(long waiting, long lent, long inVain) {}

    private final LongAdder answers = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder aborts = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final LongAdder loans = new LongAdder();
    private final LongAdder inVain = new LongAdder();

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

    @Override
    public void waits(int change) {
        waits.add(change);
    }

    @Override
    public void waitedInVain() {
        inVain.increment();
    }

    @Override
    public void lent(int change) {
        loans.add(change);
    }

    public Live live() {
        return new Live(waits.sum(), loans.sum(), inVain.sum());
    }

    public Sums sums() {
        return new Sums(
                answers.sum(), errors.sum(), bytes.sum(), hits.sum(), misses.sum(), aborts.sum());
    }
}
