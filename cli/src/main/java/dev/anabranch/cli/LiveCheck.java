package dev.anabranch.cli;

import dev.anabranch.client.Answer;
import dev.anabranch.client.Directives;
import dev.anabranch.client.PlaybackClock;
import dev.anabranch.client.Request;
import dev.anabranch.client.StreamChoice;
import dev.anabranch.client.Transport;
import dev.anabranch.client.TransportException;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Strictness;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import dev.anabranch.packager.check.LiveAnswer;
import dev.anabranch.packager.check.LiveManifestMedia;
import dev.anabranch.packager.check.LiveSurvey;
import dev.anabranch.packager.check.LiveTally;
import dev.anabranch.packager.check.PresentationCheck;
import dev.anabranch.packager.check.Report;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Follows every rendition of a live presentation until it is closed or ends, and has all of it
/// checked: what `anabranch validate --duration` does, and what tests run beside a stream.
///
/// A virtual thread for each playlist asks as a low-latency player does; others fetch what is
/// listed, what is hinted at and what is gone, and ask for what must be refused.
public final class LiveCheck implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration SHORTEST_UPDATE = Duration.ofMillis(500);
    private static final Duration NO_UPDATE = Duration.ofSeconds(2);

    private final LiveSurvey survey;
    private final Transport transport;
    private final PlaybackClock clock;
    private final List<LiveManifestMedia> manifests = new CopyOnWriteArrayList<>();
    private final List<Thread> followers = new CopyOnWriteArrayList<>();
    private final Map<URI, LiveRenditionCheck> renditions = new ConcurrentHashMap<>();

    /// @param isLowLatency whether a stream without low latency is a breach
    public LiveCheck(Transport transport, PlaybackClock clock, boolean isLowLatency) {
        this.survey = new LiveSurvey(isLowLatency);
        this.transport = transport;
        this.clock = clock;
    }

    /// Reads a playlist or an MPD and follows what it leads to, until [#close].
    ///
    /// @return false when it is neither, or not live
    public boolean follow(URI address) throws TransportException, InterruptedException {
        var answer = transport.get(Request.playlist(address, TIMEOUT));
        if (!answer.isSuccess()) {
            return false;
        }
        return switch (PresentationCheck.Kind.of(answer.body())) {
            case HLS -> playlists(answer);
            case DASH -> manifest(answer);
            case NEITHER -> false;
        };
    }

    private boolean playlists(Answer answer) {
        try {
            var parsed = PlaylistParser.parse(answer.body(), ParseOptions.LENIENT);
            switch (parsed.playlist()) {
                case MultivariantPlaylist multivariant -> {
                    multivariant(answer, multivariant);
                    followers.add(
                            Thread.ofVirtual()
                                    .name("check " + answer.address().getPath())
                                    .start(() -> followMultivariant(answer.address())));
                }
                case MediaPlaylist media -> {
                    if (media.hasEnded()) {
                        return false;
                    }
                    rendition(answer.address());
                }
            }
            return true;
        } catch (MediaFormatException broken) {
            survey.failure(answer.address().toString(), String.valueOf(broken.getMessage()));
            return true;
        }
    }

    private void multivariant(Answer answer, MultivariantPlaylist multivariant) {
        survey.multivariant(told(answer, Directives.NONE));
        StreamChoice.all(multivariant, answer.address()).forEach(this::rendition);
    }

    private void rendition(URI playlist) {
        if (renditions.containsKey(playlist)) {
            return;
        }
        var check = new LiveRenditionCheck(survey, transport, clock, playlist);
        renditions.put(playlist, check);
        followers.add(Thread.ofVirtual().name("check " + playlist.getPath()).start(check));
    }

    /// Renditions that join later are followed from then on.
    private void followMultivariant(URI address) {
        try {
            while (renditions.values().stream().anyMatch(one -> !one.hasEnded())) {
                clock.awaitNanos(clock.nanos() + NO_UPDATE.toNanos());
                var answer = transport.get(Request.playlist(address, TIMEOUT));
                var parsed = PlaylistParser.parse(answer.body(), ParseOptions.LENIENT);
                if (parsed.playlist() instanceof MultivariantPlaylist multivariant) {
                    multivariant(answer, multivariant);
                }
            }
        } catch (TransportException failed) {
            survey.failure(address.toString(), String.valueOf(failed.getMessage()));
        } catch (MediaFormatException broken) {
            survey.failure(address.toString(), String.valueOf(broken.getMessage()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean manifest(Answer answer) {
        var update = updatePeriod(answer);
        if (update.isEmpty()) {
            return false;
        }
        var reader = new LiveManifestMedia(new TransportResources(transport, TIMEOUT));
        manifests.add(reader);
        take(answer, reader);
        followers.add(
                Thread.ofVirtual()
                        .name("check " + answer.address().getPath())
                        .start(() -> followManifest(answer.address(), reader, update.get())));
        return true;
    }

    private void take(Answer answer, LiveManifestMedia reader) {
        var told = told(answer, Directives.NONE);
        survey.manifest(told);
        try {
            reader.take(told.address(), answer.body(), ServerClock.of(answer.field("date")));
        } catch (IOException failed) {
            survey.failure(told.address(), String.valueOf(failed.getMessage()));
        }
    }

    private void followManifest(URI address, LiveManifestMedia reader, Duration first) {
        var update = Optional.of(first);
        try {
            while (update.isPresent()) {
                clock.awaitNanos(clock.nanos() + update.get().toNanos());
                update = manifestAgain(address, reader);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Duration> manifestAgain(URI address, LiveManifestMedia reader)
            throws InterruptedException {
        try {
            var answer = transport.get(Request.playlist(address, TIMEOUT));
            take(answer, reader);
            return updatePeriod(answer);
        } catch (TransportException failed) {
            survey.failure(address.toString(), String.valueOf(failed.getMessage()));
            return Optional.of(NO_UPDATE);
        }
    }

    /// When a dynamic MPD is to be read again.
    private static Optional<Duration> updatePeriod(Answer answer) {
        try {
            var mpd = Mpd.parse(answer.body(), Strictness.LENIENT);
            if (mpd.type() != dev.anabranch.media.dash.PresentationType.DYNAMIC) {
                return Optional.empty();
            }
            var update = mpd.minimumUpdatePeriod().orElse(NO_UPDATE);
            return Optional.of(update.compareTo(SHORTEST_UPDATE) < 0 ? SHORTEST_UPDATE : update);
        } catch (MediaFormatException broken) {
            return Optional.of(NO_UPDATE);
        }
    }

    /// What was looked at so far, an address each.
    public Map<String, LiveTally> tallies() {
        return survey.tallies();
    }

    /// What was found so far.
    public Report report() {
        var all = survey.report();
        for (var reader : manifests) {
            all = all.and(reader.report());
        }
        return all;
    }

    /// Whether all playlists have ended.
    public boolean hasEnded() {
        return followers.stream().noneMatch(Thread::isAlive);
    }

    /// Waits until all playlists have ended, but not longer than `duration`.
    public void await(Duration duration) throws InterruptedException {
        long deadline = clock.nanos() + duration.toNanos();
        for (var follower : followers) {
            long left = deadline - clock.nanos();
            if (left <= 0 || !follower.join(Duration.ofNanos(left))) {
                return;
            }
        }
    }

    /// Stops asking; what is under way is given up.
    @Override
    public void close() {
        followers.forEach(Thread::interrupt);
        try {
            for (var follower : followers) {
                follower.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        renditions.values().forEach(LiveRenditionCheck::close);
    }

    static LiveAnswer told(Answer answer, Directives asked) {
        return told(answer.address().toString().replaceFirst("[?#].*", ""), answer, asked);
    }

    static LiveAnswer told(String address, Answer answer, Directives asked) {
        var timing = answer.timing();
        return new LiveAnswer(
                address,
                new LiveAnswer.Asked(
                        asked.msn(), asked.part(), asked.skip() != Directives.Skipping.NOTHING),
                answer.status(),
                answer.body(),
                answer.fields(),
                timing.sentNanos(),
                timing.firstByteNanos(),
                timing.lastByteNanos());
    }
}
