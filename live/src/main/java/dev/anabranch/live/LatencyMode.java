package dev.anabranch.live;

import dev.anabranch.packager.live.LivePolicy;
import java.time.Duration;

/// How far behind the encoder viewers are, and what that costs them in requests.
public enum LatencyMode {
    /// Parts: 1 to 2 s behind.
    LOW(Duration.ofSeconds(2), true),
    /// Segments alone, short ones: about 7 s behind.
    REDUCED(Duration.ofSeconds(2), false),
    /// Segments alone, longer ones: about 15 s behind, the fewest requests.
    STANDARD(Duration.ofSeconds(4), false);

    private final Duration segment;
    private final boolean hasParts;

    LatencyMode(Duration segment, boolean hasParts) {
        this.segment = segment;
        this.hasParts = hasParts;
    }

    /// How a stream is cut that says nothing else.
    public LivePolicy policy() {
        var usual = LivePolicy.DEFAULT;
        return new LivePolicy(
                segment,
                usual.part(),
                usual.longestSegment(),
                usual.window(),
                hasParts,
                usual.hasTransportStream());
    }
}
