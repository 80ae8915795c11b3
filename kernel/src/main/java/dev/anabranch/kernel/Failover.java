package dev.anabranch.kernel;

import java.util.List;
import java.util.Optional;

/// What a stream carries while its own publisher is away.
///
/// @param backups streams whose publishers stand by, the first that is on air is taken
/// @param slate when none of them is
public record Failover(List<StreamName> backups, Optional<SlateSource> slate) {

    public static final Failover NONE = new Failover(List.of(), Optional.empty());

    public static final int MAX_BACKUPS = 8;

    public Failover {
        backups = List.copyOf(backups);
        if (backups.size() > MAX_BACKUPS) {
            throw new IllegalArgumentException("backups=" + backups);
        }
    }
}
