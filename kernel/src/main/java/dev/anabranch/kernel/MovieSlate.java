package dev.anabranch.kernel;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.mp4.MovieReader;
import java.io.IOException;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// A slate that is an MP4 file, repeated in real time: its first picture and its first sound.
///
/// The source must stay readable as long as the stream may show it.
public final class MovieSlate implements SlateSource {

    /// A sample above this is not a picture of a slate.
    public static final int MAX_SAMPLE_BYTES = 8 * 1024 * 1024;

    private static final long SHORTEST_NANOS = 40_000_000;

    /// Most frames at once, when the thread was held up: more would be a burst.
    private static final int FRAMES_A_CALL = 256;

    private final ByteSource source;

    public MovieSlate(ByteSource source) {
        this.source = source;
    }

    @Override
    public Showing show() throws IOException, MediaFormatException {
        var lanes = new ArrayList<Lane>();
        long endNanos = 0;
        for (var track : MovieReader.read(source).tracks()) {
            if (isWanted(track, lanes)) {
                lanes.add(new Lane(track, lanes.size() + 1));
                endNanos = Math.max(endNanos, nanos(track, track.samples().endTicks()));
            }
        }
        if (lanes.isEmpty() || endNanos < SHORTEST_NANOS) {
            throw MediaFormatException.unsupported("", "a slate without picture and sound to show");
        }
        return new Loop(lanes, endNanos);
    }

    private static boolean isWanted(IndexedTrack track, List<Lane> lanes) {
        boolean isPlayable =
                (track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO)
                        && !(track.track().codec() instanceof OpaqueConfiguration)
                        && track.samples().count() > 0;
        return isPlayable && lanes.stream().noneMatch(lane -> lane.track.kind() == track.kind());
    }

    private static long nanos(IndexedTrack track, long ticks) {
        return track.track()
                .timescale()
                .convert(ticks + track.shiftTicks(), Timescale.NANOS, RoundingMode.FLOOR);
    }

    /// One track and how far it is.
    private static final class Lane {
        final IndexedTrack track;
        final int id;
        SampleCursor cursor;
        int configuration = -1;
        int rounds;

        Lane(IndexedTrack track, int id) {
            this.track = track;
            this.id = id;
            cursor = track.samples().cursor(0);
        }

        long dueNanos(long roundNanos) {
            return rounds * roundNanos + nanos(track, cursor.dtsTicks());
        }

        void advance() {
            if (!cursor.advance()) {
                cursor = track.samples().cursor(0);
                rounds++;
            }
        }
    }

    private final class Loop implements Showing {

        private final List<Lane> lanes;
        private final long roundNanos;

        Loop(List<Lane> lanes, long roundNanos) {
            this.lanes = lanes;
            this.roundNanos = roundNanos;
        }

        @Override
        public long play(Publication publication, long elapsedNanos)
                throws IOException, MediaFormatException {
            describe(publication);
            for (int i = 0; i < FRAMES_A_CALL; i++) {
                var lane = next();
                if (lane.dueNanos(roundNanos) > elapsedNanos) {
                    break;
                }
                send(lane, publication);
                lane.advance();
            }
            return next().dueNanos(roundNanos);
        }

        private Lane next() {
            var first = lanes.getFirst();
            for (var lane : lanes) {
                if (lane.dueNanos(roundNanos) < first.dueNanos(roundNanos)) {
                    first = lane;
                }
            }
            return first;
        }

        private void describe(Publication publication) {
            for (var lane : lanes) {
                int configuration = lane.cursor.configurationIndex();
                if (configuration != lane.configuration) {
                    lane.configuration = configuration;
                    publication.describe(track(lane));
                }
            }
        }

        private Track track(Lane lane) {
            var track = lane.track.describedBy(lane.configuration).track();
            return new Track(
                    lane.id, track.timescale(), track.codec(), track.language(), track.name());
        }

        private void send(Lane lane, Publication publication)
                throws IOException, MediaFormatException {
            describe(publication);
            var cursor = lane.cursor;
            int sizeBytes = cursor.sizeBytes();
            if (sizeBytes > MAX_SAMPLE_BYTES) {
                throw MediaFormatException.limit(
                        "sample " + cursor.index(), "size", sizeBytes, MAX_SAMPLE_BYTES);
            }
            var claim = publication.claim(sizeBytes);
            if (claim == null) {
                return;
            }
            try (claim) {
                source.read(cursor.position(), claim.bytes().asByteBuffer());
                claim.commit(sample(lane), 0, sizeBytes);
            }
        }

        private Sample sample(Lane lane) {
            var timescale = lane.track.track().timescale();
            long shiftTicks =
                    lane.track.shiftTicks()
                            + Timescale.NANOS.convert(
                                    lane.rounds * roundNanos, timescale, RoundingMode.HALF_UP);
            return new Sample(
                    lane.id,
                    lane.cursor.dtsTicks() + shiftTicks,
                    lane.cursor.ptsTicks() + shiftTicks,
                    lane.cursor.durationTicks(),
                    lane.cursor.isSync());
        }

        @Override
        public void close() {
            // The source is whose who gave it.
        }
    }
}
