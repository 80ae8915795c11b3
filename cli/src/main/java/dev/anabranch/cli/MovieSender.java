package dev.anabranch.cli;

import dev.anabranch.client.PlaybackClock;
import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Lease;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.TrackKind;
import dev.anabranch.packager.SourceFile;
import java.io.IOException;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends the frames of a movie file into a [FeedHub] when their time has come. Owned by one thread.
final class MovieSender {

    private final SourceFile file;
    private final FeedHub hub;
    private final PlaybackClock clock;
    private final List<Reel> reels = new ArrayList<>();
    private long turnNanos;

    /// One track as it runs.
    private static final class Reel {
        private final IndexedTrack track;
        private SampleCursor cursor;
        private boolean hasMore = true;

        Reel(IndexedTrack track) {
            this.track = track;
            this.cursor = track.samples().cursor(0);
        }

        void rewind() {
            cursor = track.samples().cursor(0);
            hasMore = true;
        }

        Timescale timescale() {
            return track.track().timescale();
        }

        /// On the timeline that all tracks share.
        long dtsNanos() {
            return nanos(cursor.dtsTicks() + track.shiftTicks());
        }

        long lengthNanos() {
            return nanos(track.samples().endTicks() - cursor.dtsTicks());
        }

        long nanos(long ticks) {
            return timescale().convert(ticks, Timescale.NANOS, RoundingMode.FLOOR);
        }

        long ticks(long nanos) {
            return Timescale.NANOS.convert(nanos, timescale(), RoundingMode.HALF_UP);
        }
    }

    MovieSender(SourceFile file, FeedHub hub, PlaybackClock clock) {
        this.file = file;
        this.hub = hub;
        this.clock = clock;
    }

    /// Whether there is anything to send.
    boolean hasMedia() {
        return file.tracks().stream().anyMatch(MovieSender::isSent);
    }

    private static boolean isSent(IndexedTrack track) {
        return (track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO)
                && track.samples().count() > 0;
    }

    /// Sends it to its end, over and over when `isLoop`; times run on.
    void send(boolean isLoop) throws IOException, InterruptedException {
        for (var track : file.tracks()) {
            if (isSent(track)) {
                hub.track(track.track());
                reels.add(new Reel(track));
            }
        }
        hub.awaitReaders();
        long startNanos = clock.nanos();
        long firstNanos = reels.stream().mapToLong(Reel::dtsNanos).min().orElse(0);
        // Pictures are decoded before they are shown: the time before the first is not their
        // length.
        long longest = reels.stream().mapToLong(Reel::lengthNanos).max().orElse(0);
        do {
            turn(startNanos, firstNanos);
            turnNanos += longest;
            reels.forEach(Reel::rewind);
        } while (isLoop);
    }

    private void turn(long startNanos, long firstNanos) throws IOException, InterruptedException {
        for (var reel = next(); reel != null; reel = next()) {
            long since = reel.dtsNanos() - firstNanos + turnNanos;
            clock.awaitNanos(startNanos + since);
            hub.frame(frame(reel, firstNanos));
            reel.hasMore = reel.cursor.advance();
        }
    }

    private @Nullable Reel next() {
        return reels.stream()
                .filter(reel -> reel.hasMore)
                .min(Comparator.comparingLong(Reel::dtsNanos))
                .orElse(null);
    }

    private Frame frame(Reel reel, long firstNanos) throws IOException {
        var cursor = reel.cursor;
        var payload = file.bytes().read(cursor.position(), cursor.sizeBytes());
        long shift = reel.track.shiftTicks() + reel.ticks(turnNanos - firstNanos);
        return new Frame(
                reel.track.track().id(),
                cursor.dtsTicks() + shift,
                cursor.ptsTicks() + shift,
                cursor.durationTicks(),
                cursor.isSync(),
                false,
                Lease.of(payload));
    }
}
