package dev.anabranch.origin;

import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `report.json` of all streams, written anew at most some times a second however many ask. Owned
/// by one event loop.
final class LiveReports {

    private static final Duration MAXIMUM_AGE = Duration.ofMillis(400);

    /// Above this the reports of a large house are forgotten at once, not after a while.
    private static final int MAXIMUM_KEPT = 256;

    private static final String SECONDS = "seconds=";

    private final Audiences audiences;
    private final InstantSource clock;
    private final Map<Key, Prepared> kept = new HashMap<>();
    private Instant keptSince = Instant.MIN;

    private record Key(String name, int seconds) {}

    LiveReports(Audiences audiences, InstantSource clock) {
        this.audiences = audiences;
        this.clock = clock;
    }

    /// @param query `seconds=N` asks for the last N seconds only
    Prepared json(LiveChannel channel, @Nullable String query) {
        var now = clock.instant();
        if (kept.size() >= MAXIMUM_KEPT || keptSince.isBefore(now.minus(MAXIMUM_AGE))) {
            kept.clear();
            keptSince = now;
        }
        return kept.computeIfAbsent(
                new Key(channel.name(), seconds(query)), key -> write(channel, key.seconds));
    }

    private static int seconds(@Nullable String query) {
        if (query == null || !query.startsWith(SECONDS)) {
            return LiveReport.MAXIMUM_SECONDS;
        }
        var asked = LiveTarget.number(query, SECONDS.length(), query.length(), 4);
        return asked < 0
                ? LiveReport.MAXIMUM_SECONDS
                : (int) Math.min(asked, LiveReport.MAXIMUM_SECONDS);
    }

    private Prepared write(LiveChannel channel, int seconds) {
        var json =
                LiveReportJson.of(channel, audiences.heard(channel.name()), seconds)
                        .getBytes(StandardCharsets.UTF_8);
        var resource =
                new Resource(
                        Content.of(MediaType.HLS_PLAYLIST, json),
                        "application/json",
                        Resource.Kind.PLAYLIST,
                        Etag.of(json),
                        Resource.UNDATED,
                        Holder.NOTHING);
        try {
            return Prepared.of(resource, "no-cache", 0);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }
}
