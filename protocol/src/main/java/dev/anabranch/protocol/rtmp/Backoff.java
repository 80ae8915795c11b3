package dev.anabranch.protocol.rtmp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: twice as long each time, up to a longest, of which a
/// random half to whole is taken so that a thousand publishers do not come back in one moment.
///
/// @param first before the first repetition
/// @param longest whatever the number of failures
public record Backoff(Duration first, Duration longest) {

    public static final Backoff DEFAULT =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("first=" + first + " longest=" + longest);
        }
    }

    /// @param failures attempts that failed one after the other, at least 1
    public Duration delay(int failures, RandomGenerator random) {
        int doublings = Math.min(failures - 1, 30);
        long nanos = first.toNanos();
        for (int i = 0; i < doublings && nanos < longest.toNanos(); i++) {
            nanos *= 2;
        }
        nanos = Math.min(nanos, longest.toNanos());
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }
}
