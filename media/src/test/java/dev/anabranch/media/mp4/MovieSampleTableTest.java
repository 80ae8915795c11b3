package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleTable;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class MovieSampleTableTest {

    private static final SampleSize TEN_OF_100 = new SampleSize(100, 10, new int[0]);
    private static final TimeToSample TEN_OF_1001 = new TimeToSample(new int[] {10, 1001});
    private static final SampleToChunk ONE_CHUNK = new SampleToChunk(new int[] {1, 10, 1});

    @ParameterizedTest
    @CsvSource({"1,30,200,1", "5000,250,60000,7", "3000,1,90,400", "2000,60,90000000,3"})
    void saysOfEverySampleWhatTheTablesMean(int count, int gop, int maxSize, int perChunk)
            throws Exception {
        var movie = SyntheticMovie.film(count, gop, maxSize, perChunk, new Random(count));

        var table = table(movie.source());

        assertThat(table.count()).isEqualTo(count);
        assertThat(table.endTicks()).isEqualTo(1001L * count);
        var walking = table.cursor(0);
        for (int i = 0; i < count; i++) {
            assertSample(walking, movie.samples.get(i));
            assertSample(table.cursor(i), movie.samples.get(i));
            assertThat(table.sampleAt(1001L * i + 1000)).isEqualTo(i);
            assertThat(table.sampleAt(1001L * i)).isEqualTo(i);
            assertThat(walking.advance()).isEqualTo(i < count - 1);
        }
    }

    private static void assertSample(SampleCursor cursor, SyntheticMovie.Sample expected) {
        var actual =
                new SyntheticMovie.Sample(
                        cursor.dtsTicks(),
                        cursor.ptsTicks(),
                        cursor.durationTicks(),
                        cursor.sizeBytes(),
                        cursor.position(),
                        cursor.isSync());
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void findsSyncSamplesInBothDirections() throws Exception {
        var table = table(SyntheticMovie.film(1000, 48, 500, 5, new Random(1)).source());

        assertThat(table.syncCount()).isEqualTo(21);
        assertThat(table.syncSample(2)).isEqualTo(96);
        assertThat(table.syncAtOrAfter(96)).isEqualTo(2);
        assertThat(table.syncAtOrAfter(97)).isEqualTo(3);
        assertThat(table.syncAtOrAfter(961)).isEqualTo(21);
    }

    @Test
    void costsAtMostEightBytesASampleInALongFilm() throws Exception {
        int frames = 2 * 60 * 60 * 30;
        var film = SyntheticMovie.film(frames, 250, 300_000, 2, new Random(2));

        var table = (MovieSampleTable) table(film.source());

        assertThat((double) table.memoryBytes() / frames).isLessThanOrEqualTo(8.0);
    }

    @Test
    void keepsTheSamplesBeforeTheEndOfAFileCutShort() throws Exception {
        var movie = SyntheticMovie.film(1000, 50, 800, 4, new Random(3));
        var head = movie.bytes();
        var kept = movie.samples.get(616);
        var whole = movie.source(head);
        long end = kept.position() + kept.size() - 1;
        var cut =
                new ByteSource() {
                    @Override
                    public long sizeBytes() {
                        return Math.max(end, head.length);
                    }

                    @Override
                    public void read(long position, java.nio.ByteBuffer destination)
                            throws java.io.IOException {
                        whole.read(position, destination);
                    }
                };

        var read = MovieReader.read(cut);

        assertThat(read.tracks().getFirst().samples().count()).isEqualTo(616);
        assertThat(read.warnings())
                .containsExactly(
                        "track 1: sample 617 of 1000 reaches beyond the end of the file; it and"
                                + " all later ones are left out");
    }

    @Test
    void refusesCountsThatDoNotFitTheirBoxBeforeAllocating() {
        var bytes = movie(TEN_OF_1001, ONE_CHUNK, TEN_OF_100);
        int stts = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("stts");
        bytes[stts + 8] = 0x7F;

        assertThatThrownBy(() -> table(ByteSource.of(bytes)))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("moov/trak/mdia/minf/stbl/stts")
                .hasMessageContaining("entries");
    }

    @Test
    void holdsBillionsOfSamplesOfOneSizeInNoMemory() throws Exception {
        var sizes = new SampleSize(1, SampleSize.MAX_SAMPLES, new int[0]);
        var times = new TimeToSample(new int[] {SampleSize.MAX_SAMPLES, 1});
        var chunks = new SampleToChunk(new int[] {1, SampleSize.MAX_SAMPLES, 1});

        var table = (MovieSampleTable) table(ByteSource.of(movie(times, chunks, sizes)));

        assertThat(table.count()).isBetween(500, 2000);
        assertThat(table.memoryBytes()).isLessThan(200);
    }

    @Test
    void refusesDurationsWhoseSumOverflows() {
        assertThat(DecodeTimes.of(new int[] {1 << 30}, new int[] {-1}, 1).endTicks())
                .isEqualTo((1L << 30) * 0xFFFF_FFFFL);
        assertThatThrownBy(() ->
                        DecodeTimes.of(
                                new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, 9, 9},
                                new int[] {-1, -1, -1, -1},
                                4))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void takesNegativeDurationsAsOneTickAndCatchesUp() throws Exception {
        var times = new TimeToSample(new int[] {3, 1000, 1, -500, 6, 1000});

        var movie = read(movie(times, ONE_CHUNK, TEN_OF_100));

        assertThat(movie.warnings()).anyMatch(warning -> warning.contains("negative durations"));
        var cursor = movie.tracks().getFirst().samples().cursor(3);
        assertThat(cursor.durationTicks()).isEqualTo(1);
        var last = movie.tracks().getFirst().samples().endTicks();
        assertThat(last).isBetween(8495L, 8506L);
    }

    @Test
    void lastDurationGoesOnWhereSttsEndsEarly() throws Exception {
        var movie = read(movie(new TimeToSample(new int[] {4, 7}), ONE_CHUNK, TEN_OF_100));

        assertThat(movie.warnings())
                .containsExactly("track 1: stts has no duration for the last 6 samples");
        assertThat(movie.tracks().getFirst().samples().endTicks()).isEqualTo(70);
    }

    @Test
    void leavesOutSamplesWithoutAChunk() throws Exception {
        var movie = read(movie(TEN_OF_1001, new SampleToChunk(new int[] {1, 4, 1}), TEN_OF_100));

        assertThat(movie.warnings())
                .containsExactly(
                        "track 1: the chunks have room for 4 of its 10 samples; the rest is left"
                                + " out");
        assertThat(movie.tracks().getFirst().samples().count()).isEqualTo(4);
    }

    private static byte[] movie(TimeToSample times, SampleToChunk chunks, SampleSize sizes) {
        var bytes =
                SyntheticMovie.bytes(
                        new SampleTableBox(
                                Optional.empty(),
                                times,
                                CompositionOffset.EMPTY,
                                chunks,
                                sizes,
                                new ChunkOffset(new long[] {8}),
                                Optional.empty()),
                        "en");
        return java.util.Arrays.copyOf(bytes, bytes.length + 1000);
    }

    private static Movie read(byte[] bytes) throws Exception {
        return MovieReader.read(ByteSource.of(bytes));
    }

    private static SampleTable table(ByteSource source) throws Exception {
        return MovieReader.read(source).tracks().getFirst().samples();
    }
}
