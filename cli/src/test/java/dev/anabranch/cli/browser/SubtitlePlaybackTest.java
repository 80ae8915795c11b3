package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.TestClips;
import dev.anabranch.cli.TestOrigin;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Subtitles that came over from a source that was transcoded show in both players, at the pictures
/// they belong to.
@Tag("players")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SubtitlePlaybackTest {

    private static final String ENGLISH =
            """
            1
            00:00:03,000 --> 00:00:09,000
            <i>from three</i> to nine
            """;

    private TestOrigin server;
    private URI origin;
    private Browser browser;

    @BeforeAll
    void transcodeAndServe(@TempDir Path folder, @TempDir Path clips) throws Exception {
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        var made = new TestClips(ffmpeg, clips);
        var english = Files.writeString(clips.resolve("en.srt"), ENGLISH);
        var german = Files.writeString(clips.resolve("de.srt"), ENGLISH.replace("from", "von"));
        var clip =
                made.subtitled(
                        made.clocked(320, 180, 12),
                        List.of(english, german),
                        List.of("eng", "ger"));
        server = TestOrigin.over(folder, Files.createDirectory(clips.resolve("none")));
        origin = server.uri();
        server.transcodeTitle(
                "subtitled", clip.toString(), "--segment", "2s", "--preset", "fast", "--no-copy");
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void openBrowser() {
        browser = Browser.open();
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void subtitlesOfTheSourceShowWhenTheyAreChosen(String engine) {
        var playback = Playback.watch(browser, origin, "subtitled", engine);
        playback.reaches(1);
        assertThat(playback.offers("subtitles")).contains("English", "German");

        playback.choose("subtitles", "English");
        playback.page()
                .waitForFunction(
                        """
                        () => {
                          const video = document.querySelector('video');
                          return video.currentTime > 3.2 && video.currentTime < 8.8 &&
                              [...video.textTracks].some(t => t.mode === 'showing' && t.activeCues &&
                                  [...t.activeCues].some(c => c.text.includes('from three')));
                        }
                        """);
        playback.screenshot("transcoded-subtitles-" + engine);
        var start =
                (Number)
                        playback.page()
                                .evaluate(
                                        """
                                        () => [...document.querySelector('video').textTracks]
                                            .flatMap(t => [...(t.activeCues ?? [])])
                                            .find(c => c.text.includes('from three')).startTime
                                        """);

        assertThat(start.doubleValue()).isBetween(2.9, 3.1);
        playback.reaches(10);
    }
}
