package dev.anabranch.service;

import dev.anabranch.kernel.Failover;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.StreamState;
import dev.anabranch.live.Broadcasts;
import dev.anabranch.live.SlateFile;
import dev.anabranch.live.StreamPlan;

/// Makes the broadcasts what the registry says they are.
public final class Director implements StreamRegistry.Listener {

    private final Broadcasts broadcasts;

    public Director(Broadcasts broadcasts) {
        this.broadcasts = broadcasts;
    }

    @Override
    public void declared(StreamEntry entry) {
        var definition = entry.definition();
        var broadcast =
                broadcasts.declare(
                        nameOf(entry),
                        new StreamPlan(
                                definition.settings(),
                                definition.source().filter(source -> entry.isEnabled()),
                                definition.targets(),
                                failover(definition)));
        var stream = broadcast.stream();
        if (!entry.isEnabled()) {
            stream.disable();
        } else if (stream.state() == StreamState.DISABLED) {
            stream.enable();
        }
    }

    private static Failover failover(StreamDefinition definition) {
        return new Failover(
                definition.standIns().backups().stream()
                        .map(name -> new StreamName(Doorkeeper.APP, name))
                        .toList(),
                definition.standIns().slate().map(SlateFile::new),
                definition.standIns().silence(),
                definition.standIns().slateLimit());
    }

    @Override
    public void removed(StreamEntry entry) {
        broadcasts.remove(nameOf(entry));
    }

    static StreamName nameOf(StreamEntry entry) {
        return new StreamName(Doorkeeper.APP, entry.name());
    }
}
