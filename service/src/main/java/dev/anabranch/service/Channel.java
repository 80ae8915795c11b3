package dev.anabranch.service;

import dev.anabranch.kernel.Failover;
import dev.anabranch.kernel.Health;
import dev.anabranch.kernel.Quality;
import dev.anabranch.kernel.StreamState;
import dev.anabranch.kernel.TrackQuality;
import dev.anabranch.live.Broadcast;
import dev.anabranch.live.BroadcastHealth;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.origin.LiveChannel;
import dev.anabranch.origin.LiveReport;
import dev.anabranch.packager.live.LivePresentation;
import dev.anabranch.packager.live.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A broadcast as viewers see it, with the figures of its last two minutes.
final class Channel implements LiveChannel {

    /// The one that reads the stream for this very page.
    private static final int OWN_READERS = 1;

    private final Broadcast broadcast;
    private final Supplier<List<LiveReport.Ingest>> ingests;

    private final Function<Recording, Optional<String>> titles;

    /// The ticking thread's own.
    private final ArrayDeque<LiveReport.Second> seconds = new ArrayDeque<>();

    /// From the ticking thread to event loops.
    private volatile List<LiveReport.Second> history = List.of();

    /// Written by the ticking thread.
    private volatile @Nullable Instant awaySince;

    /// @param titles the playback id of a recording; empty when it is no title
    Channel(
            Broadcast broadcast,
            Supplier<List<LiveReport.Ingest>> ingests,
            Function<Recording, Optional<String>> titles) {
        this.titles = titles;
        this.broadcast = broadcast;
        this.ingests = ingests;
    }

    Broadcast broadcast() {
        return broadcast;
    }

    @Override
    public String name() {
        return broadcast.name().name();
    }

    @Override
    public Optional<LivePresentation> presentation() {
        return broadcast.presentation();
    }

    @Override
    public Optional<Recording> recording() {
        return broadcast.recording();
    }

    @Override
    public Optional<String> recordedTitle() {
        return broadcast.recording().flatMap(titles);
    }

    @Override
    public LiveReport report() {
        var health = broadcast.health();
        return new LiveReport(
                state(broadcast.stream().state()),
                level(health),
                health.reasons().stream().map(LiveReport.Reason::of).toList(),
                broadcast.since(),
                away(),
                ingests.get(),
                TrackWords.of(broadcast.stream().tracks()),
                history);
    }

    private Optional<LiveReport.Away> away() {
        var since = awaySince;
        if (since == null || !isAway()) {
            return Optional.empty();
        }
        var settings = broadcast.stream().settings();
        // A slate may stand in for longer than the window.
        var until =
                broadcast.stream().publisher().isEmpty()
                                && settings.failover().equals(Failover.NONE)
                        ? Optional.of(since.plus(settings.reconnectWindow()))
                        : Optional.<Instant>empty();
        return Optional.of(new LiveReport.Away(since, until));
    }

    private boolean isAway() {
        return broadcast.stream().health().reasons().stream()
                .map(Health.Reason::fault)
                .anyMatch(fault ->
                        fault == Health.Fault.PUBLISHER_LOST || fault == Health.Fault.STALLED);
    }

    /// Adds the figures of the second that has passed. One thread.
    void tick(Instant now) {
        if (!isAway()) {
            awaySince = null;
        } else if (awaySince == null) {
            awaySince = now;
        }
        seconds.addLast(second(now));
        if (seconds.size() > LiveReport.MAXIMUM_SECONDS) {
            seconds.removeFirst();
        }
        history = List.copyOf(seconds);
    }

    private LiveReport.Second second(Instant now) {
        var quality = broadcast.stream().quality();
        var kinds = new HashMap<Integer, TrackKind>();
        for (Track track : broadcast.stream().tracks()) {
            kinds.put(track.id(), track.kind());
        }
        var video =
                quality.tracks().stream()
                        .filter(track -> kinds.get(track.trackId()) == TrackKind.VIDEO)
                        .findFirst();
        return new LiveReport.Second(
                now,
                bits(quality, kinds, TrackKind.VIDEO),
                bits(quality, kinds, TrackKind.AUDIO),
                video.map(TrackQuality::framesPerSecond).orElse(0.0),
                Duration.ofMillis(
                        Math.round(
                                1000
                                        * video.map(TrackQuality::keyframeDistanceSeconds)
                                                .orElse(0.0))),
                broadcast.segmentDelay(),
                Math.max(0, quality.readers() - OWN_READERS));
    }

    private static long bits(Quality quality, Map<Integer, TrackKind> kinds, TrackKind kind) {
        return quality.tracks().stream()
                .filter(track -> kinds.get(track.trackId()) == kind)
                .mapToLong(TrackQuality::bitsPerSecond)
                .sum();
    }

    static LiveReport.State state(StreamState state) {
        return switch (state) {
            case IDLE -> LiveReport.State.IDLE;
            case ACTIVE -> LiveReport.State.ACTIVE;
            case DISABLED -> LiveReport.State.DISABLED;
        };
    }

    static LiveReport.Health level(BroadcastHealth health) {
        return switch (health.level()) {
            case GOOD -> LiveReport.Health.GOOD;
            case WARNING -> LiveReport.Health.WARNING;
            case BAD -> LiveReport.Health.BAD;
        };
    }
}
