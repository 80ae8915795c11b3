package dev.anabranch.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.PictureSettings.Corner;
import dev.anabranch.transcode.PictureSettings.Overlay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Images for the picture, before a film is begun.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ImageCheckTest {

    @TempDir private Path folder;
    private FfmpegProgram program;

    @BeforeAll
    void find() throws Exception {
        program = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
    }

    private Path image(String name, String size) throws Exception {
        var file = folder.resolve(name);
        var picture = "testsrc2=s=" + size;
        var words =
                List.of("-f", "lavfi", "-i", picture, "-frames:v", "1", "-update", "1", "" + file);
        try (var process = program.start(Protocols.FILE, words, Duration.ofSeconds(60))) {
            process.input().close();
            process.await();
        }
        return file;
    }

    private void check(Path file) throws Exception {
        var overlay = new Overlay.Image(file, Corner.CENTRE, 1, 0.5);
        ImageCheck.check(program, new PictureSettings(Optional.empty(), List.of(overlay)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logo.png", "logo.jpg", "logo.gif", "logo.bmp"})
    void imagesThatAreWholePass(String name) throws Exception {
        var file = image(name, "64x48");

        assertThatCode(() -> check(file)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"half.png", "half.jpg"})
    void oneThatBreaksOffIsNamed(String name) throws Exception {
        var whole = Files.readAllBytes(image("whole" + name, "640x480"));
        var file = folder.resolve(name);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> check(file))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageStartingWith("no image that is known, or a damaged one: ")
                .hasMessageEndingWith("(" + file + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "these are words, not pictures, whatever the file is called"})
    void whatIsNoneIsNamed(String text) throws Exception {
        var file = Files.writeString(folder.resolve("text.png"), text);

        assertThatThrownBy(() -> check(file))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageStartingWith("no image that is known, or a damaged one: ")
                .hasMessageEndingWith("(" + file + ")");
    }

    @Test
    void oneThatIsTooLargeIsTold() throws Exception {
        var file = image("large.png", "9000x7200");

        assertThatThrownBy(() -> check(file))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("at most 64000000 pixels");
    }
}
