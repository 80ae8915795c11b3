package dev.anabranch.kernel;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that goes when it is told to.
final class SettableClock {

    static final Instant START = Instant.parse("2026-11-26T10:00:00Z");

    /// Where a clock of nanoseconds begins means nothing, and it may overflow.
    static final long START_NANOS = Long.MAX_VALUE - 15_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(START_NANOS);

    Clocks clocks() {
        return new Clocks(() -> START.plusNanos(nanos.get() - START_NANOS), nanos::get);
    }

    void pass(double seconds) {
        nanos.addAndGet(Math.round(seconds * 1e9));
    }

    long nowNanos() {
        return nanos.get();
    }
}
