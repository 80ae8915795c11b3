package dev.anabranch.media.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Reads every playlist below the folder named by `-Danabranch.media`, as a player would.
class FolderTest {

    private static final String FOLDER = "anabranch.media";

    @TestFactory
    Stream<DynamicTest> everyPlaylistIsReadAndComesBackTheSame() throws IOException {
        String folder = System.getProperty(FOLDER);
        assumeTrue(folder != null, "-D" + FOLDER + " names no folder");
        return playlists(Path.of(folder)).stream()
                .map(file -> DynamicTest.dynamicTest(file.toString(), () -> roundTrip(file)));
    }

    private static void roundTrip(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        if (!new String(bytes, StandardCharsets.UTF_8).contains("#EXT")) {
            assertThatThrownBy(() -> PlaylistParser.parse(bytes, ParseOptions.LENIENT))
                    .isInstanceOf(MediaFormatException.class);
            return;
        }
        var parsed = PlaylistParser.parse(bytes, ParseOptions.LENIENT);
        var again = PlaylistParser.parse(parsed.playlist().toBytes(), ParseOptions.LENIENT);
        assertThat(again.playlist()).isEqualTo(parsed.playlist());
    }

    private static List<Path> playlists(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".m3u8")).sorted().toList();
        }
    }
}
