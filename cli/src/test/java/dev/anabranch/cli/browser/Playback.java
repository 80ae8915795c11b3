package dev.anabranch.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// One page with a video that plays, and what a test may ask of it.
final class Playback {

    private static final int FIRST_FRAMES = 10;

    /// Reads the rows of ClockPattern from the video: milliseconds, or -1.
    static final String READ_CLOCK =
            """
            () => {
              const video = document.querySelector('video');
              if (!video.videoWidth) return -1;
              const canvas = window.clockCanvas ??= document.createElement('canvas');
              canvas.width = 256; canvas.height = 16;
              const context = canvas.getContext('2d', {willReadFrequently: true});
              context.drawImage(video, 0, 0, video.videoWidth, video.videoWidth / 16, 0, 0, 256, 16);
              const pixels = context.getImageData(0, 0, 256, 16).data;
              let bits = [];
              for (let i = 0; i < 64; i++) {
                const x = (i % 32) * 8 + 4, y = (i < 32 ? 4 : 12);
                bits.push(pixels[(y * 256 + x) * 4 + 1] > 126 ? 1 : 0);
              }
              const number = (from, to) => bits.slice(from, to).reduce((sum, bit) => sum * 2 + bit, 0);
              let crc = 0xFF;
              for (let byte = 0; byte < 7; byte++) {
                crc ^= number(byte * 8, byte * 8 + 8);
                for (let i = 0; i < 8; i++) crc = crc & 0x80 ? (crc << 1 ^ 7) & 0xFF : crc << 1;
              }
              return crc === number(56, 64) ? number(0, 44) : -1;
            }
            """;

    private static final String SHAKA_PAGE =
            """
            <!doctype html><title>shaka</title><video muted width="640"></video>
            <script src="/shaka.js"></script>
            <script>
              shaka.polyfill.installAll();
              const video = document.querySelector('video');
              window.player = new shaka.Player();
              player.configure('manifest.hls.sequenceMode', IS_LIVE);
              window.failure = null;
              const told = e => 'shaka ' + (e.code ?? e) + ' ' + (e.data ?? []).map(String) + ' ' + (video.error?.message ?? '');
              player.addEventListener('error', e => window.failure = told(e.detail));
              player.attach(video).then(() => player.load(new URLSearchParams(location.search).get('url')))
                  .then(() => video.play()).catch(e => window.failure = told(e));
            </script>
            """;

    /// hls.js or dash.js as they come, with the settings they come with.
    private static final String BARE_PAGE =
            """
            <!doctype html><title>bare</title><link rel="icon" href="data:,"><video muted width="640"></video>
            <script type="module">
              const video = document.querySelector('video');
              const query = new URLSearchParams(location.search);
              window.failure = null;
              if (query.get('engine') === 'hls') {
                const {default: Hls} = await import('ASSETShls.mjs');
                window.player = new Hls({enableWorker: false});
                player.on(Hls.Events.ERROR, (_, error) => { if (error.fatal) window.failure = error.details; });
                player.loadSource(query.get('url'));
                player.attachMedia(video);
              } else {
                const dashjs = await import('ASSETSdash.mjs');
                window.player = dashjs.MediaPlayer().create();
                player.on('error', ({error}) => { window.failure = String(error?.message ?? error); });
                player.initialize(video, query.get('url'), false);
              }
              await video.play().catch(error => { window.failure = String(error); });
            </script>
            """;

    private static final Pattern SHAKA_HTML = Pattern.compile(".*/shaka\\.html.*");

    private final Browser browser;
    private final Page page;

    private Playback(Browser browser, Page page) {
        this.browser = browser;
        this.page = page;
    }

    /// Our own watch page, with one of its engines.
    static Playback watch(Browser browser, URI origin, String title, String engine) {
        return watch(browser, origin, title, engine, _ -> {});
    }

    /// As [#watch(Browser,URI,String,String)], on a page that was prepared.
    static Playback watch(
            Browser browser, URI origin, String title, String engine, Consumer<Page> prepared) {
        var page = browser.page();
        prepared.accept(page);
        return open(browser, page, origin.resolve("watch/" + title + "?engine=" + engine), engine);
    }

    /// Our own page of a live stream, with one of its engines.
    static Playback live(Browser browser, URI origin, String stream, String engine) {
        return open(browser, origin.resolve("live/" + stream + "?engine=" + engine), engine);
    }

    private static Playback open(Browser browser, URI address, String engine) {
        return open(browser, browser.page(), address, engine);
    }

    private static Playback open(Browser browser, Page page, URI address, String engine) {
        page.navigate(address.toString());
        page.waitForFunction(
                "() => document.querySelector('video') && document.querySelector('video').readyState >= 1");
        page.evaluate(
                "() => { const v = document.querySelector('video'); v.muted = true; return v.play(); }");
        assertThat(page.getAttribute("[data-player]", "data-engine")).isEqualTo(engine);
        return new Playback(browser, page);
    }

    /// Our own watch page of a title that cannot be played: returns when it says so.
    static Playback refused(Browser browser, URI origin, String title, String engine) {
        return refused(
                browser, origin.resolve("watch/" + title + "?autoplay&engine=" + engine), engine);
    }

    /// Our own page of a live stream that cannot be played.
    static Playback refusedLive(Browser browser, URI origin, String stream, String engine) {
        return refused(
                browser, origin.resolve("live/" + stream + "?autoplay&engine=" + engine), engine);
    }

    private static Playback refused(Browser browser, URI address, String engine) {
        var page = browser.page();
        page.navigate(address.toString());
        page.waitForSelector(".failure:not([hidden])");
        assertThat(page.getAttribute("[data-player]", "data-engine")).isEqualTo(engine);
        return new Playback(browser, page);
    }

    /// shaka-player on a bare page of the same site, with low latency, as it comes; but live HLS in
    /// sequence mode. Otherwise shaka 5.2.12 works out for each part which timestamp offset it
    /// wants and compares it with that of the source buffer, which its own `setTimestampOffset_`
    /// has made 1 ms greater when it was negative. Rounding decides whether those are `>= 0.001`
    /// apart (`MediaSourceEngine.appendBuffer`); where they are, it calls `SourceBuffer.abort()`,
    /// and what follows up to the next keyframe is dropped: all parts of a GOP but the first.
    static Playback shaka(Browser browser, URI origin, String path) {
        var isLive = Boolean.toString(path.startsWith("live/"));
        var page = browser.page();
        page.route(
                SHAKA_HTML,
                route ->
                        route.fulfill(
                                new com.microsoft.playwright.Route.FulfillOptions()
                                        .setContentType("text/html")
                                        .setBody(SHAKA_PAGE.replace("IS_LIVE", isLive))));
        page.route(
                "**/shaka.js",
                route ->
                        route.fulfill(
                                new com.microsoft.playwright.Route.FulfillOptions()
                                        .setContentType("text/javascript")
                                        .setPath(
                                                Path.of(
                                                        "src/test/web/node_modules/shaka-player/dist/shaka-player.compiled.js"))));
        var address = URLEncoder.encode(origin.resolve(path).toString(), StandardCharsets.UTF_8);
        page.navigate(origin.resolve("shaka.html?url=" + address).toString());
        return new Playback(browser, page);
    }

    /// A bare player on a page of the same site.
    static Playback bare(Browser browser, URI origin, String path, String engine) {
        var page = browser.page();
        page.navigate(origin.toString());
        var assets =
                (String)
                        page.evaluate(
                                "() => new URL('.', document.querySelector('link[rel=stylesheet]').href).pathname");
        page.route(
                Pattern.compile(".*/bare\\.html.*"),
                route ->
                        route.fulfill(
                                new com.microsoft.playwright.Route.FulfillOptions()
                                        .setContentType("text/html")
                                        .setBody(BARE_PAGE.replace("ASSETS", assets))));
        var address = URLEncoder.encode(origin.resolve(path).toString(), StandardCharsets.UTF_8);
        page.navigate(origin.resolve("bare.html?engine=" + engine + "&url=" + address).toString());
        return new Playback(browser, page);
    }

    Page page() {
        return page;
    }

    /// Waits until the picture shown is past `seconds`, with frames decoded and nothing complained
    /// about.
    void reaches(double seconds) {
        page.waitForFunction("t => document.querySelector('video').currentTime > t", seconds);
        decodes(FIRST_FRAMES);
        assertHealthy();
    }

    /// Waits until more than so many frames are decoded; a busy machine's sound runs ahead of them.
    void decodes(int frames) {
        page.waitForFunction(
                "n => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > n",
                frames);
    }

    /// How many frames were decoded so far.
    long frames() {
        return ((Number)
                        page.evaluate(
                                "() => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames"))
                .longValue();
    }

    /// Plays for so many seconds of the stream from here, with frames decoded all the while, and
    /// returns how many.
    long playsOn(double seconds) {
        long before = frames();
        double from = currentTime();
        page.waitForFunction(
                "t => document.querySelector('video').currentTime > t", from + seconds);
        assertThat(page.evaluate("() => document.querySelector('video').ended")).isEqualTo(false);
        assertThat(isPaused()).isFalse();
        assertHealthy();
        long now = frames();
        // The count begins anew when a player gives the element another source.
        return now < before ? now : now - before;
    }

    double currentTime() {
        return ((Number) page.evaluate("() => document.querySelector('video').currentTime"))
                .doubleValue();
    }

    double seekableStart() {
        return ((Number) page.evaluate("() => document.querySelector('video').seekable.start(0)"))
                .doubleValue();
    }

    double seekableEnd() {
        return ((Number)
                        page.evaluate(
                                "() => { const s = document.querySelector('video').seekable; return s.length ? s.end(s.length - 1) : 0; }"))
                .doubleValue();
    }

    /// When the picture that is shown was made, in milliseconds; -1 when it has no clock.
    long clock() {
        return clock(page);
    }

    static long clock(Page page) {
        return ((Number) page.evaluate(READ_CLOCK)).longValue();
    }

    /// How many bytes of sound were decoded; Chromium and its kin count them.
    long soundBytes() {
        return ((Number)
                        page.evaluate(
                                "() => document.querySelector('video').webkitAudioDecodedByteCount"))
                .longValue();
    }

    void seek(double seconds) {
        page.evaluate("t => { document.querySelector('video').currentTime = t; }", seconds);
    }

    double duration() {
        return ((Number) page.evaluate("() => document.querySelector('video').duration"))
                .doubleValue();
    }

    int pictureHeight() {
        return ((Number) page.evaluate("() => document.querySelector('video').videoHeight"))
                .intValue();
    }

    /// What a menu offers beside "Automatic".
    @SuppressWarnings("unchecked") // what the page's own script gives
    List<String> offers(String menu) {
        return (List<String>)
                page.evaluate(
                        """
                        menu => [...document.querySelector(`select[data-choice="${menu}"]`).options]
                          .filter(o => o.value !== '').map(o => o.textContent)
                        """,
                        menu);
    }

    /// Chooses a value in one of the player's menus by its label.
    void choose(String menu, String label) {
        page.evaluate(
                """
                ({menu, label}) => {
                  const select = document.querySelector(`select[data-choice="${menu}"]`);
                  const options = [...select.options].filter(o => o.textContent.includes(label));
                  // "Automatic" says what it plays, in the same words.
                  const option = options.find(o => o.value !== '') ?? options[0];
                  if (!option) throw new Error(`no ${label} among ` + [...select.options].map(o => o.textContent));
                  select.value = option.value;
                  select.dispatchEvent(new Event('change', {bubbles: true}));
                }
                """,
                Map.of("menu", menu, "label", label));
    }

    /// Fetches made by the page so far whose address holds `part`.
    long fetches(String part) {
        return ((Number)
                        page.evaluate(
                                "part => performance.getEntriesByType('resource').filter(e => e.name.includes(part)).length",
                                part))
                .longValue();
    }

    /// What the message over the picture says.
    String refusal() {
        return page.innerText(".failure-words");
    }

    /// What the server said of it.
    String refusalDetail() {
        return page.innerText(".failure-detail");
    }

    boolean isPaused() {
        return (Boolean) page.evaluate("() => document.querySelector('video').paused");
    }

    void screenshot(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", name + ".png")));
    }

    private void assertHealthy() {
        assertThat(
                        page.evaluate(
                                "() => document.querySelector('video').error?.message ?? window.failure ?? null"))
                .isNull();
        assertThat(browser.complaints()).isEmpty();
    }
}
