package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.anabranch.cli.TestLive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Live streams in a real browser: the clock in the picture is read back from what is shown.
///
/// `-Danabranch.live.seconds=120` watches longer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = java.util.concurrent.TimeUnit.MINUTES)
class LivePlaybackTest {

    /// Times are held to their bounds only when somebody asks for it, on a quiet machine.
    private static final boolean IS_MEASURING =
            Integer.getInteger("anabranch.live.seconds") != null;

    private static final int SECONDS = Integer.getInteger("anabranch.live.seconds", 8);

    /// Seconds from where the player should be to where it is.
    private static final String BEHIND =
            "(document.querySelector('[data-player]').player.engine.edge - document.querySelector('video').currentTime)";

    /// What is known of a player that does not go on.
    private static final String STATE =
            """
            () => {
              const v = document.querySelector('video');
              const ranges = [...Array(v.buffered.length).keys()].map(i => [v.buffered.start(i), v.buffered.end(i)]);
              return JSON.stringify({ready: v.readyState, at: v.currentTime, rate: v.playbackRate, ranges, paused: v.paused,
                seeking: v.seeking, failure: window.failure, error: v.error?.message, frames: v.getVideoPlaybackQuality().totalVideoFrames,
                edge: document.querySelector('[data-player]')?.player?.engine?.edge,
                fetched: performance.getEntriesByType('resource').slice(-8).map(e => [e.name.split('/').slice(-2).join('/'), e.responseStatus, Math.round(e.startTime), Math.round(e.duration)]), now: performance.now()});
            }
            """;

    private TestLive live;
    private Browser browser;

    @BeforeAll
    void serve() throws Exception {
        live = TestLive.start();
    }

    @AfterAll
    void stop() throws Exception {
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
    void playsCloseToTheGlass(String engine) throws Exception {
        try (var _ = live.publish(engine, 640, 360, 30)) {
            live.awaitSegments(engine);
            var page = watch(engine, engine);
            awaitClock(page);
            settle(page);
            page.evaluate(
                    "() => { window.waits = 0; document.querySelector('video').addEventListener('waiting', () => window.waits++); }");

            long frames = frames(page);
            page.evaluate("() => { window.notReloaded = true; }");
            var latencies = watchLatency(page, SECONDS);

            assertGoesOn(page, frames);

            page.screenshot(screenshot("live-" + engine));
            System.out.printf(
                    "%s: glass to glass in Chromium %s ms, %s waits%n",
                    engine, summary(latencies), page.evaluate("() => window.waits"));
            assertThat(latencies).isNotEmpty().allSatisfy(time -> assertThat(time).isPositive());
            if (IS_MEASURING) {
                assertThat(page.evaluate("() => window.waits")).isEqualTo(0);
                assertThat(latencies).allSatisfy(time -> assertThat(time).isLessThan(2000));
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Tag("players")
    @ParameterizedTest
    @CsvSource({"index.m3u8", "manifest.mpd"})
    void shakaPlays(String manifest) throws Exception {
        try (var _ = live.publish("shaka", 320, 180, 25)) {
            live.awaitSegments("shaka");
            var playback = Playback.shaka(browser, live.uri(), "live/shaka/" + manifest);

            awaitClock(playback.page());
            advances(playback.page(), 2000);

            playback.screenshot("live-shaka-" + manifest);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Tag("players")
    @Test
    void playsInTheBrowserItself() throws Exception {
        try (var _ = live.publish("native", 320, 180, 25)) {
            // Chromium 156 gives up on any live playlist of one or two segments (COULD_NOT_PARSE,
            // "Segment queue never had any data"), also without a tag of low latency; it knows no
            // parts, and finds no container where there is no segment.
            live.awaitSegments("native");
            var page = browser.page();
            page.navigate(live.uri().resolve("live").toString());
            boolean isAble =
                    (Boolean)
                            page.evaluate(
                                    "() => !!document.createElement('video').canPlayType('application/vnd.apple.mpegurl')");
            org.junit.jupiter.api.Assumptions.assumeTrue(
                    isAble, "skipped: this Chromium has no HLS of its own");
            page = watch("native", "native");

            awaitClock(page);
            advances(page, 2000);

            page.screenshot(screenshot("live-native"));
        }
    }

    /// Nobody clicks, and nothing is there when the page is opened.
    @Tag("players")
    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void beginsByItselfAndComesBackToTheEdgeAfterAPause(String engine) throws Exception {
        var name = "early-" + engine;
        var page = browser.page();
        page.navigate(live.uri().resolve("live/" + name + "?engine=" + engine).toString());
        page.waitForFunction(
                "() => document.querySelector('.off-air').innerText.includes('Waiting for the stream')");
        var publishing = live.publish(name, 320, 180, 25);
        awaitClock(page);
        advances(page, 1000);
        assertThat(page.evaluate("() => document.querySelector('video').muted")).isEqualTo(true);
        assertThat(page.isVisible(".unmute")).isTrue();

        page.keyboard().press("k");
        page.waitForFunction("() => " + BEHIND + " > 8");
        page.keyboard().press("k");
        page.waitForFunction("() => " + BEHIND + " < 3.5");
        advances(page, 1000);

        page.keyboard().press("j");
        page.waitForFunction("() => " + BEHIND + " > 7");
        advances(page, 6000);
        assertThat(((Number) page.evaluate("() => " + BEHIND)).doubleValue())
                .as("who went back stays there")
                .isGreaterThan(5);

        publishing.close();
        page.waitForFunction(
                "() => document.querySelector('[data-figure=state]').textContent.startsWith('Reconnecting')");
        assertThat(page.textContent("[data-figure=latency]")).isEqualTo("–");
        assertThat(page.isVisible(".notice")).isTrue();
        page.screenshot(screenshot("live-away-" + engine));
        assertThat(browser.complaints()).isEmpty();
    }

    /// Players that stay at the live edge set the speed themselves.
    @Tag("players")
    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void aSpeedThatIsChosenStaysUntilTheLiveEdgeIsReached(String engine) throws Exception {
        var name = "speed-" + engine;
        try (var _ = live.publish(name, 320, 180, 25)) {
            var page = browser.page();
            page.navigate(live.uri().resolve("live/" + name + "?engine=" + engine).toString());
            awaitClock(page);
            page.keyboard().press("<");
            page.waitForFunction("() => " + BEHIND + " > 5");
            assertThat(page.evaluate("() => document.querySelector('video').playbackRate"))
                    .isEqualTo(0.75);
            for (int step = 0; step < 3; step++) {
                page.keyboard().press(">");
            }
            assertThat(page.evaluate("() => document.querySelector('video').playbackRate"))
                    .isEqualTo(1.5);
            page.waitForFunction(
                    "() => document.querySelector('video').playbackRate < 1.2 && "
                            + BEHIND
                            + " < 3.5");
        }
    }

    @Tag("players")
    @Test
    void goesOnWithoutAReloadWhenThePublisherIsReplaced() throws Exception {
        var first = live.publish("replaced", 640, 360, 30);
        live.awaitPlayable("replaced");
        var page = watch("replaced", "hls");
        awaitClock(page);
        page.evaluate("() => { window.notReloaded = true; }");
        first.close();
        long gone = System.currentTimeMillis();

        try (var _ = live.publish("replaced", 640, 360, 30)) {
            TestLive.await(
                    "the second publisher is seen",
                    Duration.ofSeconds(40),
                    () -> clock(page) > gone + 1000);
            long frames = frames(page);
            advances(page, 3000);

            assertGoesOn(page, frames);
            page.screenshot(screenshot("live-replaced"));
        }
    }

    @Tag("players")
    @Test
    void goesOnWhenTheSizeOfThePictureChanges() throws Exception {
        var first = live.publish("resized", 640, 360, 30);
        live.awaitPlayable("resized");
        var page = watch("resized", "hls");
        awaitClock(page);
        assertThat(height(page)).isEqualTo(360);
        page.evaluate("() => { window.notReloaded = true; }");
        first.close();

        try (var _ = live.publish("resized", 320, 180, 15)) {
            TestLive.await(
                    "the other size is seen", Duration.ofSeconds(40), () -> height(page) == 180);
            long frames = frames(page);
            advances(page, 2000);

            assertGoesOn(page, frames);
            page.screenshot(screenshot("live-resized"));
        }
    }

    private Page watch(String name, String engine) {
        var page = browser.page();
        page.navigate(live.uri().resolve("live/" + name + "?engine=" + engine).toString());
        page.waitForFunction(
                "() => document.querySelector('video') && document.querySelector('video').readyState >= 1");
        try {
            page.evaluate(
                    "() => { const v = document.querySelector('video'); v.muted = true; return v.play(); }");
        } catch (com.microsoft.playwright.PlaywrightException refused) {
            throw new AssertionError("it does not play: " + page.evaluate(STATE), refused);
        }
        assertThat(page.getAttribute("[data-player]", "data-engine")).isEqualTo(engine);
        return page;
    }

    private static long clock(Page page) {
        return Playback.clock(page);
    }

    private static int height(Page page) {
        return ((Number) page.evaluate("() => document.querySelector('video').videoHeight"))
                .intValue();
    }

    private void awaitClock(Page page) throws Exception {
        try {
            TestLive.await("a clock is shown", Duration.ofSeconds(30), () -> clock(page) > 0);
        } catch (AssertionError late) {
            throw new AssertionError(
                    late.getMessage() + ": " + page.evaluate(STATE) + browser.complaints(), late);
        }
    }

    /// Players find their place in the first seconds.
    private static void settle(Page page) throws Exception {
        advances(page, 3000);
    }

    private static void advances(Page page, long millis) throws Exception {
        long from = clock(page);
        try {
            TestLive.await(
                    "the clock in the picture goes on",
                    Duration.ofSeconds(30),
                    () -> clock(page) > from + millis);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + ": " + page.evaluate(STATE), late);
        }
    }

    /// What has to hold however busy the machine is.
    private static void assertGoesOn(Page page, long framesBefore) {
        assertThat(frames(page)).isGreaterThan(framesBefore);
        assertThat(page.evaluate("() => window.notReloaded")).isEqualTo(true);
        assertThat(
                        page.evaluate(
                                "() => { const v = document.querySelector('video'); return v.paused || v.ended || v.error !== null; }"))
                .isEqualTo(false);
        assertThat(page.isVisible(".failure")).isFalse();
    }

    private static long frames(Page page) {
        return ((Number)
                        page.evaluate(
                                "() => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames"))
                .longValue();
    }

    /// Pictures come in the order in which they were made.
    private static List<Long> watchLatency(Page page, int seconds) throws Exception {
        var latencies = new ArrayList<Long>();
        long before = 0;
        long end = System.currentTimeMillis() + seconds * 1000L;
        while (System.currentTimeMillis() < end) {
            long clock = clock(page);
            if (clock > 0) {
                assertThat(clock).isGreaterThanOrEqualTo(before);
                before = clock;
                latencies.add(System.currentTimeMillis() - clock);
            }
            page.waitForTimeout(100);
        }
        assertThat(latencies).hasSizeGreaterThan(seconds / 2);
        return latencies;
    }

    private static Map<String, Long> summary(List<Long> latencies) {
        var sorted = latencies.stream().sorted().toList();
        return Map.of(
                "p50", sorted.get(sorted.size() / 2),
                "p95", sorted.get(sorted.size() * 95 / 100),
                "max", sorted.getLast());
    }

    private static Page.ScreenshotOptions screenshot(String name) {
        return new Page.ScreenshotOptions()
                .setPath(java.nio.file.Path.of("target", "screenshots", name + ".png"));
    }
}
