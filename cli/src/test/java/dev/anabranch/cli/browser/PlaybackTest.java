package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.anabranch.cli.TestOrigin;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the program packages and serves plays in a real browser, by our page and by other people's
/// players.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class PlaybackTest {

    private static final String MEDIA = "src/test/resources/media/";

    private static final String HEVC =
            "src/test/resources/dev/anabranch/cli/hevc_aac_unrecognized_sei.mp4";

    private TestOrigin server;
    private TestOrigin unusable;
    private URI origin;
    private Browser browser;

    @BeforeAll
    void packageAndServe(@TempDir Path folder, @TempDir Path unusableFolder) throws Exception {
        Files.writeString(unusableFolder.resolve("<i>text.mp4"), "not an MP4");
        unusable = TestOrigin.over(unusableFolder, unusableFolder);
        server = TestOrigin.over(folder, Path.of(MEDIA));
        origin = server.uri();
        server.packageTitle(
                "cmaf",
                MEDIA + "bunny-270p.mp4",
                MEDIA + "bunny-144p.mp4",
                "--audio",
                "fr=" + MEDIA + "tone-fr.m4a",
                "--subtitles",
                "en=" + MEDIA + "captions.srt",
                "--segment",
                "2s");
        server.packageTitle("single", MEDIA + "bunny-270p.mp4", "--single-file");
        server.packageTitle("ts", MEDIA + "bunny-270p.mp4", "--container", "ts");
        server.packageTitle(
                "ts-packed", MEDIA + "bunny-270p.mp4", "--container", "ts", "--sound", "packed");
        server.packageTitle("av1", MEDIA + "av1-opus.mp4");
        server.packageTitle("hevc", HEVC);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        unusable.close();
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
        "cmaf,hls",
        "cmaf,dash",
        "single,hls",
        "single,dash",
        "ts,hls",
        "ts-packed,hls",
        "av1,hls",
        "av1,dash"
    })
    void packagedTitlesPlay(String title, String engine) {
        var playback = Playback.watch(browser, origin, title, engine);

        playback.reaches(3);

        playback.screenshot(title + "-" + engine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void filesPlayJustInTime(String engine) {
        var playback = Playback.watch(browser, origin, "bunny-270p", engine);

        playback.reaches(3);

        assertThat(playback.duration()).isBetween(15.9, 16.1);
    }

    @Tag("players")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "p/cmaf/index.m3u8",
                "p/cmaf/manifest.mpd",
                "p/av1/manifest.mpd",
                "p/bunny-270p/index.m3u8"
            })
    void shakaPlays(String path) {
        Playback.shaka(browser, origin, path).reaches(3);
    }

    @Tag("players")
    @ParameterizedTest
    @CsvSource({"cmaf,hls", "cmaf,dash", "ts,hls", "bunny-270p,hls"})
    void seeksToTheMiddleAndNearTheEnd(String title, String engine) {
        var playback = Playback.watch(browser, origin, title, engine);
        playback.reaches(1);

        playback.seek(8);
        playback.reaches(9);
        playback.seek(playback.duration() - 1.5);
        playback.reaches(playback.duration() - 0.6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void switchesToTheQualityThatIsChosen(String engine) {
        var playback = Playback.watch(browser, origin, "cmaf", engine);
        playback.reaches(1);

        playback.choose("quality", "144p");
        playback.page()
                .waitForFunction("() => document.querySelector('video').videoHeight === 144");
        playback.choose("quality", "270p");
        playback.page()
                .waitForFunction("() => document.querySelector('video').videoHeight === 270");

        playback.seek(10);
        playback.reaches(11);
        assertThat(playback.pictureHeight()).isEqualTo(270);
    }

    @Tag("players")
    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void switchesToTheAudioThatIsChosen(String engine) {
        var playback = Playback.watch(browser, origin, "cmaf", engine);
        playback.reaches(1);
        assertThat(playback.fetches("audio-fr/")).isZero();

        playback.choose("audio", "French");
        playback.seek(9);
        playback.reaches(10);

        assertThat(playback.fetches("audio-fr/")).isPositive();
    }

    @Tag("players")
    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void showsTheSubtitlesThatAreChosen(String engine) {
        var playback = Playback.watch(browser, origin, "cmaf", engine);
        playback.reaches(1);

        playback.choose("subtitles", "English");
        playback.page()
                .waitForFunction(
                        """
                        () => [...document.querySelector('video').textTracks].some(t =>
                            t.mode === 'showing' && t.activeCues && [...t.activeCues].some(c => c.text.includes('caption')))
                        """);

        playback.screenshot("subtitles-" + engine);
        playback.reaches(6);
    }

    @Tag("players")
    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void saysThatThereIsNoDecoder(String engine) {
        assumeFalse(
                (Boolean)
                        browser.page()
                                .evaluate(
                                        "() => MediaSource.isTypeSupported('video/mp4; codecs=\"hvc1.1.6.L120.90\"')"),
                "skipped: this browser decodes HEVC");

        var playback = Playback.refused(browser, origin, "hevc", engine);

        playback.screenshot("hevc-" + engine);
        assertThat(playback.refusal()).isEqualTo("This browser has no decoder for this video.");
        assertThat(playback.isPaused()).isTrue();
        assertThat(playback.page().isVisible(".failure")).isTrue();
    }

    @Test
    void recoversFromOneFailureOfTheDecoderButNotFromTheNext() {
        var playback = Playback.watch(browser, origin, "cmaf", "hls");
        playback.reaches(1);
        var failure =
                """
                () => document.querySelector('[data-player]').player.engine.raw.trigger('hlsError',
                    {type: 'mediaError', details: 'bufferAppendError', fatal: true, error: new Error('test')})
                """;

        playback.page().evaluate(failure);
        playback.reaches(2);
        assertThat(playback.page().isVisible(".failure")).isFalse();

        // twice: a busy machine may have taken long to get there
        playback.page().evaluate(failure);
        playback.page().evaluate(failure);
        assertThat(playback.refusal()).isEqualTo("This browser has no decoder for this video.");
        assertThat(playback.isPaused()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void saysWhatTheServerSaysOfAFileItCannotUse(String engine) {
        var index = browser.page();
        index.navigate(unusable.uri().toString());
        var title = index.getAttribute("a.card-open", "href").substring("/watch/".length());

        var playback = Playback.refused(browser, unusable.uri(), title, engine);

        playback.screenshot("unusable-" + engine);
        assertThat(playback.refusal()).isEqualTo("The server could not make this video (502).");
        assertThat(playback.refusalDetail()).startsWith("<i>text.mp4 is text, not media");
    }

    @Test
    void theIndexLeadsToThePlayer() {
        var page = browser.page();
        page.navigate(origin.toString());
        page.screenshot(
                new com.microsoft.playwright.Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", "index.png")));

        page.click("a[href*='watch/cmaf']");

        page.waitForSelector("video");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aTitleThatIsNotThereIsAPageThatLeadsToTheIndex() {
        var page = browser.page();

        var answer = page.navigate(origin.resolve("watch/nope").toString());

        page.screenshot(
                new com.microsoft.playwright.Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", "not-found.png")));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(page.innerText("h1")).startsWith("Not found");
        page.click("text=All titles");
        page.waitForSelector("a[href*='watch/cmaf']");
        // The answer itself is all that is complained about: style and icon are there.
        assertThat(browser.complaints()).hasSize(1).first().asString().contains("404");
    }
}
