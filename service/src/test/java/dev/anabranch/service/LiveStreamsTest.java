package dev.anabranch.service;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.Admission;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.Publication;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Sample;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.StreamState;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `/v1/live-streams` as its users see it, over HTTP.
@Timeout(60)
class LiveStreamsTest {

    private static final String ALL = "/v1/live-streams";

    @TempDir private Path temp;

    private RunningApi api;

    @BeforeEach
    void start() throws Exception {
        api = RunningApi.in(temp);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void aNewStreamComesWithItsKeyAndAllAddresses() throws Exception {
        var made = api.post(ALL, "{\"name\": \"studio\", \"latency_mode\": \"reduced\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("id")).startsWith("ls_");
        assertThat(made.whole().headers().firstValue("location"))
                .contains(ALL + "/" + made.text("id"));
        assertThat(made.text("stream_key")).startsWith("sk_").hasSizeGreaterThan(30);
        assertThat(made.text("status")).isEqualTo("idle");
        assertThat(made.text("latency_mode")).isEqualTo("reduced");
        assertThat(made.json().path("reconnect_window").asInt()).isEqualTo(60);
        assertThat(made.json().path("record").asBoolean()).isFalse();
        assertThat(made.text("ingest", "rtmp")).isEqualTo("rtmp://127.0.0.1:1935/live");
        assertThat(made.text("ingest", "rtmps_url"))
                .isEqualTo("rtmps://127.0.0.1:1936/live/" + made.text("stream_key"));
        var site = "http://127.0.0.1:" + api.origin.port();
        assertThat(made.text("playback", "hls")).isEqualTo(site + "/live/studio/index.m3u8");
        assertThat(made.text("playback", "dash")).isEqualTo(site + "/live/studio/manifest.mpd");
        assertThat(made.text("playback", "page")).isEqualTo(site + "/live/studio");
        assertThat(made.json().path("playback_ids").get(0).path("policy").asString())
                .isEqualTo("public");
    }

    @Test
    void itIsFoundByIdAndByName() throws Exception {
        var made = api.post(ALL, "{\"name\": \"studio\"}");

        assertThat(api.get(ALL + "/" + made.text("id")).json()).isEqualTo(made.json());
        assertThat(api.get(ALL + "/studio").json()).isEqualTo(made.json());
    }

    @Test
    void withoutABodyItGetsANameThatNobodyGuesses() throws Exception {
        var made = api.send("POST", ALL, null);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("name")).hasSize(14);
    }

    @Test
    void aListHasPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            api.post(ALL, "{\"name\": \"s" + i + "\"}");
        }

        var names = new ArrayList<String>();
        var cursor = "";
        var pages = 0;
        do {
            var page = api.get(ALL + "?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.json().path("data").forEach(one -> names.add(one.path("name").asString()));
            cursor = page.text("next_cursor");
            pages++;
        } while (!cursor.isEmpty());

        assertThat(names).containsExactly("s0", "s1", "s2", "s3", "s4");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void deletingTwiceIsAsGoodAsOnce() throws Exception {
        var id = api.post(ALL, "{\"name\": \"studio\"}").text("id");

        assertThat(api.delete(ALL + "/" + id).status()).isEqualTo(204);
        assertThat(api.delete(ALL + "/" + id).status()).isEqualTo(204);
        assertThat(api.get(ALL + "/" + id).status()).isEqualTo(404);
        assertThat(api.broadcasts.find(new StreamName("live", "studio"))).isEmpty();
        assertThat(Files.readString(temp.resolve("streams.json"))).doesNotContain("studio");
    }

    @Test
    void aDisabledStreamIsSoUntilItIsEnabled() throws Exception {
        api.post(ALL, "{\"name\": \"studio\"}");

        assertThat(api.send("PUT", ALL + "/studio/disable", null).text("status"))
                .isEqualTo("disabled");
        assertThat(state()).isEqualTo(StreamState.DISABLED);
        assertThat(api.get(ALL + "/studio").text("status")).isEqualTo("disabled");
        assertThat(api.post(ALL + "/studio/enable", "{}").text("status")).isEqualTo("idle");
        assertThat(state()).isEqualTo(StreamState.IDLE);
    }

    private StreamState state() {
        return api.broadcasts.find(new StreamName("live", "studio")).orElseThrow().stream().state();
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() throws Exception {
        var made =
                api.post(
                        ALL,
                        "{\"name\": \"studio\", \"record\": true, \"source\": \"rtmp://c.example/l/1\"}");

        var changed = api.send("PATCH", ALL + "/studio", "{\"reconnect_window\": 5}");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("reconnect_window").asInt()).isEqualTo(5);
        assertThat(changed.json().path("record").asBoolean()).isTrue();
        assertThat(changed.text("source")).isEqualTo("rtmp://c.example/l/1");
        assertThat(changed.text("stream_key")).isEqualTo(made.text("stream_key"));
        assertThat(api.relayed).containsExactly("pull rtmp://c.example/l/1 as live/studio");

        var sent = api.send("PATCH", ALL + "/studio", "{\"source\": null}");
        assertThat(sent.text("source")).isEmpty();
        assertThat(api.relayed).endsWith("pull ended");
    }

    @Test
    void aNewKeyMakesTheOldOneVoid() throws Exception {
        var old = api.post(ALL, "{\"name\": \"studio\"}").text("stream_key");

        var changed = api.post(ALL + "/studio/reset-stream-key", "{}").text("stream_key");

        assertThat(changed).startsWith("sk_").isNotEqualTo(old);
        assertThat(api.registry.keyed(old)).isEmpty();
        assertThat(api.registry.keyed(changed)).isPresent();
    }

    @Test
    void anIdleStreamCanBeCompleted() throws Exception {
        api.post(ALL, "{\"name\": \"studio\"}");

        assertThat(api.send("PUT", ALL + "/studio/complete", null).text("status"))
                .isEqualTo("idle");
    }

    @Test
    void targetsComeAndGo() throws Exception {
        api.post(ALL, "{\"name\": \"studio\"}");
        var targets = ALL + "/studio/simulcast-targets";

        var made =
                api.post(
                        targets, "{\"url\": \"rtmp://x.example/app\", \"stream_key\": \"theirs\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("id")).startsWith("st_");
        assertThat(made.text("status")).isEqualTo("idle");
        assertThat(api.get(targets).json().path("data").get(0)).isEqualTo(made.json());
        assertThat(api.get(targets + "/" + made.text("id")).json()).isEqualTo(made.json());
        assertThat(api.delete(targets + "/" + made.text("id")).status()).isEqualTo(204);
        assertThat(api.delete(targets + "/" + made.text("id")).status()).isEqualTo(204);
        assertThat(api.get(targets + "/" + made.text("id")).status()).isEqualTo(404);
        assertThat(api.get(targets).json().path("data")).isEmpty();
    }

    @Test
    void aSourceIsFetchedWhileTheStreamIsEnabled() throws Exception {
        api.post(ALL, "{\"name\": \"cam\", \"source\": \"rtmp://c.example/live/1\"}");
        assertThat(api.relayed).containsExactly("pull rtmp://c.example/live/1 as live/cam");
        assertThat(api.get(ALL + "/cam").text("source_state", "last_error"))
                .isEqualTo("connection refused");

        api.send("PUT", ALL + "/cam/disable", null);
        assertThat(api.relayed).endsWith("pull ended");
        api.send("PUT", ALL + "/cam/enable", null);
        assertThat(api.relayed).hasSize(3).endsWith("pull rtmp://c.example/live/1 as live/cam");
        api.delete(ALL + "/cam");
        assertThat(api.relayed).hasSize(4).endsWith("pull ended");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST||{\"nmae\": \"x\"}|400|invalid_parameter|nmae",
                "POST||{\"name\": \"../x\"}|400|invalid_parameter|1 to 128",
                "POST||{\"name\": \"x\", \"reconnect_window\": 99999}|400|invalid_parameter|reconnect_window",
                "POST||{\"name\": \"x\", \"source\": \"file:///etc/passwd\"}|400|invalid_parameter|rtmp://",
                "POST||{\"name\": |400|invalid_parameter|line 1",
                "POST||[]|400|invalid_parameter|",
                "POST||{\"name\": \"studio\"}|409|name_taken|studio",
                "PATCH|||405|method_not_allowed|GET and POST",
                "GET|?limit=0||400|invalid_parameter|1..100",
                "GET|?limit=x||400|invalid_parameter|1..100",
                "GET|/nothing||404|not_found|live stream",
                "PUT|/nothing/disable||404|not_found|live stream",
                "PUT|/studio/explode||404|not_found|action",
                "GET|/studio/complete||405|method_not_allowed|PUT",
                "PUT|/studio||405|method_not_allowed|DELETE",
                "PATCH|/nothing|{}|404|not_found|live stream",
                "PATCH|/studio|{\"name\": \"other\"}|400|invalid_parameter|name",
                "PATCH|/studio|{\"stream_key\": \"sk_12345678\"}|400|invalid_parameter|stream_key",
                "PATCH|/of-the-file|{\"record\": true}|409|defined_by_file|configuration file",
                "GET|/studio/simulcast-targets/x||404|not_found|target",
                "POST|/studio/simulcast-targets|{}|400|invalid_parameter|url",
                "GET|/studio/simulcast-targets/x/y||404|not_found|",
                "GET|/%zz||404|not_found|",
                "POST|/of-the-file/reset-stream-key||409|defined_by_file|configuration file",
                "DELETE|/of-the-file||409|defined_by_file|configuration file",
            })
    void whatCannotBeDoneIsAProblemWithACode(
            String method, String path, String body, int status, String code, String words)
            throws Exception {
        api.post(ALL, "{\"name\": \"studio\"}");
        var file =
                StreamFile.parse(
                        "streams:\n  of-the-file:\n",
                        temp,
                        java.util.function.UnaryOperator.identity());
        api.registry.configure(file.streams(), java.time.Instant.EPOCH);

        var answer = raw(method, ALL + (path == null ? "" : path), body);

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\"code\":\"" + code);
        assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                .contains("content-type: application/problem+json")
                .contains(words == null ? "" : words.toLowerCase(java.util.Locale.ROOT));
    }

    /// By hand: the JDK's client refuses to send what is malformed.
    private String raw(String method, String path, String body) throws Exception {
        var bytes = body == null ? new byte[0] : body.getBytes();
        try (var socket = new java.net.Socket("127.0.0.1", api.origin.port())) {
            var head =
                    method
                            + " "
                            + path
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Authorization: Bearer "
                            + RunningApi.SECRET
                            + "\r\n"
                            + (body == null ? "" : "Content-Type: application/json\r\n")
                            + "Content-Length: "
                            + bytes.length
                            + "\r\n\r\n";
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes());
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes());
        }
    }

    @Test
    void nobodySeesAnythingWithoutTheSecret() throws Exception {
        var key = api.post(ALL, "{\"name\": \"studio\"}").text("stream_key");

        for (var path : List.of(ALL, ALL + "/studio", ALL + "/nothing", "/v1/", "/v1/x")) {
            var none = api.send(api.request(path).build());
            var wrong = api.send(api.request(path).header("Authorization", "Bearer adm_x").build());
            var basic = api.send(api.request(path).header("Authorization", "Basic eDp5").build());
            for (var answer : List.of(none, wrong, basic)) {
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.text("code")).isEqualTo("unauthorized");
                assertThat(answer.whole().headers().firstValue("www-authenticate"))
                        .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
            }
        }
        for (var path : List.of("/live", "/live/studio", "/live/studio/report.json", "/healthz")) {
            var page = api.request(path).header("Accept", "text/html").build();
            var text =
                    java.net.http.HttpClient.newHttpClient()
                            .send(page, java.net.http.HttpResponse.BodyHandlers.ofString())
                            .body();
            assertThat(text).doesNotContain(key);
        }
    }

    @Test
    void aBodyHasATypeAndALimit() throws Exception {
        var form =
                api.send(
                        api.request(ALL)
                                .header("Authorization", "Bearer " + RunningApi.SECRET)
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build());
        assertThat(form.status()).isEqualTo(415);

        var most = Api.MAXIMUM_BODY_BYTES;
        assertThat(api.post(ALL, padded(most)).status()).isEqualTo(201);
        assertThat(api.post(ALL, padded(most + 1)).status()).isEqualTo(413);
        var chunked =
                api.send(
                        api.request(ALL)
                                .header("Authorization", "Bearer " + RunningApi.SECRET)
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.fromPublisher(
                                                HttpRequest.BodyPublishers.ofString(
                                                        padded(most + 1))))
                                .build());
        assertThat(chunked.status()).isEqualTo(413);
    }

    private static String padded(int sizeBytes) {
        return "{}" + " ".repeat(sizeBytes - 2);
    }

    @Test
    void healthTellsHowManyStreamsThereAre() throws Exception {
        api.post(ALL, "{\"name\": \"studio\"}");

        var health = api.get("/healthz");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.text("status")).isEqualTo("ok");
        assertThat(health.json().path("live").path("streams").asInt()).isEqualTo(1);
        assertThat(health.json().path("live").path("active").asInt()).isZero();
    }

    @Test
    void whatWasMadeIsThereAfterARestart() throws Exception {
        var made = api.post(ALL, "{\"name\": \"studio\", \"record\": true}");
        api.post(
                ALL + "/studio/simulcast-targets",
                "{\"url\": \"rtmp://x.example/app\", \"stream_key\": \"theirs\"}");

        try (var again = RunningApi.in(temp)) {
            var found = again.get(ALL + "/" + made.text("id"));
            assertThat(found.text("stream_key")).isEqualTo(made.text("stream_key"));
            assertThat(found.json().path("record").asBoolean()).isTrue();
            assertThat(found.json().path("simulcast_targets").get(0).path("stream_key").asString())
                    .isEqualTo("theirs");
            assertThat(again.broadcasts.find(new StreamName("live", "studio"))).isPresent();
        }
    }

    @Test
    void curlsOwnTypeIsTakenForJson() throws Exception {
        var made =
                api.send(
                        api.request(ALL)
                                .header("Authorization", "Bearer " + RunningApi.SECRET)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"a+b=c\"}"))
                                .build());
        assertThat(made.status()).isEqualTo(400);
        assertThat(made.text("detail")).contains("letters, digits");

        var bare =
                api.send(
                        api.request(ALL)
                                .header("Authorization", "Bearer " + RunningApi.SECRET)
                                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"studio\"}"))
                                .build());
        assertThat(bare.status()).isEqualTo(201);
        assertThat(bare.text("name")).isEqualTo("studio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\": ", "{\"name\"", "{name: 1}", "[1,", "{\"a\": tru}"})
    void brokenJsonIsToldWithItsLineAndNoInternals(String body) throws Exception {
        var refused = api.post(ALL, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("detail"))
                .contains("line 1")
                .doesNotContain("REDACTED", "Feature", "JsonParser", "UNKNOWN");
    }

    @Test
    void whatSomebodyPublishesWithoutDeclaringItIsListedAndCanBeEnded() throws Exception {
        api.post(ALL, "{\"name\": \"declared\"}");
        var publication = publish("obs");

        assertThat(api.get(ALL).json().path("data"))
                .extracting(one -> one.path("name").asString())
                .containsExactly("declared", "obs");
        var found = api.get(ALL + "/obs");
        assertThat(found.text("status")).isEqualTo("active");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.text("keeper")).isEqualTo("nobody");
        assertThat(found.json().path("is_declared").asBoolean()).isFalse();
        assertThat(found.json().has("stream_key")).isFalse();
        assertThat(found.text("ingest", "rtmp_url")).endsWith("/live/obs");
        assertThat(api.get(ALL + "/" + found.text("id")).text("name")).isEqualTo("obs");

        for (var change : List.of("enable", "disable", "reset-stream-key")) {
            var refused = api.post(ALL + "/obs/" + change, "{}");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("code")).isEqualTo("not_declared");
        }
        assertThat(api.delete(ALL + "/obs").status()).isEqualTo(409);
        assertThat(api.send("PATCH", ALL + "/obs", "{}").text("code")).isEqualTo("not_declared");

        var over = new CompletableFuture<String>();
        publication.onOver(over::complete);
        assertThat(api.post(ALL + "/obs/complete", "{}").status()).isEqualTo(200);
        assertThat(over.get(20, SECONDS)).isEqualTo("the stream was completed");
    }

    private Publication publish(String name) throws Exception {
        var request = new PublishRequest("live", name, "", new Peer("rtmp", "127.0.0.1", "a test"));
        var admission =
                api.broadcasts.kernel().publish(request).toCompletableFuture().get(20, SECONDS);
        var publication = ((Admission.Granted<Publication>) admission).value();
        publication.describe(
                new Track(
                        1,
                        new Timescale(90_000),
                        new OpaqueConfiguration(TrackKind.VIDEO, "test", "of nothing"),
                        "und",
                        ""));
        try (var claim = publication.claim(1)) {
            // It goes on air with its first frame.
            assertThat(claim.commit(new Sample(1, 0, 0, 0, true), 0, 1)).isTrue();
        }
        return publication;
    }

    @Test
    void nothingIsRecordedWhereNothingIsKept() throws Exception {
        try (var forgetful = new RunningApi(StreamStore.NONE)) {
            var refused = forgetful.post(ALL, "{\"name\": \"studio\", \"record\": true}");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("code")).isEqualTo("nothing_is_kept");
            assertThat(forgetful.get(ALL + "/studio").status()).isEqualTo(404);

            forgetful.post(ALL, "{\"name\": \"studio\"}");
            assertThat(forgetful.send("PATCH", ALL + "/studio", "{\"record\": true}").text("code"))
                    .isEqualTo("nothing_is_kept");
        }
    }

    @Test
    void theSecretIsSoughtWhereItIs() throws Exception {
        assertThat(AdminSecret.in(temp).whereabouts()).contains("file admin-secret");
        assertThat(AdminSecret.in(temp).whereabouts()).contains("file admin-secret");
        assertThat(AdminSecret.generated().whereabouts())
                .contains("ANABRANCH_ADMIN_SECRET")
                .doesNotContain("file");
        var refused = api.send(api.request(ALL).GET().build());
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("hint")).contains("ANABRANCH_ADMIN_SECRET").doesNotContain("file");
    }
}
