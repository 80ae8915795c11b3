package dev.anabranch.kernel;

import java.time.Duration;

/// How much of a stream its [FrameLog] keeps.
///
/// The current group of pictures is kept beyond `window`, but never beyond `maxBytes`.
///
/// @param maxBytes all memory of one stream's frames, those still leased included; at least 1 MiB
/// @param window how old the oldest frame gets; positive
public record LogLimits(long maxBytes, Duration window) {

    public static final LogLimits DEFAULT = new LogLimits(64L << 20, Duration.ofSeconds(20));

    private static final long MIN_BYTES = 1 << 20;

    public LogLimits {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("maxBytes=" + maxBytes + " is below " + MIN_BYTES);
        }
        if (!window.isPositive()) {
            throw new IllegalArgumentException("window=" + window);
        }
    }
}
