package dev.anabranch.origin;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What a folder held when last looked at; looked at again when asked for all, or for an id not
/// seen before, but at most once a second.
final class Listing<T> {

    private static final Duration MAXIMUM_AGE = Duration.ofSeconds(1);

    /// Reads the folder, in the order to show.
    @FunctionalInterface
    interface Reader<T> {
        SequencedMap<String, T> read() throws IOException;
    }

    private record Seen<T>(Instant at, Map<String, T> entries) {}

    private final Reader<T> reader;
    private final InstantSource clock;
    private volatile Seen<T> seen = new Seen<>(Instant.MIN, Map.of());

    Listing(Reader<T> reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
    }

    List<T> all() throws IOException {
        return List.copyOf(recent().values());
    }

    Optional<T> find(String id) throws IOException {
        var known = seen.entries.get(id);
        return known != null ? Optional.of(known) : Optional.ofNullable(recent().get(id));
    }

    private synchronized Map<String, T> recent() throws IOException {
        var now = clock.instant();
        if (seen.at.isBefore(now.minus(MAXIMUM_AGE))) {
            seen = new Seen<>(now, reader.read());
        }
        return seen.entries;
    }
}
