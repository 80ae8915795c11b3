package dev.anabranch.origin;

import io.vertx.core.Context;
import java.util.function.LongSupplier;

/// What all live answers of one event loop share, owned by it.
final class LiveLoop {

    private final Context eventLoop;
    private final Counters counters;
    private final LongSupplier nanos;
    private final int maximumWaiting;
    private int waiting;

    LiveLoop(Context eventLoop, Counters counters, LongSupplier nanos, int maximumWaiting) {
        this.eventLoop = eventLoop;
        this.counters = counters;
        this.nanos = nanos;
        this.maximumWaiting = maximumWaiting;
    }

    Context eventLoop() {
        return eventLoop;
    }

    Counters counters() {
        return counters;
    }

    long nowNanos() {
        return nanos.getAsLong();
    }

    /// One request more that waits; `false` when there are too many.
    boolean beginWait() {
        if (waiting >= maximumWaiting) {
            return false;
        }
        waiting++;
        counters.waits(1);
        return true;
    }

    void endWait() {
        waiting--;
        counters.waits(-1);
    }
}
