package dev.anabranch.service;

import dev.anabranch.kernel.Failover;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.StreamState;
import dev.anabranch.live.Broadcasts;
import dev.anabranch.live.SlateFile;
import dev.anabranch.live.StreamPlan;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the broadcasts what the registry says they are.
public final class Director implements StreamRegistry.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Director.class);

    private final Broadcasts broadcasts;

    public Director(Broadcasts broadcasts) {
        this.broadcasts = broadcasts;
    }

    @Override
    public void declared(StreamEntry entry) {
        var definition = entry.definition();
        definition.standIns().slate().ifPresent(slate -> tryOut(entry.name(), slate));
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

    /// Better now than when the publisher is gone. The stream is declared all the same: the file
    /// may yet come.
    private static void tryOut(String name, Path slate) {
        try {
            new SlateFile(slate).show().close();
        } catch (IOException | MediaFormatException unusable) {
            LOG.warn("the slate of {} cannot be shown: {}", name, unusable.toString());
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
