package dev.anabranch.live;

import java.time.Duration;

/// When the next child may begin after one has failed: at once the first time, then after 1, 2, 4
/// and at most 30 s. Owned by one thread.
final class BackOff {

    /// A child that was of use for this long has not failed because of how it was started.
    private static final Duration PROVEN = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private int failures;
    private long untilNanos = Long.MIN_VALUE;

    /// @param ranFor how long the child had been of use
    /// @return how long to wait
    Duration failed(Duration ranFor, long nowNanos) {
        failures = ranFor.compareTo(PROVEN) >= 0 ? 1 : failures + 1;
        var pause =
                failures == 1
                        ? Duration.ZERO
                        : Duration.ofSeconds(1L << Math.min(failures - 2, 10));
        var wait = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        untilNanos = nowNanos + wait.toNanos();
        return wait;
    }

    boolean isOver(long nowNanos) {
        return nowNanos >= untilNanos;
    }

    /// What failed before says nothing about what comes now.
    void forget() {
        failures = 0;
        untilNanos = Long.MIN_VALUE;
    }
}
