package dev.anabranch.live;

import dev.anabranch.kernel.Health;
import java.util.ArrayList;
import java.util.List;

/// How a stream is: what the kernel sees come in, and what is made of it.
///
/// @param reasons why it is not good; the worst first, empty when it is
public record BroadcastHealth(Health.Level level, List<String> reasons) {

    public BroadcastHealth {
        reasons = List.copyOf(reasons);
    }

    static BroadcastHealth of(Health incoming, List<String> warnings) {
        var reasons = new ArrayList<String>();
        incoming.reasons().forEach(reason -> reasons.add(reason.message()));
        reasons.addAll(warnings);
        var isGoodButWarned = incoming.level() == Health.Level.GOOD && !warnings.isEmpty();
        return new BroadcastHealth(
                isGoodButWarned ? Health.Level.WARNING : incoming.level(), reasons);
    }
}
