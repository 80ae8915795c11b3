package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.anabranch.cli.LadderStream;
import dev.anabranch.cli.TestLive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The ladder of a live stream in a real browser: the renditions that are made while it comes in
/// are switched, and their encoder is killed.
@Tag("players")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class LiveLadderPlaybackTest {

    private static final double SECONDS = 4;

    /// Decoded in that time, of 120.
    private static final int MIN_FRAMES = 30;

    /// A page's own notes of its pictures: which heights they have, and where more than a group of
    /// pictures, which is a second, is missing between two.
    private static final String TAKE_NOTES =
            """
            () => {
              const video = document.querySelector('video');
              window.notes = {heights: [], holes: []};
              let last = null;
              const note = (_, {mediaTime, height}) => {
                if (!notes.heights.includes(height)) notes.heights.push(height);
                if (last !== null && mediaTime - last > 1.05) notes.holes.push([last, mediaTime]);
                last = mediaTime;
                video.requestVideoFrameCallback(note);
              };
              video.requestVideoFrameCallback(note);
            }
            """;

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
            assertThat(playback.playsOn(SECONDS)).isGreaterThan(MIN_FRAMES);
            tellLatency(engine + " " + height + "p", playback);
            playback.screenshot("live-ladder-" + engine + "-" + height);
        }
        playback.choose("quality", "Auto");
        assertThat(playback.playsOn(SECONDS)).isGreaterThan(MIN_FRAMES);
    }

    /// The renditions take 40,000, 23,000 and 14,000 bytes a second, sound included. By HLS the
    /// playlists of picture and sound and the headers of ten parts a second take 15,000 as well.
    @ParameterizedTest
    @CsvSource({"hls,40000", "dash,25000"})
    void aSlowNetworkGetsASmallerRungAndAFastOneTheLargest(String engine, int narrow)
            throws Exception {
        var playback = Playback.live(browser, live.uri(), "camera", engine);
        var network = playback.page().context().newCDPSession(playback.page());
        playback.decodes(1);
        playback.choose("quality", "360p");
        shows(playback, 360);
        assertThat(playback.playsOn(SECONDS)).isGreaterThan(MIN_FRAMES);

        limit(network, narrow);
        playback.choose("quality", "Auto");
        becomes(playback, "smaller", "v => v.videoHeight < 360");
        playback.screenshot("live-ladder-slow-" + engine);
        playback.decodes((int) playback.frames() + MIN_FRAMES);

        limit(network, -1);
        becomes(playback, "the largest again", "v => v.videoHeight === 360");
        assertThat(playback.playsOn(SECONDS)).isGreaterThan(MIN_FRAMES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void staysInItsRenditionWhenTheEncoderIsKilledAndMissesAGroupOfPicturesAtMost(String engine)
            throws Exception {
        var playback = Playback.live(browser, live.uri(), "camera", engine);
        playback.decodes(1);
        playback.choose("quality", "180p");
        shows(playback, 180);
        assertThat(playback.playsOn(SECONDS)).isGreaterThan(MIN_FRAMES);
        playback.page().evaluate(TAKE_NOTES);
        long killedAt = System.currentTimeMillis();

        var encoder = LadderStream.encoders().getFirst();
        assertThat(encoder.destroyForcibly()).isTrue();
        encoder.onExit().get(10, TimeUnit.SECONDS);

        TestLive.await(
                "pictures of after that",
                Duration.ofSeconds(40),
                () -> playback.clock() > killedAt + 3000);
        assertThat(playback.playsOn(SECONDS)).isGreaterThan(MIN_FRAMES);
        var notes = playback.page().evaluate("() => window.notes");
        assertThat(notes).isEqualTo(Map.of("heights", List.of(180), "holes", List.of()));
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
            assertThat(playback.playsOn(SECONDS)).isGreaterThan(MIN_FRAMES);
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

    /// Players take their time to trust a network again.
    private static void becomes(Playback playback, String what, String condition) {
        try {
            playback.page()
                    .waitForFunction(
                            "() => (%s)(document.querySelector('video'))".formatted(condition),
                            null,
                            new Page.WaitForFunctionOptions().setTimeout(90_000));
        } catch (com.microsoft.playwright.TimeoutError late) {
            throw new AssertionError("not " + what + ": " + playback.page().evaluate(STATE), late);
        }
    }

    /// One session holds for as long as the network is to be narrow.
    private static void limit(CDPSession network, int bytesPerSecond) {
        var conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 0);
        conditions.addProperty("downloadThroughput", bytesPerSecond);
        conditions.addProperty("uploadThroughput", -1);
        network.send("Network.emulateNetworkConditions", conditions);
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
