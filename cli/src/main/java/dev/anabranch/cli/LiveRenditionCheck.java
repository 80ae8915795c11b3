package dev.anabranch.cli;

import dev.anabranch.client.Answer;
import dev.anabranch.client.Directives;
import dev.anabranch.client.FollowSettings;
import dev.anabranch.client.LivePlaylistFollower;
import dev.anabranch.client.MediaPiece;
import dev.anabranch.client.PlaybackClock;
import dev.anabranch.client.PlaylistEdge;
import dev.anabranch.client.Reload;
import dev.anabranch.client.Request;
import dev.anabranch.client.Transport;
import dev.anabranch.client.TransportException;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.dash.UrlReference;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.PreloadHint;
import dev.anabranch.packager.check.LiveAnswer;
import dev.anabranch.packager.check.LivePiece;
import dev.anabranch.packager.check.LiveSurvey;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Follows one media playlist for [LiveCheck]. [#run] is one thread; a second one fetches what is
/// listed, in order; each hint and each piece that is gone is a short-lived one.
final class LiveRenditionCheck implements Runnable, AutoCloseable {

    private static final int UNAVAILABLE = 503;
    private static final int VERSIONS_TO_WHOLE = 7;
    private static final int VERSIONS_TO_PROBES = 25;
    private static final long AFTER_FAILURE_NANOS = 500_000_000L;

    /// A hinted part may be waited for as long as its source is away.
    private static final Duration LONGEST_HINT = Duration.ofMinutes(2);

    private final LiveSurvey survey;
    private final Transport transport;
    private final PlaybackClock clock;
    private final String playlist;
    private final LivePlaylistFollower follower;
    private final ExecutorService pieces =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CompletableFuture<Answer>> hints = new ConcurrentHashMap<>();

    /// Addresses hinted at in the version before, until they are listed or hinted at again.
    private final Set<String> waiting = new HashSet<>();

    private @Nullable PlaylistEdge edge;
    private @Nullable MediaPlaylist before;
    private int versions;

    /// From its own thread to whoever asks.
    private volatile boolean hasEnded;

    LiveRenditionCheck(LiveSurvey survey, Transport transport, PlaybackClock clock, URI playlist) {
        this.survey = survey;
        this.transport = transport;
        this.clock = clock;
        this.playlist = playlist.toString();
        this.follower =
                new LivePlaylistFollower(transport, clock, playlist, FollowSettings.LOW_LATENCY);
    }

    /// Whether the playlist has ended.
    boolean hasEnded() {
        return hasEnded;
    }

    /// Until the playlist ends or the thread is interrupted: a failure is told of, and the next
    /// answer waited for.
    @Override
    public void run() {
        try {
            while (!hasEnded) {
                if (!stepped()) {
                    clock.awaitNanos(clock.nanos() + AFTER_FAILURE_NANOS);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean stepped() throws InterruptedException {
        try {
            hasEnded = !step();
            return true;
        } catch (TransportException failed) {
            survey.failure(playlist, String.valueOf(failed.getMessage()));
        } catch (MediaFormatException broken) {
            survey.failure(playlist, String.valueOf(broken.getMessage()));
        }
        return false;
    }

    private boolean step() throws TransportException, MediaFormatException, InterruptedException {
        switch (follower.next()) {
            case Reload.Changed changed -> {
                survey.playlist(LiveCheck.told(playlist, changed.answer(), changed.asked()));
                changed(changed.playlist());
            }
            case Reload.Unchanged same ->
                    survey.playlist(LiveCheck.told(playlist, same.answer(), same.asked()));
            case Reload.Refused refused ->
                    survey.playlist(LiveCheck.told(playlist, refused.answer(), refused.asked()));
            case Reload.Ended _ -> {
                return false;
            }
        }
        return true;
    }

    private void changed(MediaPlaylist now) throws TransportException, InterruptedException {
        var from = edge == null ? new PlaylistEdge(liveStart(now), 0) : edge;
        var added = MediaPiece.after(from, now, URI.create(playlist));
        for (var piece : added) {
            pieces.execute(() -> fetch(piece));
        }
        forgetVoid(added, now);
        edge = PlaylistEdge.of(now);
        if (before != null) {
            LiveRemovals.between(before, now, playlist)
                    .forEach(removal -> others.execute(() -> revisit(removal)));
        }
        before = now;
        now.preloadHints().forEach(this::hint);
        versions++;
        if (versions % VERSIONS_TO_WHOLE == 0 && !now.hasEnded()) {
            var answer = transport.get(Request.playlist(URI.create(playlist), LiveCheck.TIMEOUT));
            survey.playlist(LiveCheck.told(playlist, answer, Directives.NONE));
        }
        if (versions % VERSIONS_TO_PROBES == 1 && !now.hasEnded()) {
            others.execute(() -> new LiveProbes(survey, transport, playlist).ask(now));
        }
    }

    /// The last whole segment: what is older need not be read to judge a live stream.
    private static long liveStart(MediaPlaylist now) {
        return Math.max(now.firstListedSequence(), PlaylistEdge.of(now).msn() - 1);
    }

    private void hint(PreloadHint hint) {
        boolean isWhole = hint.byteRangeStart() == 0 && hint.byteRangeLength() == null;
        if (hint.type() != PreloadHint.Type.PART || !isWhole) {
            return;
        }
        var address = UrlReference.resolve(playlist, hint.uri());
        waiting.add(address);
        hints.computeIfAbsent(
                address,
                at -> {
                    var answer = new CompletableFuture<Answer>();
                    others.execute(() -> ask(URI.create(at), answer));
                    return answer;
                });
    }

    /// Hints that came to nothing.
    private void forgetVoid(List<MediaPiece> added, MediaPlaylist now) {
        added.forEach(piece -> waiting.remove(piece.address().toString()));
        for (var hint : now.preloadHints()) {
            waiting.remove(UrlReference.resolve(playlist, hint.uri()));
        }
        for (var address : waiting) {
            var answer = hints.remove(address);
            if (answer != null) {
                others.execute(() -> judgeVoid(address, answer));
            }
        }
        waiting.clear();
    }

    private void judgeVoid(String address, CompletableFuture<Answer> hinted) {
        try {
            survey.voided(playlist, LiveCheck.told(address, hinted.get(), Directives.NONE));
        } catch (ExecutionException failed) {
            survey.failure(playlist, String.valueOf(failed.getCause()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(URI address, CompletableFuture<Answer> future) {
        try {
            future.complete(transport.get(Request.media(address, Optional.empty(), LONGEST_HINT)));
        } catch (TransportException failed) {
            future.completeExceptionally(failed);
        } catch (InterruptedException closed) {
            future.cancel(true);
        }
    }

    private void fetch(MediaPiece piece) {
        if (piece.isGap()) {
            survey.gap(listed(piece));
            return;
        }
        try {
            var address = piece.address().toString();
            var listed = listed(piece);
            if (listed.init().isPresent() && !survey.hasInit(playlist, listed.init().get())) {
                init(piece.init().orElseThrow());
            }
            var hinted = hints.remove(address);
            if (hinted == null) {
                survey.piece(listed, got(piece.request(LiveCheck.TIMEOUT)));
                return;
            }
            var answer = LiveCheck.told(address, hinted.get(), Directives.NONE);
            survey.hinted(
                    playlist,
                    answer,
                    LiveSurvey.isSlow(answer)
                            ? Optional.of(got(piece.request(LiveCheck.TIMEOUT)))
                            : Optional.empty());
            // The wait for a hint ends when its source stays away; what is listed is there.
            boolean isGivenUp = answer.status() == UNAVAILABLE;
            survey.piece(listed, isGivenUp ? got(piece.request(LiveCheck.TIMEOUT)) : answer);
        } catch (TransportException failed) {
            survey.failure(playlist, String.valueOf(failed.getMessage()));
        } catch (ExecutionException failed) {
            survey.failure(playlist, String.valueOf(failed.getCause()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private LiveAnswer got(Request request) throws TransportException, InterruptedException {
        return LiveCheck.told(
                request.address().toString(), transport.get(request), Directives.NONE);
    }

    private void init(MediaPiece.Init init) throws TransportException, InterruptedException {
        survey.init(playlist, got(Request.media(init.address(), init.range(), LiveCheck.TIMEOUT)));
    }

    private LivePiece listed(MediaPiece piece) {
        return new LivePiece(
                playlist,
                piece.msn(),
                piece.part(),
                piece.address().toString(),
                piece.duration(),
                piece.isIndependent(),
                piece.discontinuity(),
                piece.init().map(init -> init.address().toString()));
    }

    private void revisit(LiveRemovals.Removal removal) {
        try {
            clock.awaitNanos(clock.nanos() + removal.delay().toNanos());
            var address = URI.create(removal.address());
            survey.removed(
                    playlist,
                    got(Request.media(address, Optional.empty(), LiveCheck.TIMEOUT)),
                    removal.isPart());
        } catch (TransportException failed) {
            survey.failure(playlist, String.valueOf(failed.getMessage()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        pieces.shutdownNow();
        others.shutdownNow();
        pieces.close();
        others.close();
    }
}
