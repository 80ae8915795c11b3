package dev.anabranch.packager.live;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.MovieReader;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A small film played into a live presentation, as an encoder would send it: pictures on the 90
/// kHz clock as track 1, sound as track 2.
final class LiveFilm {

    static final Instant BEGINNING = Instant.parse("2026-11-26T10:00:00Z");

    /// The number of the first segment of a presentation that begins then.
    static final long FIRST_MSN =
            Duration.between(Instant.parse("2025-01-01T00:00:00Z"), BEGINNING).toMillis() / 250;

    private final List<Track> tracks = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();

    private record Arrival(Duration at, Frame frame) {}

    /// @param start when its first frame comes
    private LiveFilm(Path film, Duration start) throws Exception {
        var bytes = Files.readAllBytes(film);
        for (var track : MovieReader.read(ByteSource.of(bytes)).tracks()) {
            if (track.track().kind() == TrackKind.VIDEO) {
                add(1, Timescale.MPEG, track, bytes, start);
            } else if (track.track().kind() == TrackKind.AUDIO) {
                add(2, track.track().timescale(), track, bytes, start);
            }
        }
        arrivals.sort(Comparator.comparing(Arrival::at));
    }

    static LiveFilm bunny(Duration start) throws Exception {
        return new LiveFilm(FedMedia.sample("bbb_240p_10s.mp4"), start);
    }

    /// One second of HEVC without sound.
    static LiveFilm hevc(Duration start) throws Exception {
        return new LiveFilm(FedMedia.sample("hevc_bframes.mp4"), start);
    }

    private void add(int id, Timescale clock, IndexedTrack source, byte[] bytes, Duration start) {
        var own = source.track();
        tracks.add(new Track(id, clock, own.codec(), own.language(), own.name()));
        long first = clock.ticks(start);
        var cursor = source.samples().cursor(0);
        // Presentation times are never before decode times on the wire.
        long lag = Math.max(0, source.samples().leadTicks(0, source.samples().count()));
        do {
            long dts = first + on(clock, own.timescale(), cursor.dtsTicks());
            long pts = first + on(clock, own.timescale(), cursor.ptsTicks() + lag);
            var payload = new byte[cursor.sizeBytes()];
            System.arraycopy(bytes, (int) cursor.position(), payload, 0, payload.length);
            arrivals.add(
                    new Arrival(
                            clock.duration(dts),
                            new Frame(id, dts, pts, 0, cursor.isSync(), false, Lease.of(payload))));
        } while (cursor.advance());
    }

    private static long on(Timescale clock, Timescale own, long ticks) {
        return own.convert(ticks, clock, RoundingMode.HALF_UP);
    }

    long frames(int trackId) {
        return arrivals.stream().filter(one -> one.frame.trackId() == trackId).count();
    }

    /// Plays all of it.
    void to(LivePresentation live) {
        tracks.forEach(live::track);
        for (var arrival : arrivals) {
            live.frame(arrival.frame, BEGINNING.plus(arrival.at));
        }
    }

    /// Plays the sound alone.
    void soundTo(LivePresentation live) {
        tracks.stream().filter(one -> one.kind() == TrackKind.AUDIO).forEach(live::track);
        for (var arrival : arrivals) {
            if (arrival.frame.trackId() == 2) {
                live.frame(arrival.frame, BEGINNING.plus(arrival.at));
            }
        }
    }
}
