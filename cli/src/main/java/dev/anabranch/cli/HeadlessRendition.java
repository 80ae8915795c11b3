package dev.anabranch.cli;

import dev.anabranch.client.Answer;
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
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Plays one media playlist: follows it on one thread, fetches what it lists on a second, in order,
/// and asks for hinted parts before they are there.
final class HeadlessRendition implements Runnable, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_FAILURES = 5;

    private final Transport transport;
    private final LivePlaylistFollower follower;
    private final URI address;
    private final Viewer viewer;
    private final ExecutorService pieces =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final ExecutorService hints = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<URI, CompletableFuture<Answer>> hinted = new ConcurrentHashMap<>();
    private MediaPiece.@Nullable Init init;
    private boolean hasBegun;
    private @Nullable PlaylistEdge edge;

    /// What becomes of a rendition. `piece` and `begin` are called by the fetching thread, the rest
    /// by the following one.
    interface Viewer {

        /// Where to begin, when the first version of the playlist is there.
        PlaylistEdge start(MediaPlaylist playlist, Answer answer);

        /// A version of the playlist was answered.
        void reload(Answer answer, Optional<MediaPlaylist> changed);

        /// What follows is to be decoded with this; empty for transport streams.
        void begin(Optional<byte[]> init);

        /// The next piece is there.
        void piece(MediaPiece piece, Answer answer);

        void error(String what);
    }

    HeadlessRendition(
            Transport transport,
            PlaybackClock clock,
            URI address,
            FollowSettings settings,
            Viewer viewer) {
        this.transport = transport;
        this.address = address;
        this.viewer = viewer;
        this.follower = new LivePlaylistFollower(transport, clock, address, settings);
    }

    @Override
    public void run() {
        int failures = 0;
        while (failures < MAX_FAILURES && !Thread.currentThread().isInterrupted()) {
            try {
                if (!step()) {
                    return;
                }
                failures = 0;
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (TransportException | MediaFormatException failed) {
                viewer.error(String.valueOf(failed.getMessage()));
                failures++;
            }
        }
    }

    private boolean step() throws TransportException, MediaFormatException, InterruptedException {
        switch (follower.next()) {
            case Reload.Changed changed -> {
                viewer.reload(changed.answer(), Optional.of(changed.playlist()));
                changed(changed.playlist(), changed.answer());
            }
            case Reload.Unchanged same -> viewer.reload(same.answer(), Optional.empty());
            case Reload.Refused refused -> {
                viewer.reload(refused.answer(), Optional.empty());
                viewer.error(address + " was answered with " + refused.answer().status());
            }
            case Reload.Ended _ -> {
                return false;
            }
        }
        return true;
    }

    private void changed(MediaPlaylist playlist, Answer answer) {
        var from = edge == null ? viewer.start(playlist, answer) : edge;
        for (var piece : MediaPiece.after(from, playlist, follower.address())) {
            pieces.execute(() -> fetch(piece));
        }
        edge = PlaylistEdge.of(playlist);
        for (var hint : playlist.preloadHints()) {
            boolean isWhole = hint.byteRangeStart() == 0 && hint.byteRangeLength() == null;
            if (hint.type() == PreloadHint.Type.PART && isWhole) {
                hinted.computeIfAbsent(
                        URI.create(UrlReference.resolve(address.toString(), hint.uri())),
                        this::ask);
            }
        }
    }

    private CompletableFuture<Answer> ask(URI part) {
        var future = new CompletableFuture<Answer>();
        hints.execute(() -> {
            try {
                future.complete(transport.get(Request.media(part, Optional.empty(), TIMEOUT)));
            } catch (TransportException failed) {
                future.completeExceptionally(failed);
            } catch (InterruptedException closed) {
                future.cancel(true);
            }
        });
        return future;
    }

    private void fetch(MediaPiece piece) {
        if (piece.isGap()) {
            return;
        }
        try {
            if (needsInit(piece)) {
                begin(piece);
            }
            var early = hinted.remove(piece.address());
            var answer = early == null ? transport.get(piece.request(TIMEOUT)) : early.get();
            if (!answer.isSuccess()) {
                answer = transport.get(piece.request(TIMEOUT));
            }
            if (!answer.isSuccess()) {
                viewer.error(piece.address() + " was answered with " + answer.status());
                return;
            }
            viewer.piece(piece, answer);
        } catch (TransportException failed) {
            viewer.error(String.valueOf(failed.getMessage()));
        } catch (ExecutionException failed) {
            viewer.error(String.valueOf(failed.getCause()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean needsInit(MediaPiece piece) {
        return !hasBegun || !piece.init().equals(Optional.ofNullable(init));
    }

    private void begin(MediaPiece piece) throws TransportException, InterruptedException {
        hasBegun = true;
        init = piece.init().orElse(null);
        if (piece.init().isEmpty()) {
            viewer.begin(Optional.empty());
            return;
        }
        var wanted = piece.init().get();
        var answer = transport.get(Request.media(wanted.address(), wanted.range(), TIMEOUT));
        if (!answer.isSuccess()) {
            viewer.error(wanted.address() + " was answered with " + answer.status());
            return;
        }
        viewer.begin(Optional.of(answer.body()));
    }

    @Override
    public void close() {
        pieces.shutdownNow();
        hints.shutdownNow();
        pieces.close();
        hints.close();
    }
}
