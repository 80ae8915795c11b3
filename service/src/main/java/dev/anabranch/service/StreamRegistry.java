package dev.anabranch.service;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which streams are declared, by the API and by the configuration file. Readers see one state or
/// the next, never one between; writers come one after the other, and block while their change is
/// put on the disk.
public final class StreamRegistry {

    public static final int MAXIMUM_STREAMS = 10_000;

    /// Told of each change, on the thread that makes it, in order.
    public interface Listener {

        /// A stream is new, or has changed.
        void declared(StreamEntry entry);

        /// A stream is declared no more.
        void removed(StreamEntry entry);
    }

    /// All streams at one moment.
    private record View(SequencedMap<String, StreamEntry> byId, Map<String, StreamEntry> byName) {

        static View of(Collection<StreamEntry> entries) {
            var byId = new LinkedHashMap<String, StreamEntry>();
            var byName = new LinkedHashMap<String, StreamEntry>();
            for (var entry : entries) {
                byId.put(entry.id(), entry);
                byName.put(entry.name(), entry);
            }
            return new View(byId, byName);
        }
    }

    private final StreamStore store;
    private final Listener listener;

    /// Written by whoever holds the lock of this object, read by any thread.
    private volatile View view;

    private StreamRegistry(StreamStore store, Listener listener, View view) {
        this.store = store;
        this.listener = listener;
        this.view = view;
    }

    /// With what was kept before; the listener is told of it.
    ///
    /// @param first gets the registry before the listener hears of any stream
    public static StreamRegistry load(
            StreamStore store, Listener listener, Consumer<StreamRegistry> first)
            throws IOException, MediaFormatException {
        var registry = new StreamRegistry(store, listener, View.of(store.load()));
        first.accept(registry);
        registry.all().forEach(listener::declared);
        return registry;
    }

    /// In the order in which they were declared.
    public List<StreamEntry> all() {
        return List.copyOf(view.byId.sequencedValues());
    }

    /// The one with this id, or else with this name.
    public Optional<StreamEntry> find(String idOrName) {
        var now = view;
        return Optional.ofNullable(now.byId.get(idOrName))
                .or(() -> Optional.ofNullable(now.byName.get(idOrName)));
    }

    /// Whether the API has declared a stream of this name.
    public boolean isOfApi(String name) {
        return named(name).filter(entry -> entry.keeper() == StreamEntry.Keeper.API).isPresent();
    }

    Optional<StreamEntry> named(String name) {
        return Optional.ofNullable(view.byName.get(name));
    }

    /// The one that is published with `key`. Looks at all of them, so that the time it takes tells
    /// nothing of any key.
    public Optional<StreamEntry> keyed(String key) {
        StreamEntry found = null;
        for (var entry : view.byId.values()) {
            var own = entry.definition().streamKey();
            if (own.isPresent() && Token.isSame(own.get(), key)) {
                found = entry;
            }
        }
        return Optional.ofNullable(found);
    }

    /// What became of a change.
    public sealed interface Outcome {

        /// It is done and kept.
        record Done(StreamEntry entry) implements Outcome {}

        /// There is no such stream.
        record Missing() implements Outcome {}

        /// Something is in the way.
        ///
        /// @param code for programs: `name_taken`
        /// @param message for people
        record Conflict(String code, String message) implements Outcome {}
    }

    /// Declares a stream of the API.
    public synchronized Outcome create(StreamEntry entry) throws IOException {
        if (view.byName.containsKey(entry.name())) {
            return new Outcome.Conflict(
                    "name_taken", "there is a stream with the name " + entry.name());
        }
        if (view.byId.size() >= MAXIMUM_STREAMS) {
            return new Outcome.Conflict(
                    "too_many_streams", "there are " + MAXIMUM_STREAMS + " streams already");
        }
        var entries = new ArrayList<>(view.byId.values());
        entries.add(entry);
        keep(entries);
        listener.declared(entry);
        return new Outcome.Done(entry);
    }

    /// All that decide about any stream.
    ///
    /// @param node what holds for streams that say nothing themselves
    public Set<Guard> guards(Admittance node) {
        return Stream.concat(
                        Stream.of(node),
                        all().stream().map(entry -> entry.definition().admittance()))
                .flatMap(admittance -> Stream.of(admittance.publish(), admittance.play()))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Changes a stream of the API.
    public synchronized Outcome change(String idOrName, UnaryOperator<StreamEntry> change)
            throws IOException {
        var found = find(idOrName);
        if (found.isEmpty()) {
            return new Outcome.Missing();
        }
        if (found.get().keeper() == StreamEntry.Keeper.FILE) {
            return ofFile(found.get());
        }
        var changed = change.apply(found.get());
        var entries = new ArrayList<StreamEntry>();
        for (var entry : view.byId.values()) {
            entries.add(entry.id().equals(changed.id()) ? changed : entry);
        }
        keep(entries);
        listener.declared(changed);
        return new Outcome.Done(changed);
    }

    /// Removes a stream of the API.
    public synchronized Outcome remove(String idOrName) throws IOException {
        var found = find(idOrName);
        if (found.isEmpty()) {
            return new Outcome.Missing();
        }
        if (found.get().keeper() == StreamEntry.Keeper.FILE) {
            return ofFile(found.get());
        }
        var entries = new ArrayList<>(view.byId.values());
        entries.remove(found.get());
        keep(entries);
        listener.removed(found.get());
        return new Outcome.Done(found.get());
    }

    private static Outcome ofFile(StreamEntry entry) {
        return new Outcome.Conflict(
                "defined_by_file",
                entry.name() + " is defined by the configuration file; change it there");
    }

    private void keep(List<StreamEntry> entries) throws IOException {
        store.save(
                entries.stream()
                        .filter(entry -> entry.keeper() == StreamEntry.Keeper.API)
                        .toList());
        view = View.of(entries);
    }

    /// Takes over what the configuration file says now. The listener hears of nothing that is as it
    /// was.
    ///
    /// @throws MediaFormatException when a name of the file is one of the API's; then nothing
    ///   changes
    public synchronized void configure(List<StreamDefinition> file, Instant now)
            throws MediaFormatException {
        var wanted = new LinkedHashMap<String, StreamDefinition>();
        for (var definition : file) {
            var other = view.byName.get(definition.name());
            if (other != null && other.keeper() == StreamEntry.Keeper.API) {
                throw MediaFormatException.malformed(
                        "streams." + definition.name(),
                        "this name is taken by stream " + other.id() + " of the API");
            }
            wanted.put(definition.name(), definition);
        }
        var entries = new ArrayList<StreamEntry>();
        var gone = new ArrayList<StreamEntry>();
        var changed = new ArrayList<StreamEntry>();
        for (var entry : view.byId.values()) {
            if (entry.keeper() == StreamEntry.Keeper.API) {
                entries.add(entry);
            } else if (!wanted.containsKey(entry.name())) {
                gone.add(entry);
            }
        }
        for (var definition : wanted.values()) {
            var old = view.byName.get(definition.name());
            var entry =
                    old == null ? StreamEntry.configured(now, definition) : old.with(definition);
            entries.add(entry);
            if (!entry.equals(old)) {
                changed.add(entry);
            }
        }
        view = View.of(entries);
        gone.forEach(listener::removed);
        changed.forEach(listener::declared);
    }
}
