package dev.anabranch.client;

/// The time a client lives by. Safe for use by many threads.
public interface PlaybackClock {

    /// A monotonic clock in nanoseconds with an origin of its own.
    long nanos();

    /// Blocks until [#nanos] has reached `deadlineNanos`; returns at once when it has.
    void awaitNanos(long deadlineNanos) throws InterruptedException;
}
