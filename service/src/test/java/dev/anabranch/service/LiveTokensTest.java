package dev.anabranch.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens, requests that come twice, and viewers of `/v1/live-streams`.
class LiveTokensTest {

    private static final String ALL = "/v1/live-streams";

    private RunningApi api;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi(StreamStore.NONE);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void aTokenIsMadeForAStreamThatHasASecret() throws Exception {
        var secret = "a-secret-of-sixteen";
        var stream = api.post(ALL, "{\"name\": \"studio\", \"play_secret\": \"" + secret + "\"}");
        assertThat(stream.json().path("playback_ids").get(0).path("policy").asString())
                .isEqualTo("signed");

        var made = api.post(ALL + "/studio/tokens", "{\"expires_in\": \"2h\"}");

        assertThat(made.status()).isEqualTo(201);
        var token = made.text("token");
        var expiry = Instant.parse(made.text("expires_at"));
        assertThat(expiry).isAfter(Instant.now().plusSeconds(7000));
        assertThat(made.text("playback", "hls"))
                .endsWith("/live/studio/token=" + token + "/index.m3u8");
        assertThat(api.get("/live/studio/index.m3u8").status()).isEqualTo(403);
        assertThat(api.get("/live/studio/token=" + token + "/index.m3u8").status()).isEqualTo(404);
        assertThat(api.post(ALL + "/studio/tokens", "{\"action\": \"publish\"}").text("code"))
                .isEqualTo("no_secret");
        assertThat(api.send("PATCH", ALL + "/studio", "{\"play_secret\": null}").status())
                .isEqualTo(200);
        assertThat(api.get("/live/studio/index.m3u8").status()).isEqualTo(404);
        assertThat(api.post(ALL + "/studio/tokens", "{}").status()).isEqualTo(409);
    }

    @Test
    void aRequestWithAnIdempotencyKeyIsDoneOnce() throws Exception {
        var first = keyed("one", "{\"name\": \"studio\"}");
        var again = keyed("one", "{\"name\": \"studio\"}");
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(keyed("one", "{\"name\": \"other\"}").text("code"))
                .isEqualTo("idempotency_key_reused");
        assertThat(keyed("two", "{\"name\": \"studio\"}").text("code")).isEqualTo("name_taken");
        assertThat(keyed("x".repeat(256), "{}").status()).isEqualTo(400);
        assertThat(api.get(ALL).json().path("data").size()).isEqualTo(1);
    }

    private RunningApi.Answer keyed(String key, String body) throws Exception {
        return api.send(
                api.request(ALL)
                        .header("Authorization", "Bearer " + RunningApi.SECRET)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    @Test
    void itSaysHowManyWatch() throws Exception {
        assertThat(api.post(ALL, "{\"name\": \"studio\"}").json().path("viewers").asInt())
                .isEqualTo(7);
    }
}
