package dev.anabranch.service;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.live.Broadcast;
import dev.anabranch.live.Broadcasts;
import dev.anabranch.origin.LiveChannel;
import dev.anabranch.origin.LiveDirectory;
import dev.anabranch.origin.LiveReport;
import dev.anabranch.origin.Ruling;
import dev.anabranch.origin.Visitor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The broadcasts as the origin's pages and playlists know them.
public final class Channels implements LiveDirectory {

    private final Broadcasts broadcasts;
    private final Supplier<StreamRegistry> registry;
    private final Supplier<IngestPorts> ports;
    private final Passes passes;
    private final Map<Broadcast, Channel> channels = new ConcurrentHashMap<>();

    /// @param ports known when the listener has opened them
    public Channels(
            Broadcasts broadcasts,
            Supplier<StreamRegistry> registry,
            Supplier<IngestPorts> ports,
            Passes passes) {
        this.broadcasts = broadcasts;
        this.registry = registry;
        this.ports = ports;
        this.passes = passes;
    }

    @Override
    public Optional<LiveChannel> find(String name) {
        return StreamName.isValid(name)
                ? broadcasts.find(new StreamName(Doorkeeper.APP, name)).map(this::channel)
                : Optional.empty();
    }

    @Override
    public CompletionStage<Ruling> admit(String name, Visitor visitor) {
        return passes.admit(name, visitor);
    }

    @Override
    public boolean isOpenToEncoders() {
        return !ports.get().equals(IngestPorts.NONE);
    }

    @Override
    public List<LiveChannel> channels() {
        return broadcasts.all().stream().<LiveChannel>map(this::channel).toList();
    }

    /// Takes down the figures of each stream; once a second, one thread.
    public void tick(Instant now) {
        var all = broadcasts.all();
        channels.keySet().retainAll(all);
        all.forEach(broadcast -> channel(broadcast).tick(now));
    }

    private Channel channel(Broadcast broadcast) {
        return channels.computeIfAbsent(
                broadcast, made -> new Channel(made, () -> ingests(made.name().name())));
    }

    /// The name of a stream without a key is no secret, and is what an encoder sends.
    private List<LiveReport.Ingest> ingests(String name) {
        var isKeyed =
                registry.get()
                        .named(name)
                        .flatMap(entry -> entry.definition().streamKey())
                        .isPresent();
        return ports.get().forPages(isKeyed ? Optional.empty() : Optional.of(name));
    }
}
