package dev.anabranch.origin;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts who holds a thing. Begins at one; at zero it stays there.
final class Holds {

    private final AtomicInteger count = new AtomicInteger(1);

    /// One hold more; `false` when the last has let go before.
    boolean retain() {
        return count.updateAndGet(n -> n == 0 ? 0 : n + 1) > 0;
    }

    /// One hold less; `true` for the last, which must close the thing.
    boolean release() {
        var left = count.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("released more often than held");
        }
        return left == 0;
    }
}
