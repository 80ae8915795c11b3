package dev.anabranch.media.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.IndexedTrack;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the muxer makes of real movies, as ffmpeg and ffprobe see it.
class SegmentMuxerTest {

    private static final long OFFSET = 900_000;

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sample", "one_frame_per_second", "hevc_bframes", "audio_only"})
    void ffprobeFindsTheFramesOfTheMovie(String name) throws Exception {
        var movie = movie(name);
        var file = mux(movie);

        assertThat(
                        Tools.run(
                                "ffmpeg",
                                "-v",
                                "warning",
                                "-i",
                                file.toString(),
                                "-c",
                                "copy",
                                "-f",
                                "null",
                                "-"))
                .isEmpty();
        for (int i = 0; i < movie.tracks().size(); i++) {
            assertThat(Tools.packets(file, "" + i)).isEqualTo(expected(movie.tracks().get(i)));
        }
    }

    private static List<String> expected(IndexedTrack track) {
        var expected = new ArrayList<String>();
        var scale = track.track().timescale();
        var cursor = track.samples().cursor(0);
        long groupPts = 0;
        do {
            long pts = OFFSET + ninetyKilohertz(scale, cursor.ptsTicks());
            long dts = OFFSET + ninetyKilohertz(scale, cursor.dtsTicks());
            expected.add(pts + " " + dts + " " + (cursor.isSync() ? "K" : "_"));
        } while (cursor.advance());
        return expected;
    }

    private static long ninetyKilohertz(dev.anabranch.media.Timescale scale, long ticks) {
        return scale.convert(ticks, dev.anabranch.media.Timescale.MPEG, RoundingMode.HALF_UP);
    }

    private ProbedMovie movie(String name) throws Exception {
        var file = directory.resolve(name + ".mp4");
        try (var in = SegmentMuxerTest.class.getResourceAsStream(name + ".mp4")) {
            Files.write(file, in.readAllBytes());
        }
        return ProbedMovie.open(file);
    }

    /// All segments of the movie, one after another in a file.
    private Path mux(ProbedMovie movie) throws Exception {
        var tracks = new ArrayList<MuxedTrack>();
        for (var track : movie.tracks()) {
            tracks.add(MuxedTrack.of(track, movie.source()));
        }
        var muxer = new SegmentMuxer(tracks, OFFSET);
        var file = directory.resolve("out.ts");
        var counts = PacketCounts.none(tracks.size());
        try (var out = Files.newOutputStream(file)) {
            for (var ranges : Cuts.atSyncSamples(movie.tracks())) {
                var plan = muxer.plan(ranges);
                muxer.write(plan, counts, b -> out.write(b.array(), b.position(), b.remaining()));
                counts = counts.plus(plan.packets());
                out.flush();
            }
        }
        return file;
    }
}
