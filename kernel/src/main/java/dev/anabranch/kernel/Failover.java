package dev.anabranch.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a stream carries while its own publisher is away.
///
/// A backup keeps the stream on air for as long as it is there. A slate keeps it on air for
/// `slateLimit`, or for the stream's reconnect window where that is longer: nobody is behind it,
/// and a stream that nobody ends would show it for ever.
///
/// @param backups streams whose publishers stand by, the first that is on air is taken
/// @param slate when none of them is
/// @param silence after how long without a frame a publisher that is connected counts as away;
///   positive. It is looked for once a second
/// @param slateLimit how long the slate is shown before the stream ends; positive
public record Failover(
        List<StreamName> backups,
        Optional<SlateSource> slate,
        Duration silence,
        Duration slateLimit) {

    public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(3);
    public static final Duration DEFAULT_SLATE_LIMIT = Duration.ofHours(1);

    public static final Failover NONE = new Failover(List.of(), Optional.empty());

    public static final int MAX_BACKUPS = 8;

    public Failover {
        backups = List.copyOf(backups);
        if (backups.size() > MAX_BACKUPS || !silence.isPositive() || !slateLimit.isPositive()) {
            throw new IllegalArgumentException(
                    "backups=" + backups + " silence=" + silence + " slateLimit=" + slateLimit);
        }
    }

    /// With the usual times.
    public Failover(List<StreamName> backups, Optional<SlateSource> slate) {
        this(backups, slate, DEFAULT_SILENCE, DEFAULT_SLATE_LIMIT);
    }

    boolean isNone() {
        return backups.isEmpty() && slate.isEmpty();
    }
}
