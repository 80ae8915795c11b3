package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.TestLive;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is recorded, in real players: stretches of a stream that is still on air, and the film that
/// a stream has become.
@Tag("players")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class RecordingPlaybackTest {

    private TestLive live;
    private TestLive.Publishing growing;
    private Browser browser;
    private String film = "";

    @BeforeAll
    void record(@TempDir Path data) throws Exception {
        live = TestLive.recording(data);
        growing = live.publish("growing", 320, 180, 25);
        var first = live.publish("done", 320, 180, 25);
        recorded("done", 8);
        first.close();
        TestLive.await(
                "the recording is a film",
                Duration.ofSeconds(60),
                () -> !live.titles("done").isEmpty() && isFilm(live.titles("done").getFirst()));
        film = live.titles("done").getFirst();
        recorded("growing", 12);
    }

    private void recorded(String name, int seconds) throws Exception {
        live.awaitPlayable(name);
        TestLive.await(
                name + " has grown",
                Duration.ofSeconds(60),
                () ->
                        live.text(name, "video-1/index.m3u8?start=0&end=" + seconds)
                                .contains("#EXT-X-ENDLIST"));
    }

    private boolean isFilm(String title) throws Exception {
        return live.textOf("p/" + title + "/video-1/index.m3u8").contains("#EXT-X-ENDLIST");
    }

    @AfterAll
    void stop() throws Exception {
        growing.close();
        live.close();
    }

    @BeforeEach
    void openBrowser() {
        browser = Browser.open();
    }

    @AfterEach
    void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hls, index.m3u8",
        "dash, manifest.mpd",
        "shaka, index.m3u8",
        "shaka, manifest.mpd"
    })
    void aStretchOfAStreamOnAirIsAFilm(String engine, String manifest) {
        var playback = open(engine, "live/growing/" + manifest + "?start=2&end=10");
        playback.reaches(1);
        assertThat(playback.duration()).isBetween(7.0, 11.0);

        seeks(playback);

        playback.screenshot("range-" + engine + "-" + manifest);
    }

    @ParameterizedTest
    @CsvSource({
        "hls, index.m3u8",
        "dash, manifest.mpd",
        "shaka, index.m3u8",
        "shaka, manifest.mpd"
    })
    void aStretchWithoutAnEndGrows(String engine, String manifest) {
        var playback = open(engine, "live/growing/" + manifest + "?start=2");
        playback.decodes(10);
        double end = playback.seekableEnd();

        playback.page()
                .waitForFunction(
                        "end => { const s = document.querySelector('video').seekable; return s.length && s.end(s.length - 1) > end + 2; }",
                        end);
        playback.seek(playback.seekableStart() + 1);
        assertThat(playback.playsOn(2)).isGreaterThan(25);

        playback.screenshot("growing-" + engine + "-" + manifest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void aStreamThatIsOverIsATitle(String engine) {
        var playback = Playback.watch(browser, live.uri(), film, engine);
        playback.reaches(1);

        seeks(playback);

        playback.screenshot("recorded-" + engine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.m3u8", "manifest.mpd"})
    void shakaPlaysAStreamThatIsOver(String manifest) {
        var playback = open("shaka", "p/" + film + "/" + manifest);
        playback.reaches(1);

        seeks(playback);
    }

    private Playback open(String engine, String path) {
        return engine.equals("shaka")
                ? Playback.shaka(browser, live.uri(), path)
                : Playback.bare(browser, live.uri(), path, engine);
    }

    /// Forth and back; the clock in the picture says that it is the picture that belongs there.
    private static void seeks(Playback playback) {
        playback.seek(5);
        playback.reaches(6);
        long late = playback.clock();
        double lateTime = playback.currentTime();
        playback.seek(2);
        playback.page()
                .waitForFunction(
                        "() => { const v = document.querySelector('video'); return !v.seeking && v.currentTime > 2.5 && v.currentTime < 5; }");
        long early = playback.clock();
        double earlyTime = playback.currentTime();

        assertThat(early).isPositive();
        assertThat((late - early) / 1000.0)
                .isCloseTo(lateTime - earlyTime, org.assertj.core.data.Offset.offset(0.5));
    }
}
