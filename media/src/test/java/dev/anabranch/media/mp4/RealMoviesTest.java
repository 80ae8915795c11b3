package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.ByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every movie and segment below the folder named by `-Danabranch.media`, treated as the committed
/// samples are in [MovieReaderTest]: whole, cut short, and with failing reads.
@Timeout(120)
@EnabledIfSystemProperty(named = "anabranch.media", matches = ".+")
class RealMoviesTest {

    private static final List<String> ENDINGS = List.of(".mp4", ".mov", ".m4a", ".3gp", ".m4s");
    private static final int CUTS = 40;

    /// A fragmented file takes a read a fragment; these are spread over all of them.
    private static final int MOST_FAILURES = 40;

    static List<Path> movies() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("anabranch.media")))) {
            return files.filter(Files::isRegularFile)
                    .filter(RealMoviesTest::isMovie)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isMovie(Path file) {
        return ENDINGS.stream().anyMatch(file.toString()::endsWith);
    }

    @ParameterizedTest
    @MethodSource("movies")
    void letsReadFailuresThrough(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var counting = HostileSource.counting(bytes);
        var whole = MovieDump.of(counting);
        assertThat(MovieDump.of(ByteSource.of(bytes))).isEqualTo(whole);
        int step = Math.max(1, counting.reads() / MOST_FAILURES);
        for (int read = 0; read < counting.reads(); read += step) {
            var source = HostileSource.failing(bytes, read);
            assertThatThrownBy(() -> MovieDump.of(source))
                    .as("read " + read)
                    .isInstanceOf(HostileSource.Injected.class);
        }
    }

    @ParameterizedTest
    @MethodSource("movies")
    void readsOrRefusesItCutShort(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        for (int i = 0; i < CUTS; i++) {
            int length = (int) ((long) bytes.length * i / CUTS);
            assertThat(MovieDump.of(HostileSource.truncated(bytes, length)))
                    .as("length " + length)
                    .isNotEmpty();
        }
    }
}
