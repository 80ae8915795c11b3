package dev.anabranch.kernel;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that goes when it is told to.
final class SettableClock {

    static final Instant START = Instant.parse("2026-11-26T10:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    Clocks clocks() {
        return new Clocks(() -> START.plusNanos(nanos.get()), nanos::get);
    }

    void pass(double seconds) {
        nanos.addAndGet(Math.round(seconds * 1e9));
    }

    long nowNanos() {
        return nanos.get();
    }
}
