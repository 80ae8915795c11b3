package dev.anabranch.service;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.live.Broadcast;
import dev.anabranch.live.Broadcasts;
import dev.anabranch.live.Recordings;
import dev.anabranch.origin.LiveChannel;
import dev.anabranch.origin.LiveDirectory;
import dev.anabranch.origin.LiveReport;
import dev.anabranch.origin.PackagedFolder;
import dev.anabranch.origin.Ruling;
import dev.anabranch.origin.Visitor;
import dev.anabranch.packager.live.Recording;
import java.nio.file.Path;
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
    private final Doorkeeper door;
    private final Supplier<IngestPorts> ports;
    private final Passes passes;
    private final Map<Broadcast, Channel> channels = new ConcurrentHashMap<>();

    /// @param ports known when the listener has opened them
    public Channels(
            Broadcasts broadcasts, Doorkeeper door, Supplier<IngestPorts> ports, Passes passes) {
        this.broadcasts = broadcasts;
        this.door = door;
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
    public Optional<LiveChannel> expect(String name) {
        return hasIngest() && door.mayBegin(name)
                ? Optional.of(new ExpectedChannel(name, ingests(name)))
                : Optional.empty();
    }

    @Override
    public boolean hasIngest() {
        return ports.get().isOpen();
    }

    @Override
    public CompletionStage<Ruling> admit(String name, Visitor visitor) {
        return passes.admit(name, visitor);
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
                broadcast,
                made -> new Channel(made, () -> ingests(made.name().name()), this::title));
    }

    /// What was recorded of a stream that not everyone may watch is no title.
    private Optional<String> title(Recording recording) {
        var root = broadcasts.recordings().orElseThrow().root();
        var folder = root.relativize(recording.folder());
        return isTitle(folder) ? Optional.of(PackagedFolder.playbackId(folder)) : Optional.empty();
    }

    private boolean isTitle(Path recording) {
        return door.isOpenToAll(Recordings.streamOf(recording));
    }

    /// The name of a stream without a key is no secret, and is what an encoder sends.
    private List<LiveReport.Ingest> ingests(String name) {
        var sender = door.sender(name);
        var key =
                sender == LiveReport.Sender.KEY_HOLDER
                        ? Optional.<String>empty()
                        : Optional.of(name);
        return ports.get().forPages(key, sender);
    }
}
