package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.anabranch.cli.LadderStream;
import dev.anabranch.cli.TestLive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.params.provider.ValueSource;

/// The ladder of a live stream in a real browser: the renditions that are made while it comes in
/// are switched, and their encoder is killed.
@Tag("players")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class LiveLadderPlaybackTest {

    private static final double SECONDS = 4;

    /// What is known of a player that does not switch.
    private static final String STATE =
            """
            () => {
              const v = document.querySelector('video');
              const player = document.querySelector('[data-player]')?.player, hls = player?.engine?.raw;
              return JSON.stringify({height: v.videoHeight, at: v.currentTime, ready: v.readyState, paused: v.paused, edge: player?.engine?.edge,
                chosen: player?.engine?.chosen('quality'), dash: player?.engine?.raw?.getAverageThroughput?.('video'), levels: hls?.levels?.map(l => [l.height, l.bitrate]), bandwidth: hls?.bandwidthEstimate,
                shown: document.querySelector('.failure-words')?.textContent, frames: v.getVideoPlaybackQuality().totalVideoFrames});
            }
            """;

    private TestLive live;
    private TestLive.Publishing publishing;
    private Browser browser;

    @BeforeAll
    void publish(@TempDir Path folder) throws Exception {
        var config =
                Files.writeString(
                        folder.resolve("anabranch.yaml"),
                        "publish: local\nlive:\n  ladder: 320x180@150k,160x90@80k\n");
        live = TestLive.start(config);
        publishing = live.publish("camera", 640, 360, 30);
        live.awaitSegments("camera");
    }

    @AfterAll
    void stop() throws Exception {
        publishing.close();
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
    @ValueSource(strings = {"hls", "dash"})
    void rungsAreSwitchedAndAreNotMuchLaterThanTheSource(String engine) throws Exception {
        var playback = Playback.live(browser, live.uri(), "camera", engine);
        playback.decodes(1);

        for (int height : List.of(180, 90, 360)) {
            playback.choose("quality", height + "p");
            shows(playback, height);
            assertThat(playback.playsOn(SECONDS)).isGreaterThan(30);
            tellLatency(engine + " " + height + "p", playback);
            playback.screenshot("live-ladder-" + engine + "-" + height);
        }
        playback.choose("quality", "Auto");
        assertThat(playback.playsOn(SECONDS)).isGreaterThan(30);
    }

    /// dash.js only: hls.js 1.7.4 mostly leaves 360p, but was seen to stand still there instead,
    /// with its estimate of the bandwidth as it was before.
    @Test
    void aSlowNetworkGetsASmallerRung() throws Exception {
        var playback = Playback.live(browser, live.uri(), "camera", "dash");
        playback.decodes(1);
        playback.choose("quality", "360p");
        shows(playback, 360);
        playback.playsOn(SECONDS);

        slowDown(playback, 25_000);
        playback.choose("quality", "Auto");

        try {
            playback.page()
                    .waitForFunction("() => document.querySelector('video').videoHeight < 360");
        } catch (com.microsoft.playwright.TimeoutError late) {
            throw new AssertionError("it stays: " + playback.page().evaluate(STATE), late);
        }
        playback.screenshot("live-ladder-slow-dash");
        slowDown(playback, -1);
        assertThat(playback.playsOn(SECONDS)).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void playsOnWhenTheEncoderIsKilled(String engine) throws Exception {
        var playback = Playback.live(browser, live.uri(), "camera", engine);
        playback.decodes(1);
        playback.choose("quality", "180p");
        shows(playback, 180);
        playback.playsOn(SECONDS);
        playback.page().evaluate("() => { window.notReloaded = true; }");
        long killedAt = System.currentTimeMillis();

        var encoder = LadderStream.encoders().getFirst();
        assertThat(encoder.destroyForcibly()).isTrue();
        encoder.onExit().get(10, TimeUnit.SECONDS);

        TestLive.await(
                "pictures of after that",
                Duration.ofSeconds(40),
                () -> playback.clock() > killedAt + 3000);
        assertThat(playback.playsOn(SECONDS)).isGreaterThan(10);
        // A player that misses a segment may go on in another rendition.
        assertThat(playback.page().evaluate("() => window.notReloaded")).isEqualTo(true);
        assertThat(playback.page().isVisible(".failure")).isFalse();
        playback.screenshot("live-ladder-killed-" + engine);
    }

    @Test
    void shakaSwitches() throws Exception {
        var playback = Playback.shaka(browser, live.uri(), "live/camera/index.m3u8");
        playback.decodes(1);

        for (int height : List.of(180, 360)) {
            playback.page()
                    .evaluate(
                            """
                            height => {
                              player.configure('abr.enabled', false);
                              player.selectVariantTrack(player.getVariantTracks().find(t => t.height === height), true);
                            }
                            """,
                            height);
            shows(playback, height);
            assertThat(playback.playsOn(SECONDS)).isGreaterThan(30);
        }
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

    private static void slowDown(Playback playback, int bytesPerSecond) {
        var conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 0);
        conditions.addProperty("downloadThroughput", bytesPerSecond);
        conditions.addProperty("uploadThroughput", -1);
        playback.page()
                .context()
                .newCDPSession(playback.page())
                .send("Network.emulateNetworkConditions", conditions);
    }

    /// From the clock in the picture to what is shown.
    private static void tellLatency(String what, Playback playback) {
        var times = new ArrayList<Long>();
        for (int i = 0; i < 30; i++) {
            long clock = playback.clock();
            if (clock > 0) {
                times.add(System.currentTimeMillis() - clock);
            }
            playback.page().waitForTimeout(50);
        }
        times.sort(null);
        assertThat(times).as(what + ": the clock can be read").isNotEmpty();
        System.out.printf(
                "%s: glass to glass %d ms (median of %d)%n",
                what, times.get(times.size() / 2), times.size());
    }
}
