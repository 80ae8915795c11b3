package dev.anabranch.cli;

import dev.anabranch.client.Answer;
import dev.anabranch.client.MediaPiece;
import dev.anabranch.client.PlaybackClock;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.PartialSegment;
import dev.anabranch.media.hls.ProgramDateTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Collects what a [HeadlessPlayer] sees. Safe for use by many threads.
final class PlayMetrics {

    private static final int MAX_ERRORS = 100;

    /// One millisecond is what the clock in the picture resolves.
    private static final long SHORTEST_STALL_NANOS = 1_000_000;

    private final long startNanos;
    private final Instant startTime;
    private final Playout playout;
    private final List<Picture> pictures = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private Optional<PieceTimes> pieceTimes = Optional.empty();
    private final List<Long> partDelays = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private Duration holdBack = Duration.ZERO;
    private long firstPieceNanos = -1;
    private long firstPictureNanos = -1;
    private int unreadable;
    private int pieces;
    private long bytes;
    private int reloads;
    private long playlistBytes;

    /// A decoded picture.
    ///
    /// @param millis what its clock shows, or -1
    private record Picture(long millis, long decodedNanos) {}

    PlayMetrics(PlaybackClock clock, long startNanos, int tracks) {
        this.startNanos = startNanos;
        // Wall clock and monotonic clock are tied together once: a leap of the wall clock while it
        // plays would be a leap of latency.
        this.startTime = InstantSource.system().instant().minusNanos(clock.nanos() - startNanos);
        this.playout = new Playout(tracks);
    }

    synchronized void begin(int track, Duration behind, Duration asked, Answer answer) {
        if (track == 0) {
            holdBack = asked;
        }
        playout.begin(track, behind, asked, answer.timing().lastByteNanos());
    }

    synchronized void reload(Answer answer, Optional<MediaPlaylist> changed) {
        reloads++;
        playlistBytes += answer.body().length;
        changed.flatMap(PlayMetrics::endOfParts)
                .ifPresent(end ->
                        partDelays.add(
                                Duration.between(end, wall(answer.timing().lastByteNanos()))
                                        .toNanos()));
    }

    /// The wall clock at the end of the newest part.
    private static Optional<Instant> endOfParts(MediaPlaylist playlist) {
        var time = open(playlist);
        if (time == null || playlist.openParts().isEmpty()) {
            return Optional.empty();
        }
        var end = time.instant();
        for (PartialSegment part : playlist.openParts()) {
            end = end.plus(part.duration().toDuration());
        }
        return Optional.of(end);
    }

    private static @Nullable ProgramDateTime open(MediaPlaylist playlist) {
        return playlist.openSegment().stream()
                .filter(ProgramDateTime.class::isInstance)
                .map(ProgramDateTime.class::cast)
                .findFirst()
                .orElse(null);
    }

    synchronized void piece(int track, MediaPiece piece, Answer answer) {
        long at = Math.max(answer.timing().lastByteNanos(), startNanos);
        if (track == 0 && firstPieceNanos < 0) {
            firstPieceNanos = at;
        }
        pieces++;
        bytes += answer.body().length;
        playout.arrived(track, piece.duration().toNanos(), at);
        if (track == 0 && pieceTimes.isPresent()) {
            try {
                times.addAll(pieceTimes.get().shownNanos(answer.body()));
            } catch (MediaFormatException broken) {
                error(piece.address() + ": " + broken.getMessage());
            }
        }
    }

    /// What follows of the video is told by this.
    synchronized void init(Optional<byte[]> init) {
        pieceTimes = Optional.empty();
        if (init.isEmpty()) {
            return;
        }
        try {
            pieceTimes = Optional.of(PieceTimes.of(init.get()));
        } catch (MediaFormatException broken) {
            error("the init section: " + broken.getMessage());
        }
    }

    synchronized void picture(long millis, long decodedNanos) {
        if (firstPictureNanos < 0) {
            firstPictureNanos = decodedNanos;
        }
        if (millis < 0) {
            unreadable++;
        }
        pictures.add(new Picture(millis, decodedNanos));
    }

    synchronized void error(String what) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(what);
        }
    }

    private Instant wall(long nanos) {
        return startTime.plusNanos(nanos - startNanos);
    }

    /// How old pictures were when they were shown and when they were decoded, and how many came
    /// late.
    private record PictureDelays(List<Long> shown, List<Long> decoded, int late) {}

    private PictureDelays delays() {
        var shown = new ArrayList<Long>();
        var decoded = new ArrayList<Long>();
        int late = 0;
        for (int i = 0; i < pictures.size(); i++) {
            var picture = pictures.get(i);
            var position = position(i);
            boolean isShown = position.isPresent() && playout.isShown(position.getAsLong());
            long due = isShown ? playout.shownNanos(position.getAsLong()) : picture.decodedNanos;
            late += picture.decodedNanos > due ? 1 : 0;
            if (picture.millis >= 0) {
                decoded.add(since(picture.millis, picture.decodedNanos));
            }
            if (picture.millis >= 0 && isShown) {
                shown.add(since(picture.millis, Math.max(due, picture.decodedNanos)));
            }
        }
        return new PictureDelays(shown, decoded, late);
    }

    synchronized PlayReport report(
            URI target, List<URI> playlists, boolean isLowLatency, long stopNanos) {
        playout.stop(stopNanos);
        var delays = delays();
        var stalls =
                playout.stalls().stream()
                        .filter(stall -> stall.durationNanos() >= SHORTEST_STALL_NANOS)
                        .toList();
        long stalled = stalls.stream().mapToLong(Playout.Stall::durationNanos).sum();
        return new PlayReport(
                target.toString(),
                playlists.stream().map(URI::toString).toList(),
                isLowLatency,
                millis(stopNanos - startNanos) / 1000,
                holdBack.toMillis() / 1000.0,
                firstPieceNanos < 0 ? -1 : millis(firstPieceNanos - startNanos),
                firstPictureNanos < 0 ? -1 : millis(firstPictureNanos - startNanos),
                Quantiles.ofNanos(delays.shown),
                Quantiles.ofNanos(delays.decoded),
                Quantiles.ofNanos(partDelays),
                pictures.size(),
                unreadable,
                delays.late,
                stalls.size(),
                millis(stalled),
                pieces,
                bytes,
                reloads,
                playlistBytes,
                List.copyOf(errors));
    }

    /// Where the picture lies on the line of [Playout]: the decoder puts out one for each sample. A
    /// transport stream is not read for its times; there the clocks in the pictures are as far
    /// apart as the pictures.
    private OptionalLong position(int index) {
        if (index < times.size()) {
            return OptionalLong.of(playout.firstPosition() + times.get(index) - times.getFirst());
        }
        long first = pictures.getFirst().millis;
        long millis = pictures.get(index).millis;
        return !times.isEmpty() || first < 0 || millis < 0
                ? OptionalLong.empty()
                : OptionalLong.of(playout.firstPosition() + (millis - first) * 1_000_000);
    }

    private long since(long pictureMillis, long nanos) {
        return Duration.between(Instant.ofEpochMilli(pictureMillis), wall(nanos)).toNanos();
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }
}
