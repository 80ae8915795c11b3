package dev.anabranch.live;

import dev.anabranch.kernel.Failover;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// All that is wanted of a declared stream.
///
/// @param source where we fetch it; empty when it is sent to us
/// @param targets where we send it on
/// @param failover what stands in for its publisher
public record StreamPlan(
        BroadcastSettings settings,
        Optional<URI> source,
        List<SimulcastTarget> targets,
        Failover failover) {

    public StreamPlan {
        targets = List.copyOf(targets);
    }

    /// Neither fetched, nor sent on, nor stood in for.
    public static StreamPlan of(BroadcastSettings settings) {
        return new StreamPlan(settings, Optional.empty(), List.of(), Failover.NONE);
    }
}
