package dev.anabranch.service;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.live.Broadcast;
import dev.anabranch.live.Broadcasts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All streams that there are: those that are declared, and those that somebody publishes without.
/// Thread-safe.
record StreamCensus(StreamRegistry registry, Broadcasts broadcasts, InstantSource clock) {

    /// The declared ones in their order, then the others by name.
    List<StreamEntry> all() {
        var all = new ArrayList<>(registry.all());
        for (var broadcast : broadcasts.all()) {
            if (isUndeclared(broadcast)) {
                all.add(entry(broadcast));
            }
        }
        return all;
    }

    /// The one with this id, or else with this name; a declared one first.
    Optional<StreamEntry> find(String idOrName) {
        return registry.find(idOrName)
                .or(() -> undeclared(idOrName))
                .or(() ->
                        idOrName.startsWith(StreamEntry.PREFIX)
                                ? undeclared(idOrName.substring(StreamEntry.PREFIX.length()))
                                : Optional.empty());
    }

    /// One that is there and can be looked at and ended, but has nothing that could be changed.
    Optional<StreamEntry> undeclared(String name) {
        return StreamDefinition.isName(name)
                ? broadcasts
                        .find(new StreamName(Doorkeeper.APP, name))
                        .filter(this::isUndeclared)
                        .map(this::entry)
                : Optional.empty();
    }

    private boolean isUndeclared(Broadcast broadcast) {
        return broadcast.name().app().equals(Doorkeeper.APP)
                && StreamDefinition.isName(broadcast.name().name())
                && registry.named(broadcast.name().name()).isEmpty();
    }

    private StreamEntry entry(Broadcast broadcast) {
        Instant since = broadcast.since().orElseGet(clock::instant);
        return StreamEntry.undeclared(broadcast.name().name(), since, broadcast.settings());
    }
}
