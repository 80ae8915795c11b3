package dev.anabranch.cli;

import dev.anabranch.client.Answer;
import dev.anabranch.client.FollowSettings;
import dev.anabranch.client.MediaPiece;
import dev.anabranch.client.PlaybackClock;
import dev.anabranch.client.PlaylistEdge;
import dev.anabranch.client.Request;
import dev.anabranch.client.StreamChoice;
import dev.anabranch.client.Transport;
import dev.anabranch.client.TransportException;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Plays a live stream without a screen: fetches as a player does, decodes every picture, and
/// reckons when a player would show it that begins as far behind the end as the server asks for
/// (PART-HOLD-BACK, HOLD-BACK) and waits where it has nothing.
final class HeadlessPlayer {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int HOLD_BACK_TARGETS = 3;

    private final Transport transport;
    private final PlaybackClock clock;
    private final Optional<FfmpegProgram> ffmpeg;
    private final boolean isLowLatency;

    /// @param ffmpeg to decode with; empty to measure delivery alone
    /// @param isLowLatency whether parts are played where there are any
    HeadlessPlayer(
            Transport transport,
            PlaybackClock clock,
            Optional<FfmpegProgram> ffmpeg,
            boolean isLowLatency) {
        this.transport = transport;
        this.clock = clock;
        this.ffmpeg = ffmpeg;
        this.isLowLatency = isLowLatency;
    }

    /// Plays for `duration`, or until the stream ends.
    ///
    /// @throws MediaFormatException when `address` is no playlist, or one that does not go on
    /// @throws CommandException when the server has no such thing
    PlayReport play(URI address, Duration duration)
            throws TransportException,
                    MediaFormatException,
                    CommandException,
                    InterruptedException {
        long startNanos = clock.nanos();
        var playlists = playlists(address);
        var metrics = new PlayMetrics(clock, startNanos, playlists.size());
        var settings = isLowLatency ? FollowSettings.LOW_LATENCY : FollowSettings.CLASSIC;
        var renditions = new ArrayList<HeadlessRendition>();
        var threads = new ArrayList<Thread>();
        var over = new AtomicBoolean();
        try (var pictures = pictures(metrics)) {
            for (int track = 0; track < playlists.size(); track++) {
                var viewer = new Viewer(track, metrics, pictures, isLowLatency, over);
                var rendition =
                        new HeadlessRendition(
                                transport, clock, playlists.get(track), settings, viewer);
                renditions.add(rendition);
                threads.add(Thread.ofVirtual().start(rendition));
            }
            await(threads, startNanos + duration.toNanos());
            long stopNanos = clock.nanos();
            threads.forEach(Thread::interrupt);
            for (var thread : threads) {
                thread.join();
            }
            renditions.forEach(HeadlessRendition::close);
            pictures.end();
            if (over.get()) {
                throw MediaFormatException.unsupported(
                        address.toString(),
                        "this has ended (EXT-X-ENDLIST), and only live streams are played; 'validate' checks it");
            }
            return metrics.report(address, playlists, isLowLatency, stopNanos);
        }
    }

    private void await(List<Thread> threads, long deadlineNanos) throws InterruptedException {
        for (var thread : threads) {
            long left = deadlineNanos - clock.nanos();
            if (left <= 0 || !thread.join(Duration.ofNanos(left))) {
                return;
            }
        }
    }

    /// The video first, then the audio that is not in it.
    private List<URI> playlists(URI address)
            throws TransportException,
                    MediaFormatException,
                    CommandException,
                    InterruptedException {
        var answer = found(transport, address);
        if (isPage(answer)) {
            answer = found(transport, behind(address));
        }
        var parsed = PlaylistParser.parse(answer.body(), ParseOptions.LENIENT).playlist();
        if (!(parsed instanceof MultivariantPlaylist multivariant)) {
            return List.of(answer.address());
        }
        var choice =
                StreamChoice.of(multivariant, answer.address(), Long.MAX_VALUE)
                        .orElseThrow(() ->
                                MediaFormatException.malformed(
                                        address.toString(), "there is nothing to play"));
        var playlists = new ArrayList<>(List.of(choice.variant()));
        choice.audio().filter(audio -> !audio.equals(choice.variant())).ifPresent(playlists::add);
        return playlists;
    }

    /// A playlist that has to be there.
    static Answer found(Transport transport, URI address)
            throws TransportException, CommandException, InterruptedException {
        var answer = transport.get(Request.playlist(address, TIMEOUT));
        if (answer.isSuccess()) {
            return answer;
        }
        var code =
                switch (answer.status()) {
                    case 404, 410 -> ExitCode.NOT_FOUND;
                    case 401, 403 -> ExitCode.NOT_ALLOWED;
                    default -> ExitCode.FAILED;
                };
        throw new CommandException(code, address + ": the server answers " + answer.status());
    }

    private static boolean isPage(Answer answer) {
        return answer.fields().getOrDefault("content-type", "").startsWith("text/html");
    }

    /// The playlist that the page of a live stream plays.
    private static URI behind(URI page) {
        var path = page.getRawPath().replaceFirst("^/embed/", "/").replaceFirst("/+$", "");
        var query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
        return page.resolve(path + "/index.m3u8" + query);
    }

    private Pictures pictures(PlayMetrics metrics) {
        return new Pictures(
                ffmpeg.map(program -> new ClockReader(program, clock, metrics::picture)), metrics);
    }

    /// The decoder of the first track, if there is to be one. Used by its fetching thread, and at
    /// the end by the one that closes it.
    private record Pictures(Optional<ClockReader> reader, PlayMetrics metrics)
            implements AutoCloseable {

        void begin(Optional<byte[]> init) {
            act(decoder -> decoder.begin(init));
        }

        void write(byte[] bytes) {
            act(decoder -> decoder.write(bytes));
        }

        void end() {
            act(ClockReader::end);
        }

        private void act(Action action) {
            if (reader.isEmpty()) {
                return;
            }
            try {
                action.on(reader.get());
            } catch (ProgramException | IOException | IllegalStateException failed) {
                metrics.error("the decoder: " + failed.getMessage());
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            reader.ifPresent(ClockReader::close);
        }
    }

    private interface Action {
        void on(ClockReader reader) throws ProgramException, IOException, InterruptedException;
    }

    /// One rendition as it is watched.
    ///
    /// @param over set when it is over before anything was played
    private record Viewer(
            int track, PlayMetrics metrics, Pictures pictures, boolean hasParts, AtomicBoolean over)
            implements HeadlessRendition.Viewer {

        @Override
        public PlaylistEdge start(MediaPlaylist playlist, Answer answer) {
            if (playlist.hasEnded()) {
                over.set(true);
            }
            var pieces = MediaPiece.after(first(playlist), playlist, answer.address());
            var holdBack = holdBack(playlist, hasParts);
            var start = startOf(pieces, holdBack);
            metrics.begin(track, start.behind(), holdBack, answer);
            return start.edge(playlist);
        }

        private static PlaylistEdge first(MediaPlaylist playlist) {
            return new PlaylistEdge(playlist.firstListedSequence(), 0);
        }

        @Override
        public void reload(Answer answer, Optional<MediaPlaylist> changed) {
            metrics.reload(answer, track == 0 ? changed : Optional.empty());
        }

        @Override
        public void begin(Optional<byte[]> init) {
            if (track == 0) {
                metrics.init(init);
                pictures.begin(init);
            }
        }

        @Override
        public void piece(MediaPiece piece, Answer answer) {
            metrics.piece(track, piece, answer);
            if (track == 0) {
                pictures.write(answer.body());
            }
        }

        @Override
        public void error(String what) {
            metrics.error(what);
        }
    }

    static Duration holdBack(MediaPlaylist playlist, boolean hasParts) {
        var control = playlist.serverControl();
        if (hasParts
                && playlist.partInf() != null
                && control != null
                && control.partHoldBack() != null) {
            return control.partHoldBack().toDuration();
        }
        return control != null && control.holdBack() != null
                ? control.holdBack().toDuration()
                : Duration.ofSeconds(HOLD_BACK_TARGETS * playlist.targetDuration());
    }

    /// The last independent piece that begins at least `holdBack` before the end, or else the
    /// first.
    static Start startOf(List<MediaPiece> pieces, Duration holdBack) {
        var behind = Duration.ZERO;
        var first = new Start(Optional.empty(), behind);
        for (int i = pieces.size() - 1; i >= 0; i--) {
            var piece = pieces.get(i);
            behind = behind.plus(piece.duration());
            if (piece.isIndependent()) {
                first = new Start(Optional.of(piece), behind);
                if (behind.compareTo(holdBack) >= 0) {
                    return first;
                }
            }
        }
        return first;
    }

    /// Where fetching begins.
    ///
    /// @param piece the first; empty when there is none yet
    /// @param behind how far before the end it begins
    record Start(Optional<MediaPiece> piece, Duration behind) {

        PlaylistEdge edge(MediaPlaylist playlist) {
            return piece.map(one -> new PlaylistEdge(one.msn(), one.part().orElse(0)))
                    .orElseGet(() -> PlaylistEdge.of(playlist));
        }
    }
}
