package dev.anabranch.cli;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.packager.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The frames of one track of a film, taken over and over.
///
/// @param track as it is sent, under an id of the stream
record FilmStrip(SourceFile film, IndexedTrack source, Track track, List<Integer> syncs) {

    static FilmStrip of(SourceFile film, TrackKind kind, int trackId) {
        var source =
                film.tracks().stream().filter(one -> one.kind() == kind).findFirst().orElseThrow();
        var syncs = new ArrayList<Integer>();
        for (int i = 0; i < source.samples().syncCount(); i++) {
            syncs.add(source.samples().syncSample(i));
        }
        var own = source.track();
        var track = new Track(trackId, own.timescale(), own.codec(), own.language(), own.name());
        return new FilmStrip(film, source, track, syncs);
    }

    Frame frame(int index, double dts, double pts, double seconds, boolean isKeyframe)
            throws IOException {
        var cursor = source.samples().cursor(index % count());
        var payload = film.bytes().read(cursor.position(), cursor.sizeBytes());
        return new Frame(
                track.id(),
                ticks(dts),
                ticks(pts),
                ticks(seconds),
                isKeyframe,
                false,
                Lease.of(payload));
    }

    private long ticks(double seconds) {
        return Math.round(seconds * track.timescale().ticksPerSecond());
    }

    int count() {
        return source.samples().count();
    }

    /// How long one of its frames lasts.
    double frameSeconds() {
        double ticks = source.samples().endTicks() - source.samples().startTicks();
        return ticks / count() / track.timescale().ticksPerSecond();
    }

    int anySync(Random random) {
        return syncs.get(random.nextInt(syncs.size()));
    }

    /// The next frame that is no keyframe.
    int following(int frame) {
        int next = (frame + 1) % count();
        return syncs.contains(next) ? (next + 1) % count() : next;
    }
}
