package dev.anabranch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.gate.Action;
import dev.anabranch.kernel.gate.SignedTokens;
import dev.anabranch.testkit.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who may publish and play, from the configuration file to encoders and players.
@Timeout(240)
class LiveGuardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final StreamName SHOW = new StreamName("live", "show");
    private static final String SECRET = "a-secret-of-this-test";
    private static final SignedTokens TOKENS =
            new SignedTokens(SECRET.getBytes(UTF_8), InstantSource.system());

    @TempDir private Path temp;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final HttpServer web;

    LiveGuardTest() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.start();
    }

    @BeforeEach
    void findAnEncoder() {
        assumeTrue(Command.find("ffmpeg").isPresent(), "ffmpeg is missing: install it");
    }

    @AfterEach
    void close() {
        client.close();
        web.stop(0);
    }

    @Test
    void aSignedTokenIsCarriedOnToEveryAddress() throws Exception {
        try (var live = start("play_secret: " + SECRET);
                var _ = live.publish("show", 320, 240, 25)) {
            var token = TOKENS.issue(Action.PLAY, SHOW, in(Duration.ofHours(1)));
            var index = live.uri().resolve("live/show/index.m3u8");
            var first = awaitAdmitted(URI.create(index + "?token=" + token + "&a=1"));
            assertThat(first.statusCode()).isEqualTo(307);
            assertThat(first.headers().firstValue("location"))
                    .contains("/live/show/token=" + token + "/index.m3u8?a=1");
            var inside = live.uri().resolve("live/show/token=" + token + "/");

            var media = get(inside.resolve("video-1/index.m3u8"));
            assertThat(media.statusCode()).isEqualTo(200);
            assertThat(media.headers().firstValue("cache-control").orElseThrow())
                    .startsWith("private, ");
            var init = media.body().replaceAll("(?s).*#EXT-X-MAP:URI=\"([^\"]+)\".*", "video-1/$1");
            assertThat(get(inside.resolve(init)).statusCode()).isEqualTo(200);
            assertThat(get(inside.resolve("manifest.mpd")).statusCode()).isEqualTo(200);
            assertThat(get(inside.resolve("report.json")).statusCode()).isEqualTo(200);
            assertThat(bearing(live.uri().resolve("live/show/" + init), token)).isEqualTo(200);
            assertThat(pictures(index + "?token=" + token)).isEqualTo("10");
            // ffmpeg resolves what an MPD names against the address before the redirection.
            assertThat(pictures(inside + "manifest.mpd")).isEqualTo("10");
            assertThat(pictures(live.rtmp("show") + "?token=" + token)).isEqualTo("10");

            var page = get(URI.create(live.uri() + "live/show?token=" + token));
            assertThat(page.body()).contains("/live/show/token=" + token + "/index.m3u8");

            for (var path : List.of("index.m3u8", "manifest.mpd", init, "report.json")) {
                refused(live.uri().resolve("live/show/" + path), "a token for this stream");
            }
            refused(live.uri().resolve("live/show"), "a token for this stream");
            refused(URI.create(index + "?token=" + token + "x"), "not one for this stream");
            var old = TOKENS.issue(Action.PLAY, SHOW, Instant.now().minusSeconds(1));
            refused(URI.create(index + "?token=" + old), "no longer good");
            refused(live.uri().resolve("live/show/token=" + old + "/index.m3u8"), "no longer good");
            var toPublish = TOKENS.issue(Action.PUBLISH, SHOW, in(Duration.ofHours(1)));
            refused(URI.create(index + "?token=" + toPublish), "not one for this stream");
            assertThat(pictures(live.rtmp("show"))).isNotEqualTo("10");
        }
    }

    @Test
    void oneStreamOfManyIsGuarded() throws Exception {
        var config =
                """
                play_secret: %s
                streams:
                  free:
                    play: anyone
                  show:
                """
                        .formatted(SECRET);
        try (var live = start(config);
                var _ = live.publish("free", 320, 240, 25)) {
            live.awaitPlayable("free");
            refused(live.uri().resolve("live/show/index.m3u8"), "a token for this stream");
        }
    }

    @Test
    void aWebTokenPublishesAndPlays() throws Exception {
        var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        web.createContext("/jwks", exchange -> answer(exchange, 200, keySet(keys)));
        var address = "http://localhost:" + web.getAddress().getPort() + "/jwks";
        var config = "publish_jwks: %s%nplay_jwks: %s%njwt_issuer: me".formatted(address, address);
        try (var live = start(config)) {
            var good = in(Duration.ofMinutes(5));
            assertThat(publishes(live, "show")).isFalse();
            assertThat(publishes(live, "show?token=" + jwt(keys, "play", "show", good))).isFalse();
            try (var _ =
                    live.publish(
                            "show?token=" + jwt(keys, "publish", "show", good), 320, 240, 25)) {
                var index = live.uri().resolve("live/show/index.m3u8");
                var token = jwt(keys, "play", "show", good);
                awaitAdmitted(URI.create(index + "?token=" + token));
                assertThat(pictures(index + "?token=" + token)).isEqualTo("10");

                refused(index, "a token is needed");
                var other = jwt(keys, "play", "other", good);
                refused(URI.create(index + "?token=" + other), "for another stream");
                var old = jwt(keys, "play", "show", Instant.now().minusSeconds(60));
                refused(URI.create(index + "?token=" + old), "no longer good");
                var strange = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                var forged = jwt(strange, "play", "show", good);
                refused(URI.create(index + "?token=" + forged), "not signed by a key");
            }
        }
    }

    @Test
    void anAddressIsAskedAboutPublishersAndPlayers() throws Exception {
        web.createContext(
                "/may",
                exchange -> {
                    var asked = JsonMapper.shared().readTree(exchange.getRequestBody());
                    boolean isGood =
                            asked.path("token")
                                    .asString("")
                                    .equals("good-" + word(asked, "action"));
                    answer(exchange, isGood ? 204 : 403, "");
                });
        var address = "http://localhost:" + web.getAddress().getPort() + "/may";
        try (var live = start("publish_url: %s%nplay_url: %s".formatted(address, address))) {
            assertThat(publishes(live, "show?token=bad")).isFalse();
            try (var _ = live.publish("show?token=good-publish", 320, 240, 25)) {
                var index = live.uri().resolve("live/show/index.m3u8");
                awaitAdmitted(URI.create(index + "?token=good-play"));
                assertThat(pictures(index + "?token=good-play")).isEqualTo("10");
                refused(index, "not allowed");
                refused(URI.create(index + "?token=good-publish"), "not allowed");
                web.stop(0);
                var answer = get(URI.create(index + "?token=another"));
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("does not answer");
            }
        }
    }

    @Test
    void aTokenToPublishHoldsForOneStreamOfAKey() throws Exception {
        var config =
                """
                publish: keys
                streams:
                  show:
                    stream_key: sk_key-of-the-show
                    publish_secret: %s
                """
                        .formatted(SECRET);
        try (var live = start(config)) {
            assertThat(publishes(live, "show")).isFalse();
            var old = TOKENS.issue(Action.PUBLISH, SHOW, Instant.now().minusSeconds(1));
            assertThat(publishes(live, "show?token=" + old)).isFalse();
            var token = TOKENS.issue(Action.PUBLISH, SHOW, in(Duration.ofMinutes(5)));
            assertThat(publishes(live, "other?token=" + token)).isFalse();
            assertThat(publishes(live, "show?token=" + token)).isTrue();
            assertThat(publishes(live, "sk_key-of-the-show")).isTrue();
        }
    }

    @Test
    void whatIsRecordedForSomeIsNoTitleForAll() throws Exception {
        var streams = "streams:\n  show: {play_secret: %s}\n".formatted(SECRET);
        try (var live = TestLive.recording(temp, streams)) {
            var token = TOKENS.issue(Action.PLAY, SHOW, in(Duration.ofHours(1)));
            var beside = Files.createDirectories(temp.resolve("recordings").resolve("beside"));
            Files.writeString(beside.resolve("index.m3u8"), "#EXTM3U\n");
            try (var _ = live.publish("show", 320, 240, 25);
                    var _ = live.publish("open", 320, 240, 25)) {
                awaitAdmitted(live.uri().resolve("live/show/index.m3u8?token=" + token));
                live.awaitPlayable("open");
            }
            for (var name : List.of("show", "open")) {
                TestLive.await("recorded", PATIENCE, () -> !live.titles(name).isEmpty());
            }
            var open = live.titles("open").getFirst();
            var guarded = live.titles("show").getFirst();
            TestLive.await(
                    "listed",
                    PATIENCE,
                    () -> get(live.uri().resolve("p/" + open + "/index.m3u8")).statusCode() == 200);
            assertThat(get(live.uri().resolve("/")).body())
                    .contains("/watch/" + open, "/watch/beside")
                    .doesNotContain(guarded);
            for (var address : List.of("p/" + guarded + "/index.m3u8", "watch/" + guarded)) {
                assertThat(get(live.uri().resolve(address)).statusCode()).isEqualTo(404);
            }
        }
    }

    private TestLive start(String config) throws Exception {
        return TestLive.start(Files.writeString(temp.resolve("anabranch.yaml"), config));
    }

    private static Instant in(Duration time) {
        return Instant.now().plus(time);
    }

    private HttpResponse<String> get(URI address) throws Exception {
        var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private int bearing(URI address, String token) throws Exception {
        var request =
                HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /// Waits until there is something to play, and follows no redirection.
    private HttpResponse<String> awaitAdmitted(URI address) throws Exception {
        var first = get(address);
        var index = address.resolve(first.headers().firstValue("location").orElse(""));
        TestLive.await("it is live", PATIENCE, () -> get(index).statusCode() == 200);
        return first;
    }

    private void refused(URI address, String why) throws Exception {
        var answer = get(address);
        assertThat(answer.statusCode()).as(address.toString()).isEqualTo(403);
        assertThat(JsonMapper.shared().readTree(answer.body()).path("detail").asString())
                .contains(why);
    }

    /// How many of ten pictures a reader that knows nothing of us decodes.
    private static String pictures(String address) {
        var result =
                Command.run(
                        PATIENCE,
                        List.of(
                                "ffprobe",
                                "-v",
                                "error",
                                "-select_streams",
                                "v:0",
                                "-count_frames",
                                "-read_intervals",
                                "%+#10",
                                "-show_entries",
                                "stream=nb_read_frames",
                                "-of",
                                "csv=p=0",
                                address));
        // It tells a stream again for the programme that it is part of.
        return result.out().lines().findFirst().orElse(result.err());
    }

    /// Whether two seconds can be published.
    private static boolean publishes(TestLive live, String name) {
        return Command.run(
                                PATIENCE,
                                List.of(
                                        "ffmpeg",
                                        "-v",
                                        "error",
                                        "-f",
                                        "lavfi",
                                        "-i",
                                        "testsrc2=size=160x120:rate=10",
                                        "-t",
                                        "2",
                                        "-c:v",
                                        "libx264",
                                        "-f",
                                        "flv",
                                        live.rtmp(name)))
                        .exitCode()
                == 0;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String word(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    /// RFC 8037, 2.
    private static String keySet(KeyPair keys) {
        var encoded = keys.getPublic().getEncoded();
        // The key is the last 32 bytes of its SubjectPublicKeyInfo (RFC 8410, 4).
        var raw = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        assertThat(keys.getPublic()).isInstanceOf(EdECPublicKey.class);
        return """
        {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"one","use":"sig","x":"%s"}]}
        """
                .formatted(base64(raw));
    }

    private static String jwt(KeyPair keys, String audience, String stream, Instant expiry)
            throws Exception {
        var header = "{\"alg\":\"EdDSA\",\"kid\":\"one\"}";
        var claims =
                "{\"iss\":\"me\",\"aud\":\"%s\",\"sub\":\"live/%s\",\"exp\":%d}"
                        .formatted(audience, stream, expiry.getEpochSecond());
        var signed = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(UTF_8));
        return signed + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
