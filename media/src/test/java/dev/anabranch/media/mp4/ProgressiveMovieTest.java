package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.SampleCursor;
import dev.anabranch.media.SampleTable;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.mp4.ProgressiveMovie.Part;
import dev.anabranch.media.mp4.UserDataBox.Chapter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressiveMovieTest {

    private static Part whole(IndexedTrack track, long startTicks) {
        var samples = track.samples();
        long first = samples.ptsTicks(0);
        return new Part(
                track,
                0,
                samples.count(),
                startTicks - first,
                startTicks,
                startTicks + samples.endTicks() - samples.startTicks());
    }

    private static byte[] bytes(ProgressiveMovie movie, byte[] source) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(movie.header());
        for (var range : movie.ranges()) {
            out.write(source, (int) range.position(), (int) range.sizeBytes());
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample.mp4", "hevc_bframes.mp4", "opus.mp4", "portrait.mp4"})
    void everySampleComesBackWithItsTimesAndBytes(String name) throws Exception {
        var source = Samples.bytes(name);
        var tracks =
                Samples.read(name).tracks().stream()
                        .filter(track -> track.samples().count() > 0)
                        .toList();
        var parts = tracks.stream().map(track -> whole(track, 0)).toList();
        var movie = ProgressiveMovie.of(parts, UserDataBox.NONE);

        var file = bytes(movie, source);

        assertThat(movie.sizeBytes()).isEqualTo(file.length);
        var back = MovieReader.read(ByteSource.of(file));
        assertThat(back.warnings()).isEmpty();
        assertThat(back.isFragmented()).isFalse();
        assertThat(back.tracks()).hasSameSizeAs(tracks);
        for (int i = 0; i < tracks.size(); i++) {
            var copy = back.tracks().get(i);
            assertThat(copy.track().codec()).isEqualTo(tracks.get(i).track().codec());
            assertThat(copy.rotationDegrees()).isEqualTo(tracks.get(i).rotationDegrees());
            assertSame(copy.samples(), file, tracks.get(i).samples(), source);
        }
    }

    private static void assertSame(
            SampleTable table, byte[] file, SampleTable wanted, byte[] source) {
        assertThat(table.count()).isEqualTo(wanted.count());
        assertThat(table.syncCount()).isEqualTo(wanted.syncCount());
        long moved = table.startTicks() - wanted.startTicks();
        for (int n = 0; n < table.count(); n++) {
            var one = table.cursor(n);
            var other = wanted.cursor(n);
            assertThat(one.dtsTicks()).isEqualTo(other.dtsTicks() + moved);
            assertThat(one.ptsTicks()).isEqualTo(other.ptsTicks() + moved);
            assertThat(one.durationTicks()).isEqualTo(other.durationTicks());
            assertThat(one.isSync()).isEqualTo(other.isSync());
            assertThat(ByteBuffer.wrap(file, (int) one.position(), one.sizeBytes()))
                    .isEqualTo(ByteBuffer.wrap(source, (int) other.position(), other.sizeBytes()));
        }
    }

    @Test
    void aTrackThatStartsLaterIsShownThen() throws Exception {
        var track = Samples.read("hevc_bframes.mp4").tracks().getFirst();
        var clock = track.track().timescale();
        long late = clock.ticksPerSecond() / 2;
        var movie =
                ProgressiveMovie.of(List.of(whole(track, 0), whole(track, late)), UserDataBox.NONE);

        var back = MovieReader.read(ByteSource.of(bytes(movie, Samples.bytes("hevc_bframes.mp4"))));

        for (var copy : back.tracks()) {
            long wanted = copy.track().id() == 1 ? 0 : late;
            assertThat(copy.samples().ptsTicks(0) + copy.shiftTicks()).isEqualTo(wanted);
        }
    }

    @Test
    void titleAndChaptersAreBesideTheTracks() throws Exception {
        var track = Samples.read("sample.mp4").tracks().getFirst();
        var chapters =
                IntStream.range(0, 300)
                        .mapToObj(n -> new Chapter(Duration.ofSeconds(n), "\u00C9".repeat(200)))
                        .toList();
        var header =
                ProgressiveMovie.of(List.of(whole(track, 0)), new UserDataBox("A film", chapters))
                        .header();
        var text = new String(header, java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThat(text).contains("\u00A9nam", "A film");
        int at = text.indexOf("chpl") + 4;
        assertThat(header[at + 8] & 0xFF).isEqualTo(255);
        // Two bytes a character, and none is cut in half.
        assertThat(header[at + 17] & 0xFF).isEqualTo(254);
    }

    /// Fifty samples of 100 MB, a minute each on a clock of a million ticks: more than 4 GB, and
    /// more ticks than 32 bits.
    @Test
    void filesBeyondFourGigabytesHaveLargeOffsets() throws Exception {
        int size = 100_000_000;
        var own = Samples.read("sample.mp4").tracks().getFirst();
        var listed = new ArrayList<ListedSamples.Sample>();
        for (int n = 0; n < 50; n++) {
            long time = n * 60_000_000L;
            listed.add(
                    new ListedSamples.Sample(
                            (long) n * size, size, time, time, 60_000_000, n % 10 == 0));
        }
        var track =
                new IndexedTrack(
                        new Track(1, new Timescale(1_000_000), own.track().codec(), "und", ""),
                        new Listed(listed),
                        own.configurations(),
                        0,
                        -1,
                        0);
        var movie = ProgressiveMovie.of(List.of(whole(track, 0)), UserDataBox.NONE);

        assertThat(movie.sizeBytes()).isEqualTo(movie.header().length + 50L * size);
        var back = MovieReader.read(new Large(movie)).tracks().getFirst();
        assertThat(back.samples().count()).isEqualTo(50);
        assertThat(back.samples().endTicks()).isEqualTo(50 * 60_000_000L);
        for (int n = 0; n < 50; n++) {
            assertThat(back.samples().cursor(n).position())
                    .isEqualTo(movie.header().length + (long) n * size);
        }
    }

    @Test
    void aPartHasToHaveSamplesAndALength() throws Exception {
        var track = Samples.read("sample.mp4").tracks().getFirst();
        assertThatThrownBy(() -> new Part(track, 1, 1, 0, 0, 1)).hasMessageContaining("first=1");
        assertThatThrownBy(() -> new Part(track, 0, 1, 0, 5, 5)).hasMessageContaining("endTicks=5");
    }

    /// Samples that all are decoded in the order they are shown.
    private record Listed(List<ListedSamples.Sample> list) implements SampleTable {

        @Override
        public int count() {
            return list.size();
        }

        @Override
        public long startTicks() {
            return list.getFirst().dtsTicks();
        }

        @Override
        public long endTicks() {
            return list.getLast().dtsTicks() + list.getLast().duration();
        }

        @Override
        public long totalBytes() {
            return list.stream().mapToLong(ListedSamples.Sample::sizeBytes).sum();
        }

        @Override
        public SampleCursor cursor(int index) {
            var cursor = new ListedSamples(list);
            for (int n = 0; n < index; n++) {
                cursor.advance();
            }
            return cursor;
        }

        @Override
        public int sampleAt(long dtsTicks) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int syncCount() {
            return (int) list.stream().filter(ListedSamples.Sample::sync).count();
        }

        @Override
        public int syncSample(int n) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int syncAtOrAfter(int index) {
            throw new UnsupportedOperationException();
        }
    }

    /// The file of a movie whose media are zeros.
    private record Large(byte[] header, long sizeBytes) implements ByteSource {

        Large(ProgressiveMovie movie) {
            this(movie.header(), movie.sizeBytes());
        }

        @Override
        public void read(long position, ByteBuffer destination) {
            while (destination.hasRemaining()) {
                destination.put(position < header.length ? header[(int) position] : 0);
                position++;
            }
        }
    }
}
