package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.anabranch.cli.TestClips;
import dev.anabranch.cli.TestOrigin;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A ladder that was transcoded plays through switches without a jump: every picture that is shown
/// says when it belongs, and is held against the time the player says it is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class LadderPlaybackTest {

    private static final int SECONDS = 80;

    /// Half a frame.
    private static final double TOLERANCE_MILLIS = 500.0 / TestClips.FRAMES_PER_SECOND;

    /// Bytes a second: enough for the smaller rendition; for both, without much more being buffered
    /// than is watched; for both at the pace they are watched at.
    private static final int NARROW = 30_000;

    private static final int MIDDLING = 150_000;
    private static final int WIDE = 600_000;

    /// A page's own notes of each picture: its time by the player and by the clock painted in it.
    private static final String TAKE_NOTES =
            """
            () => {
              const video = document.querySelector('video');
              window.notes = [];
              const note = (_, frame) => {
                window.notes.push([frame.mediaTime, (READ_CLOCK)(), video.videoHeight]);
                video.requestVideoFrameCallback(note);
              };
              video.requestVideoFrameCallback(note);
            }
            """
                    .replace("READ_CLOCK", Playback.READ_CLOCK);

    private static final String WITHOUT_OPUS =
            """
            const isTypeSupported = MediaSource.isTypeSupported.bind(MediaSource);
            MediaSource.isTypeSupported = type => !/opus/i.test(type) && isTypeSupported(type);
            """;

    private TestOrigin server;
    private URI origin;
    private Browser browser;

    @BeforeAll
    void transcodeAndServe(@TempDir Path folder, @TempDir Path clips) throws Exception {
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        var clip = new TestClips(ffmpeg, clips).clocked(640, 360, SECONDS);
        server = TestOrigin.over(folder, Files.createDirectory(clips.resolve("none")));
        origin = server.uri();
        server.transcodeTitle(
                "ladder",
                clip.toString(),
                "--ladder",
                "360p@1500k,180p@100k",
                "--segment",
                "2s",
                "--preset",
                "fast",
                "--no-copy",
                "--audio-bitrate",
                "32k");
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

    @Tag("players")
    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void aBrowserWithoutOneSoundPlaysTheOther(String engine, @TempDir Path clips) throws Exception {
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        var clip = new TestClips(ffmpeg, clips).clocked(320, 180, 8);
        server.transcodeTitle(
                "sounds-" + engine,
                clip.toString(),
                "--ladder",
                "180p@150k,90p@60k",
                "--acodec",
                "aac,opus",
                "--no-copy");

        var playback =
                Playback.watch(
                        browser,
                        origin,
                        "sounds-" + engine,
                        engine,
                        page -> page.addInitScript(WITHOUT_OPUS));

        playback.reaches(2);
        assertThat(playback.offers("quality")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void switchesThatAreAskedForShowNoJump(String engine) {
        var playback = Playback.watch(browser, origin, "ladder", engine);
        playback.reaches(1);
        playback.page().evaluate(TAKE_NOTES);

        for (var quality : List.of("180p", "360p", "180p", "360p")) {
            playback.choose("quality", quality);
            showsHeight(playback, quality.replace("p", ""));
            playback.playsOn(1);
        }

        playback.screenshot("ladder-forced-" + engine);
        isWithoutJump(playback, 3);
    }

    @Tag("players")
    @Test
    void shakaSwitchesWhenAskedAndShowsNoJump() {
        for (var manifest : List.of("p/ladder/index.m3u8", "p/ladder/manifest.mpd")) {
            var playback = Playback.shaka(browser, origin, manifest);
            playback.reaches(1);
            playback.page().evaluate(TAKE_NOTES);

            for (int height : new int[] {180, 360, 180}) {
                playback.page()
                        .evaluate(
                                """
                                height => {
                                  player.configure('abr.enabled', false);
                                  const track = player.getVariantTracks().find(t => t.height === height);
                                  player.selectVariantTrack(track, true, 1);
                                }
                                """,
                                height);
                showsHeight(playback, Integer.toString(height));
                playback.playsOn(1);
            }

            playback.screenshot("ladder-forced-shaka-" + manifest.replaceAll(".*\\.", ""));
            isWithoutJump(playback, 2);
        }
    }

    @Tag("players")
    @ParameterizedTest
    @CsvSource({"hls,180,360", "hls,360,180", "dash,180,360", "dash,360,180"})
    void followsTheNetwork(String engine, String first, String then) {
        var network = new CDPSession[1];
        var playback =
                Playback.watch(
                        browser,
                        origin,
                        "ladder",
                        engine,
                        page -> {
                            network[0] = page.context().newCDPSession(page);
                            limit(network[0], first.equals("180") ? NARROW : MIDDLING);
                        });
        // At this pace no buffer grows that would have to be watched before the switch.
        playback.page().evaluate("() => { document.querySelector('video').playbackRate = 4; }");

        showsHeight(playback, first);
        limit(network[0], then.equals("180") ? NARROW : WIDE);
        showsHeight(playback, then);

        playback.screenshot("ladder-automatic-%s-%s".formatted(engine, then));
    }

    @Tag("players")
    @Test
    @EnabledIfSystemProperty(named = "anabranch.media", matches = ".+")
    void aRealFilmPlaysInEveryPlayerAndSwitches(@TempDir Path folder) throws Exception {
        var film = Path.of(System.getProperty("anabranch.media"), "movies");
        try (var real = TestOrigin.over(folder, Files.createDirectory(folder.resolve("none")))) {
            real.transcodeTitle(
                    "film",
                    film.resolve("bbb_1080p60_h264_aac51_30s.mp4").toString(),
                    "--ladder",
                    "1080p,480p,240p",
                    "--preset",
                    "fast");
            for (var engine : List.of("hls", "dash")) {
                var playback = Playback.watch(browser, real.uri(), "film", engine);
                playback.reaches(1);
                for (var quality : List.of("240p", "1080p", "480p")) {
                    playback.choose("quality", quality);
                    showsHeight(playback, quality.replace("p", ""));
                    assertThat(playback.playsOn(1)).isGreaterThan(10);
                    playback.screenshot("film-" + engine + "-" + quality);
                }
                playback.page().close();
            }
            Playback.shaka(browser, real.uri(), "p/film/manifest.mpd").reaches(5);
        }
    }

    private static void showsHeight(Playback playback, String height) {
        playback.page()
                .waitForFunction(
                        "h => document.querySelector('video').videoHeight === +h",
                        height,
                        new Page.WaitForFunctionOptions().setTimeout(60_000));
    }

    private static void limit(CDPSession network, long bytesPerSecond) {
        var conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 0);
        conditions.addProperty("downloadThroughput", bytesPerSecond);
        conditions.addProperty("uploadThroughput", -1);
        network.send("Network.emulateNetworkConditions", conditions);
    }

    /// Every picture whose clock could be read belongs where it was shown.
    ///
    /// @param switches that were seen at least
    @SuppressWarnings("unchecked")
    private static void isWithoutJump(Playback playback, int switches) {
        var notes = (List<List<Number>>) playback.page().evaluate("() => window.notes");
        int heights = 0;
        int read = 0;
        double last = -1;
        int height = 0;
        for (var note : notes) {
            double millis = note.get(0).doubleValue() * 1000;
            long clock = note.get(1).longValue();
            heights += height != 0 && note.get(2).intValue() != height ? 1 : 0;
            height = note.get(2).intValue();
            assertThat(millis).as("%s", Map.of("after", last)).isGreaterThanOrEqualTo(last);
            last = millis;
            if (clock >= 0) {
                read++;
                assertThat(clock - TestClips.CLOCK_MILLIS - millis)
                        .as("picture at %.0f ms, %d lines", millis, height)
                        .isCloseTo(0, within(2 * TOLERANCE_MILLIS));
            }
        }
        assertThat(heights).isGreaterThanOrEqualTo(switches);
        assertThat(read).isGreaterThan(notes.size() / 2).isGreaterThan(50);
    }
}
