package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// However an answer ends, nobody is waited for and no memory of the stream is kept afterwards: the
/// counters say so, and the presentation gives all of its memory back.
class LiveEndingsTest {

    private static final LongPredicate NONE = count -> count == 0;
    private static final LongPredicate SOME = count -> count > 0;

    private LiveRunning running;

    @BeforeEach
    void start() throws Exception {
        running = new LiveRunning();
        running.channel.feedTo(7);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
        assertThat(running.counters.tally.live())
                .isEqualTo(new Tally.Live(0, 0, running.counters.tally.live().inVain()));
        assertThat(running.channel.presentation.memoryBytes()).isZero();
    }

    /// Low-latency DASH: the parts of a segment are sent while it grows, each at once.
    @Test
    void aSegmentThatGrowsIsSentAsItGrows() throws Exception {
        var msn = running.channel.video().edge().lastMsn();
        var there = running.channel.video().segment(msn).orElseThrow().sizeBytes();
        try (var socket = ask("video-1/" + msn + ".m4s")) {
            var in = socket.getInputStream();
            assertThat(head(in))
                    .contains("transfer-encoding: chunked", "content-type: video/iso.segment")
                    .doesNotContain("content-length:");
            var first = chunks(in, there);
            running.channel.feedTo(9);
            var segment = running.channel.video().segment(msn).orElseThrow();
            assertThat(segment.isComplete()).isTrue();
            var rest = chunks(in, segment.sizeBytes() - there);
            assertThat(line(in)).as("the last chunk").isEqualTo("0");
            running.counters.awaitLent(NONE);
            var whole = running.get("video-1/" + msn + ".m4s").body();
            assertThat(concat(first, rest)).isEqualTo(whole);
        }
    }

    @Test
    void aSegmentThatIsNextIsWaitedFor() throws Exception {
        var msn = running.channel.video().edge().lastMsn() + 1;
        try (var socket = ask("video-1/" + msn + ".m4s")) {
            running.counters.awaitWaiting(1);
            running.channel.feedTo(9);
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200");
        }
        running.counters.awaitLent(NONE);
    }

    /// Its first frame is there, its first part is not: what a stream looks like whose encoder has
    /// just gone.
    @Test
    void aSegmentWithoutAPartIsWaitedFor() throws Exception {
        var video = running.channel.video();
        for (int i = 0; i < 200 && hasParts(video.edge().lastMsn() + 1); i++) {
            running.channel.feed(0.01);
        }
        var msn = video.edge().lastMsn() + 1;
        try (var socket = ask("video-1/" + msn + ".m4s")) {
            running.counters.awaitWaiting(1);
            running.channel.feed(1);
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200");
        }
        running.counters.awaitLent(NONE);
    }

    private boolean hasParts(long msn) {
        return running.channel
                .video()
                .segment(msn)
                .filter(segment -> segment.parts().isEmpty())
                .isEmpty();
    }

    @Test
    void whoLeavesWhileWaitingIsForgotten() throws Exception {
        var edge = running.channel.video().edge();
        var hint = running.channel.video().hint().orElseThrow();
        try (var playlist = ask("video-1/index.m3u8?_HLS_msn=" + (edge.lastMsn() + 1));
                var part = ask("video-1/" + hint.uri())) {
            running.counters.awaitWaiting(2);
            assertThat(playlist.isConnected() && part.isConnected()).isTrue();
        }
        running.counters.awaitWaiting(0);
        running.channel.feed(3);
    }

    @Test
    void whoLeavesWhileASegmentGrowsGivesItBack() throws Exception {
        var msn = running.channel.video().edge().lastMsn();
        try (var socket = ask("video-1/" + msn + ".m4s")) {
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200");
            running.counters.awaitLent(SOME);
        }
        running.counters.awaitLent(NONE);
        running.channel.feed(3);
    }

    @Test
    void aSegmentThatStandsStillIsBrokenOff() throws Exception {
        var msn = running.channel.video().edge().lastMsn();
        try (var socket = ask("video-1/" + msn + ".m4s")) {
            var in = socket.getInputStream();
            head(in);
            running.pass(Duration.ofSeconds(60));
            running.counters.awaitLent(NONE);
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    /// A reader who takes nothing holds what is under way, and only until it leaves.
    @Test
    void whoStopsReadingAndLeavesGivesAllBack() throws Exception {
        running.channel.feedTo(36);
        var last = running.channel.video().edge().lastMsn() - 1;
        var requests = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            requests.append(request("video-1/" + (last - i % 10) + ".m4s"));
        }
        try (var socket = new Socket("127.0.0.1", running.origin.port())) {
            socket.setReceiveBufferSize(4096);
            socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
            running.counters.awaitLent(SOME);
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200");
        }
        running.counters.awaitLent(NONE);
    }

    @Test
    void streamsThatAreResetGiveAllBack() throws Exception {
        var vertx = Vertx.vertx();
        var client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setHttp2ClearTextUpgrade(false));
        var edge = running.channel.video().edge();
        for (var path :
                new String[] {
                    "video-1/" + edge.lastMsn() + ".m4s",
                    "video-1/index.m3u8?_HLS_msn=" + (edge.lastMsn() + 1)
                }) {
            var isMedia = path.endsWith(".m4s");
            var request =
                    client.request(
                                    HttpMethod.GET,
                                    running.origin.port(),
                                    "127.0.0.1",
                                    running.uri(path).getPath() + query(path))
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
            var answer = request.send();
            if (isMedia) {
                running.counters.awaitLent(SOME);
                await(answer.map(HttpClientResponse::statusCode));
            } else {
                running.counters.awaitWaiting(1);
            }
            reset(request);
            running.counters.awaitWaiting(0);
            running.counters.awaitLent(NONE);
        }
        running.channel.feed(3);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static void reset(HttpClientRequest request) {
        request.reset(0x8);
    }

    private static void await(io.vertx.core.Future<Integer> status) throws Exception {
        assertThat(status.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEqualTo(200);
    }

    private static String query(String path) {
        return path.contains("?") ? path.substring(path.indexOf('?')) : "";
    }

    /// Over HTTP/2 and TLS the same bytes come as over HTTP/1.1.
    @Test
    void allProtocolsSendTheSame() throws Exception {
        var config = LiveRunning.config(100).withTls(TestCertificate.files());
        var msn = running.channel.video().edge().lastMsn() - 1;
        var path = "video-1/" + msn + ".m4s";
        var expected = running.get(path).body();
        try (var secure = new LiveRunning(config, JdkReader.of(HttpClient.Version.HTTP_2))) {
            secure.channel.feedTo(7);
            var answer = secure.get(path);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo(expected);
            var hint = secure.channel.video().hint().orElseThrow();
            var part = secure.ask("video-1/" + hint.uri());
            var last = secure.channel.video().edge().lastMsn();
            var growing = secure.ask("video-1/" + last + ".m4s");
            secure.counters.awaitWaiting(1);
            secure.channel.feed(3);
            assertThat(LiveRunning.answer(part).statusCode()).isEqualTo(200);
            assertThat(LiveRunning.answer(growing).body())
                    .hasSize((int) secure.channel.video().segment(last).orElseThrow().sizeBytes());
            secure.counters.awaitLent(NONE);
        }
    }

    private Socket ask(String path) throws IOException {
        var socket = new Socket("127.0.0.1", running.origin.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request(path).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String request(String path) {
        return "GET /live/show/" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /// Whole chunks, until they make so many bytes.
    private static byte[] chunks(InputStream in, long sizeBytes) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        while (bytes.size() < sizeBytes) {
            bytes.write(in.readNBytes(Integer.parseInt(line(in), 16)));
            assertThat(line(in)).isEmpty();
        }
        assertThat(bytes.size()).isEqualTo((int) sizeBytes);
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
