package dev.anabranch.media.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every transport stream and audio file below the folder named by `-Danabranch.media`, treated as
/// the committed samples are: whole, byte by byte, and cut short.
@Timeout(120)
@EnabledIfSystemProperty(named = "anabranch.media", matches = ".+")
class RealStreamsTest {

    private static final List<String> AUDIO = List.of(".aac", ".mp3", ".ac3", ".eac3");
    private static final int CUTS = 40;

    static List<Path> streams() throws IOException {
        return files(List.of(".ts"));
    }

    static List<Path> audio() throws IOException {
        return files(AUDIO);
    }

    private static List<Path> files(List<String> endings) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("anabranch.media")))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> endings.stream().anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsTheSameHoweverItIsCut(Path file) throws IOException {
        var stream = Files.readAllBytes(file);
        var whole = Samples.read(stream, Integer.MAX_VALUE / 2);
        for (int pieceBytes : new int[] {1, 187, 1000}) {
            assertThat(Samples.read(stream, pieceBytes)).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsWhatIsThereOfItCutShort(Path file) throws IOException {
        var stream = Files.readAllBytes(file);
        for (int i = 0; i < CUTS; i++) {
            int length = (int) ((long) stream.length * i / CUTS);
            assertThat(Samples.read(Arrays.copyOf(stream, length), 65_536)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("audio")
    void readsOrRefusesAudioCutShort(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        for (int i = 0; i <= CUTS; i++) {
            int length = (int) ((long) bytes.length * i / CUTS);
            try {
                var track = ElementaryAudioReader.read(ByteSource.of(Arrays.copyOf(bytes, length)));
                assertThat(track.samples().totalBytes()).isLessThanOrEqualTo(length);
            } catch (MediaFormatException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
