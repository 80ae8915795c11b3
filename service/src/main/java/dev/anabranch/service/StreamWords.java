package dev.anabranch.service;

import dev.anabranch.kernel.StreamState;
import dev.anabranch.kernel.gate.Action;
import dev.anabranch.live.Broadcast;
import dev.anabranch.live.Broadcasts;
import dev.anabranch.live.Relay;
import dev.anabranch.origin.PackagedFolder;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A live stream as the API tells it to those who know the admin secret: keys and all.
public final class StreamWords {

    private static final Logger LOG = LoggerFactory.getLogger(StreamWords.class);
    private static final int MAXIMUM_ASSETS = 10;

    private final Broadcasts broadcasts;
    private final Doorkeeper door;
    private final Supplier<IngestPorts> ports;
    private final ToIntFunction<String> viewers;

    /// @param viewers how many watch a stream of that name over HTTP
    public StreamWords(
            Broadcasts broadcasts,
            Doorkeeper door,
            Supplier<IngestPorts> ports,
            ToIntFunction<String> viewers) {
        this.broadcasts = broadcasts;
        this.door = door;
        this.ports = ports;
        this.viewers = viewers;
    }

    /// @param site how the one who asks reached us
    Map<String, Object> of(StreamEntry entry, URI site) {
        var definition = entry.definition();
        var broadcast = broadcasts.find(Director.nameOf(entry));
        var words = new LinkedHashMap<String, Object>();
        words.put("id", entry.id());
        words.put("created_at", entry.createdAt().toString());
        words.put("keeper", lower(entry.keeper()));
        words.put("is_declared", entry.keeper() != StreamEntry.Keeper.NOBODY);
        words.put("status", status(entry, broadcast));
        words.put("viewers", viewers.applyAsInt(entry.name()));
        putHealth(words, broadcast);
        words.putAll(definition.words());
        words.put("simulcast_targets", targets(entry));
        broadcasts
                .intakeReport(Director.nameOf(entry))
                .ifPresent(report -> words.put("source_state", report(report)));
        words.put("playback_ids", List.of(Map.of("id", entry.name(), "policy", policy(entry))));
        words.put("ingest", ingest(definition, site));
        words.put("playback", playback(entry.name(), site));
        words.put("recent_asset_ids", assets(entry));
        return words;
    }

    private String policy(StreamEntry entry) {
        return door.playGuard(entry.name()) instanceof Guard.Anyone ? "public" : "signed";
    }

    /// A token and what it opens.
    Map<String, Object> token(
            StreamEntry entry, Action action, String token, Instant expiry, URI site) {
        var words = new LinkedHashMap<String, Object>();
        words.put("token", token);
        words.put("action", action.word());
        words.put("expires_at", expiry.toString());
        var behind = "?token=" + token;
        switch (action) {
            case PLAY -> {
                // Not every player resolves addresses against where it was sent on to.
                var playback = playback(entry.name() + "/token=" + token, site);
                playback.put("page", site + "/live/" + entry.name() + behind);
                playback.put("embed", site + "/embed/live/" + entry.name() + behind);
                words.put("playback", playback);
            }
            case PUBLISH -> {
                var ingest = new LinkedHashMap<String, Object>();
                ports.get()
                        .addresses(site.getHost())
                        .forEach((scheme, address) -> {
                            ingest.put(scheme, address);
                            ingest.put(scheme + "_url", address + "/" + entry.name() + behind);
                        });
                words.put("ingest", ingest);
            }
        }
        return words;
    }

    /// What signs tokens for a stream; empty when none is configured for that.
    Optional<Guard.Secret> secret(StreamEntry entry, Action action) {
        var guard =
                switch (action) {
                    case PLAY -> Optional.of(door.playGuard(entry.name()));
                    case PUBLISH -> door.publishGuard(entry.name());
                };
        return guard.filter(Guard.Secret.class::isInstance).map(Guard.Secret.class::cast);
    }

    private static String status(StreamEntry entry, Optional<Broadcast> broadcast) {
        if (!entry.isEnabled()) {
            return "disabled";
        }
        return lower(broadcast.map(live -> live.stream().state()).orElse(StreamState.IDLE));
    }

    private static void putHealth(Map<String, Object> words, Optional<Broadcast> broadcast) {
        broadcast.ifPresent(live -> {
            var health = live.health();
            words.put("health", lower(health.level()));
            words.put("health_reasons", health.reasons());
            words.put("readers", live.stream().quality().readers());
        });
    }

    List<Map<String, Object>> targets(StreamEntry entry) {
        return entry.definition().targets().stream()
                .map(target -> target(entry, target.id()).orElseThrow())
                .toList();
    }

    Optional<Map<String, Object>> target(StreamEntry entry, String id) {
        var reports =
                broadcasts
                        .find(Director.nameOf(entry))
                        .map(Broadcast::targetReports)
                        .orElse(Map.of());
        return entry.definition().targets().stream()
                .filter(target -> target.id().equals(id))
                .findFirst()
                .map(target -> {
                    var words = new LinkedHashMap<>(StreamDefinition.targetWords(target));
                    words.putAll(report(reports.getOrDefault(id, Relay.Report.IDLE)));
                    return words;
                });
    }

    private static Map<String, Object> report(Relay.Report report) {
        var words = new LinkedHashMap<String, Object>();
        words.put("status", lower(report.state()));
        report.lastError().ifPresent(error -> words.put("last_error", error));
        return words;
    }

    /// An address and a key for programs with two boxes, and both in one for those with one.
    private Map<String, Object> ingest(StreamDefinition definition, URI site) {
        var words = new LinkedHashMap<String, Object>();
        var key = definition.streamKey().orElse(definition.name());
        ports.get()
                .addresses(site.getHost())
                .forEach((scheme, address) -> {
                    words.put(scheme, address);
                    words.put(scheme + "_url", address + "/" + key);
                });
        return words;
    }

    private static Map<String, Object> playback(String name, URI site) {
        var words = new LinkedHashMap<String, Object>();
        words.put("hls", site + "/live/" + name + "/index.m3u8");
        words.put("hls_ts", site + "/live/" + name + "/ts.m3u8");
        words.put("dash", site + "/live/" + name + "/manifest.mpd");
        words.put("page", site + "/live/" + name);
        words.put("embed", site + "/embed/live/" + name);
        return words;
    }

    /// The titles that its recordings are, the newest first; none of a stream that not everyone may
    /// watch.
    private List<String> assets(StreamEntry entry) {
        if (!door.isOpenToAll(Director.nameOf(entry).name())) {
            return List.of();
        }
        try {
            var recordings = broadcasts.recordings();
            return recordings.isEmpty()
                    ? List.of()
                    : recordings.get().of(Director.nameOf(entry)).stream()
                            .limit(MAXIMUM_ASSETS)
                            .map(PackagedFolder::playbackId)
                            .toList();
        } catch (IOException unreadable) {
            LOG.warn("the recordings cannot be listed", unreadable);
            return List.of();
        }
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
