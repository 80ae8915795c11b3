package dev.anabranch.kernel;

import java.time.Duration;

/// What happens to a reader that does not keep up: it skips to the newest keyframe, and is evicted
/// when it does so too often or reads nothing at all for too long.
///
/// @param maxLag how old what it reads may be before it skips, if there is a newer keyframe;
///   positive
/// @param maxSkips skips within `memory` it survives; at least 0
/// @param memory how long a skip is held against it, and how long a reader may read nothing while
///   frames wait for it; positive
public record SlowReaderPolicy(Duration maxLag, int maxSkips, Duration memory) {

    public static final SlowReaderPolicy DEFAULT =
            new SlowReaderPolicy(Duration.ofSeconds(8), 10, Duration.ofSeconds(60));

    public SlowReaderPolicy {
        if (!maxLag.isPositive() || maxSkips < 0 || !memory.isPositive()) {
            throw new IllegalArgumentException(
                    "maxLag=" + maxLag + " maxSkips=" + maxSkips + " memory=" + memory);
        }
    }

    long maxLagNanos() {
        return maxLag.toNanos();
    }
}
