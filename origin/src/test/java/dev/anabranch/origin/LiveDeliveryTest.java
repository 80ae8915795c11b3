package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.live.Delta;
import dev.anabranch.packager.live.LivePart;
import dev.anabranch.packager.live.LiveRendition;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows O13 to O19 and O32 of the rules for origins, over a presentation that grows when we say so.
class LiveDeliveryTest {

    private LiveRunning running;

    @BeforeEach
    void start() throws Exception {
        running = new LiveRunning();
        running.channel.feedTo(7);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
        assertThat(running.counters.tally.live().waiting()).isZero();
        assertThat(running.counters.tally.live().lent()).isZero();
    }

    @Test
    void playlistsSayWhatTheyAreAndForHowLong() throws Exception {
        for (var path : new String[] {"index.m3u8", "ts.m3u8", "video-1/index.m3u8"}) {
            var playlist = running.get(path);
            assertThat(playlist.statusCode()).as(path).isEqualTo(200);
            assertThat(text(playlist)).startsWith("#EXTM3U");
            assertThat(field(playlist, "content-type")).isEqualTo("application/vnd.apple.mpegurl");
            assertThat(field(playlist, "cache-control")).isEqualTo("public, max-age=1");
            assertThat(field(playlist, "priority")).isEqualTo("u=1");
            assertThat(field(playlist, "access-control-allow-origin")).isEqualTo("*");
            assertThat(field(playlist, "etag")).isNotEmpty();
            assertThat(field(playlist, "last-modified")).isEmpty();
        }
        var manifest = running.get("manifest.mpd");
        assertThat(field(manifest, "content-type")).isEqualTo("application/dash+xml");
        assertThat(field(manifest, "cache-control")).isEqualTo("public, max-age=0, s-maxage=1");
        assertThat(text(manifest)).contains("<MPD");
    }

    @Test
    void aPlaylistIsSentCompressedToThoseWhoTakeIt() throws Exception {
        var plain = running.get("video-1/index.m3u8");
        var gzip = running.get("video-1/index.m3u8", "Accept-Encoding", "gzip");
        assertThat(field(gzip, "content-encoding")).isEqualTo("gzip");
        assertThat(field(gzip, "vary")).contains("accept-encoding");
        assertThat(field(gzip, "etag")).isNotEqualTo(field(plain, "etag"));
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(gzip.body()))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
        }
    }

    @Test
    void aPlaylistThatHasNotChangedIsNotSentAgain() throws Exception {
        var etag = field(running.get("video-1/index.m3u8"), "etag");
        assertThat(running.get("video-1/index.m3u8", "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        running.channel.feed(0.5);
        assertThat(running.get("video-1/index.m3u8", "If-None-Match", etag).statusCode())
                .isEqualTo(200);
    }

    /// O13.
    @Test
    void aPlaylistIsWaitedFor() throws Exception {
        var edge = running.channel.video().edge();
        var hint = running.channel.video().hint().orElseThrow();
        var query = "?_HLS_msn=" + edge.lastMsn() + "&_HLS_part=" + edge.partCount();
        var asked = running.ask("video-1/index.m3u8" + query);
        running.counters.awaitWaiting(1);
        assertThat(asked).isNotDone();
        running.channel.feed(0.5);
        var playlist = LiveRunning.answer(asked);
        assertThat(playlist.statusCode()).isEqualTo(200);
        assertThat(field(playlist, "cache-control")).isEqualTo("public, max-age=12");
        assertThat(text(playlist))
                .containsPattern("#EXT-X-PART:[^\n]*URI=\"" + Pattern.quote(hint.uri()) + "\"");
    }

    /// One render and one gzip for all who wait (goal 8 of notes/live-servers).
    @Test
    void allWhoWaitGetTheSameBytesRenderedOnce() throws Exception {
        var video = running.channel.video();
        running.channel.feed(0.05);
        var edge = video.edge();
        var query = "?_HLS_msn=" + edge.lastMsn() + "&_HLS_part=" + edge.partCount();
        var renders = video.renders();
        var compressions = video.compressions();
        var asked = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
        for (int i = 0; i < 100; i++) {
            asked.add(running.ask("video-1/index.m3u8" + query, "Accept-Encoding", "gzip"));
        }
        running.counters.awaitWaiting(100);
        running.channel.feed(0.25);
        var bytes = video.playlist(Delta.FULL).gzip();
        for (var one : asked) {
            assertThat(LiveRunning.answer(one).body()).isEqualTo(bytes);
        }
        assertThat(video.renders() - renders).isEqualTo(1);
        assertThat(video.compressions() - compressions).isEqualTo(1);
    }

    /// O13: whole playlists for segments that are gone, and for all once it has ended.
    @Test
    void whatIsThereIsNotWaitedFor() throws Exception {
        var gone = running.get("video-1/index.m3u8?_HLS_msn=0&_HLS_part=1");
        assertThat(gone.statusCode()).isEqualTo(200);
        running.channel.presentation.end();
        var ended = running.get("video-1/index.m3u8?_HLS_msn=5000&_HLS_part=3");
        assertThat(text(ended)).contains("#EXT-X-ENDLIST");
    }

    @Test
    void theEndIsTheAnswerToAllWhoWait() throws Exception {
        var asked = running.ask("video-1/index.m3u8" + nextSegmentQuery());
        running.counters.awaitWaiting(1);
        running.channel.presentation.end();
        assertThat(text(LiveRunning.answer(asked))).contains("#EXT-X-ENDLIST");
    }

    private String nextSegmentQuery() {
        return "?_HLS_msn=" + (running.channel.video().edge().lastMsn() + 1);
    }

    /// O14.
    @Test
    void whatCannotBeWaitedForIsRefused() throws Exception {
        var last = running.channel.video().edge().lastMsn();
        for (var query :
                new String[] {
                    "_HLS_part=1",
                    "_HLS_msn=x",
                    "_HLS_msn=" + (last + 3),
                    "_HLS_msn=" + (last + 1) + "&_HLS_part=16"
                }) {
            var refused = running.get("video-1/index.m3u8?" + query);
            assertThat(refused.statusCode()).as(query).isEqualTo(400);
            assertThat(field(refused, "cache-control")).isEqualTo("public, max-age=8");
        }
    }

    /// O14: 503 after three target durations.
    @Test
    void nobodyWaitsForEver() throws Exception {
        var target = running.channel.video().targetDuration();
        var asked = running.ask("video-1/index.m3u8" + nextSegmentQuery());
        running.counters.awaitWaiting(1);
        running.pass(Duration.ofSeconds(3 * target).minusMillis(1));
        var second = running.ask("video-1/index.m3u8" + nextSegmentQuery());
        running.counters.awaitWaiting(2);
        running.pass(Duration.ofMillis(1));
        assertThat(LiveRunning.answer(asked).statusCode()).isEqualTo(503);
        assertThat(second).isNotDone();
        assertThat(running.counters.tally.live().inVain()).isEqualTo(1);
        running.pass(Duration.ofSeconds(3 * target));
        assertThat(LiveRunning.answer(second).statusCode()).isEqualTo(503);
    }

    /// O15.
    @Test
    void aDeltaIsSentToThoseWhoAskForIt() throws Exception {
        running.channel.feedTo(40);
        assertThat(text(running.get("video-1/index.m3u8?_HLS_skip=YES")))
                .contains("#EXT-X-SKIP:SKIPPED-SEGMENTS=");
        assertThat(text(running.get("video-1/index.m3u8?_HLS_skip=maybe")))
                .doesNotContain("#EXT-X-SKIP");
    }

    /// O16.
    @Test
    void theHintedPartIsWaitedForAndSentWhole() throws Exception {
        var video = running.channel.video();
        var hint = video.hint().orElseThrow();
        var path = "video-1/" + hint.uri();
        var asked = running.ask(path);
        running.counters.awaitWaiting(1);
        assertThat(asked).isNotDone();
        running.channel.feed(0.5);
        var part = LiveRunning.answer(asked);
        assertThat(part.statusCode()).isEqualTo(200);
        assertThat(field(part, "content-type")).isEqualTo("video/iso.segment");
        assertThat(field(part, "cache-control")).isEqualTo("public, max-age=12");
        assertThat(field(part, "priority")).isEqualTo("u=3");
        var bytes = part(video, hint).bytes();
        var expected = new byte[bytes.remaining()];
        bytes.get(expected);
        assertThat(part.body()).isEqualTo(expected);
        assertThat(running.get(path).body()).isEqualTo(expected);
    }

    /// O16: a hint is true though a keyframe begins another segment before it.
    @Test
    void whatWasHintedAtComes() throws Exception {
        var video = running.channel.video();
        var first = video.edge().lastMsn();
        var hints = new LinkedHashSet<LiveRendition.PartAddress>();
        for (int i = 0; i < 100; i++) {
            running.channel.feed(0.05);
            hints.add(video.hint().orElseThrow());
        }
        running.channel.feed(0.5);
        assertThat(video.edge().lastMsn()).isGreaterThan(first + 1);
        assertThat(hints).hasSizeGreaterThan(20);
        for (var hint : hints) {
            var answer = running.get("video-1/" + hint.uri());
            assertThat(answer.statusCode()).as(hint.uri()).isEqualTo(200);
        }
    }

    @Test
    void aStreamWithoutAFrameKeepsNobodyWaiting() throws Exception {
        running.close();
        running = new LiveRunning();
        for (var path :
                new String[] {
                    "index.m3u8",
                    "manifest.mpd",
                    "video-1/index.m3u8?_HLS_msn=1&_HLS_part=0",
                    "video-1/1.m4s",
                    "video-1/1.0.m4s"
                }) {
            assertThat(running.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(running.counters.tally.live().waiting()).isZero();
    }

    /// O16.
    @Test
    void partsNobodyHintedAtAreNotThere() throws Exception {
        var hint = running.channel.video().hint().orElseThrow();
        var last = running.channel.video().edge().lastMsn();
        for (var path :
                new String[] {
                    "video-1/" + hint.presentation() + "." + (hint.number() + 1) + ".m4s",
                    "video-1/" + (hint.presentation() + 1) + "." + hint.number() + ".m4s",
                    "video-1/" + (hint.presentation() + 1) + ".0.m4s",
                    "video-1/0.77.m4s",
                    "video-1/" + (last + 5) + ".m4s",
                    "video-1/init-99.mp4",
                    "video-9/index.m3u8",
                    "nothing.m3u8"
                }) {
            var missing = running.get(path);
            assertThat(missing.statusCode()).as(path).isEqualTo(404);
            assertThat(field(missing, "cache-control")).startsWith("public, max-age=");
        }
    }

    @Test
    void aCompleteSegmentIsItsPartsAndMayBeAskedForInRanges() throws Exception {
        var video = running.channel.video();
        var msn = video.edge().lastMsn() - 1;
        var whole = running.get("video-1/" + msn + ".m4s");
        assertThat(whole.statusCode()).isEqualTo(200);
        int at = 0;
        for (var part : video.segment(msn).orElseThrow().parts()) {
            var one = running.get("video-1/" + address(video, msn, part).uri()).body();
            assertThat(Arrays.copyOfRange(whole.body(), at, at + one.length)).isEqualTo(one);
            at += one.length;
        }
        var range = running.get("video-1/" + msn + ".m4s", "Range", "bytes=100-299");
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(field(range, "content-range")).isEqualTo("bytes 100-299/" + at);
        assertThat(range.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 100, 300));
        var init =
                running.get(
                        "video-1/init-" + video.segment(msn).orElseThrow().initNumber() + ".mp4");
        assertThat(field(init, "content-type")).isEqualTo("video/mp4");
        var transport = running.get("ts-1/" + msn + ".ts");
        assertThat(field(transport, "content-type")).isEqualTo("video/mp2t");
        assertThat(transport.body()[0]).isEqualTo((byte) 0x47);
    }

    @Test
    void headIsAnsweredLikeGetWithoutBody() throws Exception {
        var msn = running.channel.video().edge().lastMsn();
        for (var path : new String[] {"video-1/index.m3u8", "video-1/" + msn + ".m4s"}) {
            var head = running.origin.uri().resolve("/live/show/" + path);
            var answer =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(head).HEAD().build(),
                                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void morePatienceThanThereIsRoomForIsRefused() throws Exception {
        running.close();
        running = new LiveRunning(LiveRunning.config(3), JdkReader.of(HttpClient.Version.HTTP_1_1));
        running.channel.feedTo(7);
        for (int i = 0; i < 3; i++) {
            var _ = running.ask("video-1/index.m3u8" + nextSegmentQuery());
        }
        running.counters.awaitWaiting(3);
        var refused = running.get("video-1/index.m3u8" + nextSegmentQuery());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(field(refused, "cache-control")).isEqualTo("no-store");
    }

    @Test
    void anOriginThatClosesKeepsNobodyWaiting() throws Exception {
        var asked = running.ask("video-1/index.m3u8" + nextSegmentQuery());
        running.counters.awaitWaiting(1);
        running.origin.close();
        assertThat(LiveRunning.answer(asked).statusCode()).isEqualTo(503);
    }

    @Test
    void theTimeIsTold() throws Exception {
        running.pass(Duration.ofMillis(250));
        var time = running.get("/time");
        assertThat(text(time)).isEqualTo("2026-03-01T12:00:00.250Z");
        assertThat(field(time, "cache-control")).isEqualTo("no-store");
    }

    private static LivePart part(LiveRendition rendition, LiveRendition.PartAddress address) {
        return rendition
                .holder(address.presentation(), address.number())
                .flatMap(segment -> segment.part(address.number()))
                .orElseThrow();
    }

    private static LiveRendition.PartAddress address(
            LiveRendition rendition, long msn, LivePart part) {
        long first = rendition.segment(msn).orElseThrow().firstPart();
        return new LiveRendition.PartAddress(
                rendition.hint().orElseThrow().presentation(), first + part.index());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
