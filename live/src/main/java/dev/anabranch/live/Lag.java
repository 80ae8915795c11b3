package dev.anabranch.live;

import java.time.Duration;

/// Tells a child that cannot keep up from one that has had a bad moment: so far behind, for so
/// long, and not getting nearer. Owned by one thread.
final class Lag {

    /// Viewers of low latency have less than this in their buffers, and after two seconds the
    /// presentation takes what is missing to be missing.
    static final Duration BEHIND = Duration.ofMillis(1500);

    static final Duration PATIENCE = Duration.ofSeconds(4);

    /// Half a second nearer after the patience is catching up.
    private static final Duration NEARER = Duration.ofMillis(500);

    private long sinceNanos;
    private Duration atFirst = Duration.ZERO;

    /// @param behind how far what was made is behind what came in
    /// @return whether it will not do
    boolean isHopeless(Duration behind, long nowNanos) {
        if (behind.compareTo(BEHIND) < 0) {
            atFirst = Duration.ZERO;
            return false;
        }
        if (atFirst.isZero()) {
            sinceNanos = nowNanos;
            atFirst = behind;
            return false;
        }
        if (nowNanos - sinceNanos < PATIENCE.toNanos()) {
            return false;
        }
        if (behind.plus(NEARER).compareTo(atFirst) <= 0) {
            sinceNanos = nowNanos;
            atFirst = behind;
            return false;
        }
        return true;
    }
}
