package dev.anabranch.origin;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Track;
import dev.anabranch.media.mp4.MovieReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The frames of a small film, in the order in which an encoder would send them, over and over.
final class Programme {

    private static final Path FILM = Path.of("../cli/src/test/resources/media/bunny-270p.mp4");

    final List<Track> tracks = new ArrayList<>();
    private final List<Shot> shots = new ArrayList<>();
    private final double lengthSeconds;

    private record Shot(
            Track track, long dts, long pts, long duration, boolean isSync, byte[] bytes) {

        double seconds() {
            return dts / (double) track.timescale().ticksPerSecond();
        }
    }

    /// A frame of the endless programme and when it is due.
    record Due(double seconds, Frame frame) {}

    private Programme(Path film) throws Exception {
        var source = ByteSource.of(Files.readAllBytes(film));
        double length = 0;
        for (var indexed : MovieReader.read(source).tracks()) {
            var track = indexed.track();
            tracks.add(track);
            var cursor = indexed.samples().cursor(0);
            do {
                shots.add(
                        new Shot(
                                track,
                                cursor.dtsTicks(),
                                cursor.ptsTicks(),
                                cursor.durationTicks(),
                                cursor.isSync(),
                                source.read(cursor.position(), cursor.sizeBytes())));
            } while (cursor.advance());
            var end = indexed.samples().endTicks() / (double) track.timescale().ticksPerSecond();
            length = Math.max(length, end);
        }
        shots.sort(Comparator.comparingDouble(Shot::seconds));
        lengthSeconds = length;
    }

    static Programme film() throws Exception {
        return new Programme(FILM);
    }

    static Programme of(Path film) throws Exception {
        return new Programme(film);
    }

    /// The `n`-th frame of all.
    Due frame(long n) {
        var shot = shots.get((int) (n % shots.size()));
        var turn = n / shots.size();
        var shift = Math.round(turn * lengthSeconds * shot.track.timescale().ticksPerSecond());
        var frame =
                new Frame(
                        shot.track.id(),
                        shot.dts + shift,
                        shot.pts + shift,
                        shot.duration,
                        shot.isSync,
                        false,
                        Lease.of(shot.bytes));
        return new Due(turn * lengthSeconds + shot.seconds(), frame);
    }
}
