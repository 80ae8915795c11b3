package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.testkit.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole program: ffmpeg publishes, the command line makes and ends streams, and what HTTP
/// serves is a live stream and then a title.
@Timeout(240)
class LiveServeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern HINT = Pattern.compile("#EXT-X-PRELOAD-HINT:.*URI=\"([^\"]+)\"");
    private static final Pattern SEQUENCE = Pattern.compile("#EXT-X-MEDIA-SEQUENCE:(\\d+)");

    @TempDir private Path temp;

    private final List<Process> encoders = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void findAnEncoder() {
        assumeTrue(Command.find("ffmpeg").isPresent(), "ffmpeg is missing: install it");
    }

    @AfterEach
    void stopEncoders() {
        encoders.forEach(Command::kill);
        client.close();
    }

    @Test
    void aStreamOfTheCommandLineIsPublishedWatchedRecordedAndEnded() throws Exception {
        try (var server = ServeProcess.start(temp, "--data", temp.resolve("data"))) {
            var made = json(server.run("live", "create", "--name", "studio", "--record", "--json"));
            assertThat(text(made, "ingest", "rtmp")).startsWith("rtmp://").endsWith("/live");
            publish(server.ingest + "/" + text(made, "stream_key"));

            var hls = URI.create(text(made, "playback", "hls"));
            var multivariant = await(hls, text -> text.contains("#EXT-X-STREAM-INF"));
            assertThat(multivariant).contains("CODECS=\"avc1.", "video-1/index.m3u8");
            var media = hls.resolve("video-1/index.m3u8");
            checkBlockingReload(media);
            assertThat(await(hls.resolve("manifest.mpd"), text -> text.contains("<MPD")))
                    .contains("type=\"dynamic\"");

            var shown = json(server.run("live", "get", "studio", "--json"));
            assertThat(text(shown, "status")).isEqualTo("active");
            assertThat(server.run("live", "list").out()).contains("active", "studio");

            assertThat(server.run("live", "complete", "studio").exitCode()).isZero();
            await(media, text -> text.contains("#EXT-X-ENDLIST"));
            var asset = await(() -> recent(server));
            var title = server.site.resolve("p/" + asset + "/index.m3u8");
            await(title, text -> text.contains("#EXT-X-STREAM-INF"));
            assertThat(await(title.resolve("video-1/index.m3u8"), text -> true))
                    .contains("#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-ENDLIST");

            assertThat(server.terminate()).isTrue();
            assertThat(Run.entries(temp.resolve("state/anabranch/servers"))).isEmpty();
        }
    }

    /// RFC 8216bis, 6.2.5.2: an answer for a part that is not there yet waits for it; 6.2.6: so
    /// does the part that is hinted at.
    private void checkBlockingReload(URI media) throws Exception {
        var now = await(media, text -> text.contains("#EXT-X-PRELOAD-HINT"));
        assertThat(now).contains("CAN-BLOCK-RELOAD=YES", "#EXT-X-PART-INF");
        var next = SEQUENCE.matcher(now);
        assertThat(next.find()).isTrue();
        long segments = now.lines().filter(line -> line.startsWith("#EXTINF")).count();
        long msn = Long.parseLong(next.group(1)) + segments;

        var later = get(URI.create(media + "?_HLS_msn=" + msn + "&_HLS_part=1"));

        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.body()).isNotEqualTo(now);
        assertThat(reaches(later.body(), msn, 2)).isTrue();
        var hint = HINT.matcher(later.body());
        assertThat(hint.find()).isTrue();
        var part = get(media.resolve(hint.group(1)));
        assertThat(part.statusCode()).isEqualTo(200);
        assertThat(part.body()).contains("moof", "mdat");
    }

    /// Whether the playlist has so many parts of segment `msn`, or all of it.
    private static boolean reaches(String playlist, long msn, int parts) {
        var first = SEQUENCE.matcher(playlist);
        assertThat(first.find()).isTrue();
        long segments = playlist.lines().filter(line -> line.startsWith("#EXTINF")).count();
        long open = Long.parseLong(first.group(1)) + segments;
        var tail = playlist.substring(playlist.lastIndexOf("#EXTINF"));
        long there = tail.lines().filter(line -> line.startsWith("#EXT-X-PART:")).count();
        return open > msn || open == msn && there >= parts;
    }

    @Test
    void aStreamGoesOnWhileTheFileAroundItChanges() throws Exception {
        var file = temp.resolve("anabranch.yaml");
        Files.writeString(file, "live:\n  segment: 1s\nstreams:\n  stays:\n  goes:\n");
        try (var server = ServeProcess.start(temp, "--ephemeral", "--config", file)) {
            var encoder = publish(server.ingest + "/stays");
            var media = server.site.resolve("live/stays/video-1/index.m3u8");
            await(media, text -> text.contains("#EXTINF"));

            replace(file, "live:\n  segment: 1s\nstreams:\n  stays:\n  comes:\n");
            await(() -> names(server).equals(List.of("stays", "comes")) ? "done" : "");

            replace(file, "live:\n  segment: 1s\nstreams:\n  stays:\n    recrod: true\n");
            await(() -> server.log().contains("line 5, streams.stays.recrod") ? "done" : "");
            assertThat(names(server)).containsExactly("stays", "comes");

            long before = sequence(media);
            var text = await(media, later -> sequence(later) > before + 1);
            // The encoder's own loop may be a discontinuity; its connection is the one it had.
            assertThat(text).doesNotContain("ENDLIST");
            assertThat(encoder.isAlive()).isTrue();
        }
    }

    @Test
    void whatTheFileSaysOfAllStreamsReachesOneThatNobodyDeclared() throws Exception {
        var file = temp.resolve("anabranch.yaml");
        Files.writeString(file, "live:\n  window: 1m\n");
        try (var server = ServeProcess.start(temp, "--ephemeral", "--config", file)) {
            publish(server.ingest + "/guest");
            await(() -> names(server).equals(List.of("guest")) ? "done" : "");

            replace(file, "live:\n  window: 5m\n");

            await(() ->
                    server.run("live", "get", "guest", "--json").out().contains("\"window\":300")
                            ? "done"
                            : "");
        }
    }

    @Test
    void whoMayPublishIsNotThePolicyWhereSomethingElseDecides() throws Exception {
        var file = temp.resolve("anabranch.yaml");
        Files.writeString(file, "publish_secret: sixteen-characters\n");
        try (var server =
                ServeProcess.start(temp, "--ephemeral", "--config", file, "--publish", "anyone")) {
            await(() -> server.log().contains("publish_secret") ? "done" : "");
            assertThat(server.log()).doesNotContain("can publish any NAME");
        }
    }

    @Test
    void aWrongKeyIsRefusedAndSaidInTheLog() throws Exception {
        try (var server = ServeProcess.start(temp, "--ephemeral", "--publish", "keys")) {
            var encoder = publish(server.ingest + "/sk_nobody-knows-this");

            assertThat(encoder.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(encoder.exitValue()).isNotZero();
            await(() -> server.log().contains("is refused") ? "done" : "");
            assertThat(server.log()).doesNotContain("sk_nobody-knows-this");
            var list = server.run("live", "list");
            assertThat(list.out()).isEmpty();
            assertThat(list.err()).contains("no live streams");
            assertThat(server.run("live", "list", "--json").err())
                    .doesNotContain("no live streams");
        }
    }

    @Test
    void oneFolderHasOneServer() throws Exception {
        try (var server = ServeProcess.start(temp, "--data", temp.resolve("data"))) {
            var second =
                    server.run(
                            "serve",
                            "--port",
                            "0",
                            "--rtmp-port",
                            "0",
                            "--data",
                            temp.resolve("data").toString());

            assertThat(second.exitCode()).isEqualTo(ExitCode.CONFLICT.status());
            assertThat(second.err()).contains("in use by another server", "--data");
        }
    }

    private static void replace(Path file, String text) throws IOException {
        var other = Files.writeString(file.resolveSibling("other.yaml"), text);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String recent(ServeProcess server) {
        var ids = json(server.run("live", "get", "studio", "--json")).path("recent_asset_ids");
        return ids.isEmpty() ? "" : ids.get(0).asString();
    }

    private static List<String> names(ServeProcess server) {
        return server.run("live", "list", "--json")
                .out()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line).path("name").asString())
                .toList();
    }

    private Process publish(String address) throws IOException {
        var film = Run.sample("/dev/anabranch/cli/big-buck-bunny.mp4");
        var encoder =
                new ProcessBuilder(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-re",
                                "-stream_loop",
                                "-1",
                                "-i",
                                film.toString(),
                                "-c",
                                "copy",
                                "-f",
                                "flv",
                                address)
                        .redirectInput(ProcessBuilder.Redirect.PIPE)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        encoders.add(encoder);
        return encoder;
    }

    private long sequence(URI media) throws Exception {
        return sequence(get(media).body());
    }

    private static long sequence(String text) {
        var matcher = SEQUENCE.matcher(text);
        long first = matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        return first + text.lines().filter(line -> line.startsWith("#EXTINF")).count();
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    private String await(URI uri, Predicate<String> isThere) throws Exception {
        return await(() -> {
            var answer = get(uri);
            return answer.statusCode() == 200 && isThere.test(answer.body()) ? answer.body() : "";
        });
    }

    private interface Look {

        /// Empty when it is not there yet.
        String look() throws Exception;
    }

    /// The program's own time passes here, so there is nothing to wait on but its answers.
    private static String await(Look look) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var found = look.look();
            if (!found.isEmpty()) {
                return found;
            }
            assertThat(System.nanoTime()).as("never there").isLessThan(end);
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
    }

    private static JsonNode json(Command.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        return JsonMapper.shared().readTree(result.out());
    }

    private static String text(JsonNode node, String... path) {
        var found = node;
        for (var name : path) {
            found = found.path(name);
        }
        return found.asString("");
    }
}
