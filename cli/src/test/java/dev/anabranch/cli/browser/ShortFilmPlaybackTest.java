package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.TestOrigin;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.ffmpeg.Protocols;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A film of six frames that stands upright, on our own page.
@Tag("players")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ShortFilmPlaybackTest {

    private TestOrigin server;
    private Browser browser;

    @BeforeAll
    void transcodeAndServe(@TempDir Path folder, @TempDir Path clips) throws Exception {
        var film = clips.resolve("film.mkv").toString();
        var words =
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=180x320:r=60:d=0.1",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=d=0.1",
                        "-c:v",
                        "ffv1",
                        "-c:a",
                        "flac",
                        film);
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        try (var process = ffmpeg.start(Protocols.FILE, words, Duration.ofMinutes(1))) {
            process.input().close();
            process.await();
        }
        server = TestOrigin.over(folder, Files.createDirectory(clips.resolve("none")));
        server.transcodeTitle("short", film, "--preset", "fast");
        browser = Browser.open();
    }

    @AfterAll
    void stop() throws Exception {
        browser.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void itPlaysToItsEndAndItsEmbedCodeStandsUpright(String engine) {
        var page = Playback.watch(browser, server.uri(), "short", engine).page();

        page.waitForFunction("() => document.querySelector('video').ended");
        assertThat(page.getAttribute("[data-player]", "class")).doesNotContain("waiting");
        assertThat(page.inputValue("#embed-code")).contains("aspect-ratio:180/320;");
    }
}
