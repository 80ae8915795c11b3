package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.anabranch.cli.TestClips;
import dev.anabranch.cli.TestLive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/// Live streams of every codec that Chromium decodes, on our page with both of its players, and of
/// one that it does not; and one encoder that sends a ladder.
@Tag("players")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class LiveCodecPlaybackTest {

    private static final double SECONDS = 3;

    private static final String SHAKA_SWITCH =
            """
            height => {
              const track = player.getVariantTracks().find(t => t.height === height);
              if (!track) throw new Error('none among ' + player.getVariantTracks().map(t => t.height));
              player.configure('abr.enabled', false);
              player.selectVariantTrack(track, true);
            }
            """;

    private final List<AutoCloseable> publishing = new ArrayList<>();

    /// What is known of a player that does not switch.
    private static final String STATE =
            """
            () => {
              const v = document.querySelector('video');
              const player = document.querySelector('[data-player]')?.player, hls = player?.engine?.raw;
              return JSON.stringify({height: v.videoHeight, at: v.currentTime, chosen: player?.engine?.chosen('quality'),
                levels: hls?.levels?.map(l => l.height), manual: hls?.manualLevel, load: hls?.loadLevel, current: hls?.currentLevel,
                shown: document.querySelector('.failure-words')?.textContent, frames: v.getVideoPlaybackQuality().totalVideoFrames});
            }
            """;

    private TestLive live;
    private Browser browser;

    @BeforeAll
    void publish(@TempDir Path folder) throws Exception {
        live = TestLive.start();
        var clips = new TestClips(live.ffmpeg(), folder);
        for (var codecs : List.of("h264 opus", "h264 mp3", "h264 flac", "av1 opus", "vp9 opus")) {
            var both = codecs.split(" ");
            send(both[0] + "-" + both[1], clips.of(both[0], both[1]));
        }
        send("hevc-aac", clips.of("hevc", "aac"));
        send("ladder", clips.ladder());
        publishing.add(live.loopByFfmpeg("ladder-of-ffmpeg", clips.ladder()));
    }

    private void send(String name, Path clip) throws Exception {
        publishing.add(live.loop(name, clip));
    }

    @AfterAll
    void stop() throws Exception {
        for (var one : publishing) {
            one.close();
        }
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
        "h264-opus, hls",
        "h264-opus, dash",
        "h264-mp3, hls",
        "h264-mp3, dash",
        "h264-flac, hls",
        "h264-flac, dash",
        "av1-opus, hls",
        "av1-opus, dash",
        "vp9-opus, hls",
        "vp9-opus, dash"
    })
    void everyCodecPlays(String name, String engine) throws Exception {
        live.awaitSegments(name);
        var playback = Playback.live(browser, live.uri(), name, engine);
        playback.decodes(1);

        long frames = playback.playsOn(SECONDS);

        playback.screenshot("live-" + name + "-" + engine);
        assertThat(frames).isGreaterThan(TestClips.FRAMES_PER_SECOND);
        if (!(name.equals("h264-mp3") && engine.equals("dash"))) {
            // Chromium has no MP3 in MP4: hls.js takes the transport stream, DASH has none.
            assertThat(playback.soundBytes()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void whatCannotBeDecodedIsSaidAndStaysSaid(String engine) throws Exception {
        assumeFalse(
                (Boolean)
                        browser.page()
                                .evaluate(
                                        "() => MediaSource.isTypeSupported('video/mp4; codecs=\"hvc1.1.6.L30.90\"')"),
                "skipped: this browser decodes HEVC");
        live.awaitSegments("hevc-aac");
        var playback = Playback.refusedLive(browser, live.uri(), "hevc-aac", engine);

        playback.page()
                .evaluate(
                        """
                        () => {
                          const failure = document.querySelector('.failure');
                          window.hides = 0;
                          new MutationObserver(() => { window.hides += failure.hidden; }).observe(failure, {attributes: true});
                          window.shownAt = performance.now();
                        }
                        """);
        playback.page().waitForFunction("() => performance.now() > window.shownAt + 4500");

        playback.screenshot("live-hevc-" + engine);
        assertThat(playback.page().evaluate("() => window.hides")).isEqualTo(0);
        assertThat(playback.refusal()).isEqualTo("This browser has no decoder for this video.");
        assertThat(playback.isPaused()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ladder, hls", "ladder, dash", "ladder-of-ffmpeg, hls", "ladder-of-ffmpeg, dash"})
    void theLadderOfOneEncoderIsSwitched(String name, String engine) throws Exception {
        live.awaitSegments(name);
        var playback = Playback.live(browser, live.uri(), name, engine);
        playback.decodes(1);
        countWaits(playback);

        for (int height : List.of(180, 360)) {
            playback.choose("quality", height + "p");
            assertThat(playback.playsOn(SECONDS)).isGreaterThan(TestClips.FRAMES_PER_SECOND);
            shows(playback, height);
        }

        playback.screenshot("live-" + name + "-" + engine);
        tellWaits(name + " " + engine, playback);
    }

    @ParameterizedTest
    @CsvSource({"index.m3u8", "manifest.mpd"})
    void shakaSwitchesTheLadder(String manifest) throws Exception {
        live.awaitSegments("ladder");
        var playback = Playback.shaka(browser, live.uri(), "live/ladder/" + manifest);
        playback.decodes(1);
        countWaits(playback);

        for (int height : List.of(180, 360)) {
            playback.page().evaluate(SHAKA_SWITCH, height);
            shows(playback, height);
            assertThat(playback.playsOn(SECONDS)).isGreaterThan(TestClips.FRAMES_PER_SECOND);
        }

        playback.screenshot("live-ladder-shaka-" + manifest);
        tellWaits("ladder shaka " + manifest, playback);
    }

    private static void shows(Playback playback, int height) {
        try {
            playback.page()
                    .waitForFunction(
                            "height => document.querySelector('video').videoHeight === height",
                            height);
        } catch (com.microsoft.playwright.TimeoutError late) {
            throw new AssertionError(
                    height + " is not shown: " + playback.page().evaluate(STATE), late);
        }
    }

    private static void countWaits(Playback playback) {
        playback.page()
                .evaluate(
                        "() => { window.waits = 0; document.querySelector('video').addEventListener('waiting', () => window.waits++); }");
    }

    /// How often a player had nothing to show hangs on the machine.
    private static void tellWaits(String what, Playback playback) {
        System.out.printf(
                "%s: %d frames decoded, %s waits%n",
                what, playback.frames(), playback.page().evaluate("() => window.waits"));
    }
}
