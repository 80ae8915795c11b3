package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.Random;

/// Whatever the file is, the reader returns or throws [MediaFormatException], reads no byte often,
/// and what it returned is consistent: cursors agree wherever they start, samples lie in the file.
///
/// `JAZZER_FUZZ=1` with this class selected looks for new inputs; a plain run replays the corpus.
class MovieReaderFuzzTest {

    private static final int MAX_STEPS = 2000;

    @FuzzTest(maxDuration = "3m")
    void movie(byte[] file) throws IOException {
        var source = HostileSource.counting(file);
        Movie movie;
        try {
            movie = MovieReader.read(source);
        } catch (MediaFormatException refused) {
            assertThat(refused).hasMessageNotContaining("null");
            return;
        }
        assertThat(source.bytesRead()).isLessThan(8L * file.length + 4096);
        for (var track : movie.tracks()) {
            assertConsistent(track, file.length);
            assertWritable(track);
        }
    }

    private static void assertConsistent(IndexedTrack track, long fileBytes) {
        var table = track.samples();
        if (table.count() == 0) {
            return;
        }
        var random = new Random(table.count());
        var walking = table.cursor(0);
        for (int step = 0; step < MAX_STEPS; step++) {
            assertThat(walking.position()).isBetween(0L, fileBytes - walking.sizeBytes());
            assertThat(walking.configurationIndex())
                    .isBetween(0, track.configurations().size() - 1);
            if (step % 16 == 0) {
                var fresh = table.cursor(walking.index());
                assertThat(fresh.position()).isEqualTo(walking.position());
                assertThat(fresh.ptsTicks()).isEqualTo(walking.ptsTicks());
                assertThat(fresh.isSync()).isEqualTo(walking.isSync());
            }
            if (!walking.advance()) {
                break;
            }
        }
        int sample = random.nextInt(table.count());
        long dts = table.cursor(sample).dtsTicks();
        assertThat(table.cursor(table.sampleAt(dts)).dtsTicks()).isEqualTo(dts);
        for (int n = 0; n < Math.min(table.syncCount(), 100); n++) {
            assertThat(table.cursor(table.syncSample(n)).isSync()).isTrue();
        }
    }

    /// A codec that was read can be written into an init segment.
    private static void assertWritable(IndexedTrack track) {
        if (!(track.track().codec() instanceof dev.anabranch.media.codec.OpaqueConfiguration)
                && !java.util.Set.of("tx3g", "text")
                        .contains(track.track().codec().sampleEntry())) {
            assertThat(InitSegment.of(track).toBytes()).isNotEmpty();
        }
    }
}
