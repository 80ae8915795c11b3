package dev.anabranch.kernel;

import java.util.ArrayList;
import java.util.List;

/// What a stream sent before it ended, kept until its readers are through, at most for some
/// seconds. Thread-safe.
final class EndedLogs {

    private static final long KEPT_NANOS = 10_000_000_000L;

    private record Ended(Air air, long sinceNanos) {}

    /// Guarded by the monitor.
    private final List<Ended> all = new ArrayList<>();

    synchronized void add(Air air, long nowNanos) {
        all.add(new Ended(air, nowNanos));
    }

    /// Gives back the memory of those that are read, or old.
    synchronized void sweep(long nowNanos) {
        all.removeIf(ended -> {
            boolean isOver =
                    ended.air().log().readers.count() == 0
                            || nowNanos - ended.sinceNanos() >= KEPT_NANOS;
            if (isOver) {
                ended.air().letGo();
            }
            return isOver;
        });
    }

    /// Gives back all memory.
    synchronized void clear() {
        all.forEach(ended -> ended.air().letGo());
        all.clear();
    }
}
