package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.MediaType;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Types, caching, CORS and methods.
class HeaderFieldsTest {

    @TempDir Path temp;

    /// Row O32.
    @ParameterizedTest(name = "O32 {0} is {1}")
    @CsvSource({
        "a.m3u8, application/vnd.apple.mpegurl",
        "a.mpd, application/dash+xml",
        "a.ts, video/mp2t",
        "init.mp4, video/mp4",
        "a.m4s, video/iso.segment",
        "a.vtt, text/vtt",
        "a.aac, audio/aac",
        "a.m4a, audio/mp4",
        "a.steering, application/vnd.apple.steering-list",
        "UPPER.M4S, video/iso.segment",
        "key.bin, application/octet-stream"
    })
    void o32StoredFilesHaveTheirRegisteredTypes(String name, String type) throws Exception {
        try (var running = new Running(temp)) {
            Files.writeString(running.packaged.resolve("clip").resolve(name), "x");
            var answer = running.get("/p/clip/" + name);
            assertThat(Running.field(answer, "content-type")).isEqualTo(type);
            assertThat(Running.field(answer, "x-content-type-options")).isEqualTo("nosniff");
        }
    }

    @ParameterizedTest(name = "O32 {0}")
    @EnumSource
    void o32MadeResourcesHaveTheirRegisteredTypes(MediaType type) {
        assertThat(MimeTypes.of(type)).isEqualTo(MimeTypes.ofFile("a." + type.extension()));
    }

    @Test
    void segmentsAreKeptForAnHourAndPlaylistsShortly() throws Exception {
        try (var running = new Running(temp)) {
            assertThat(Running.field(running.get("/p/clip/video/1.m4s"), "cache-control"))
                    .isEqualTo("public, max-age=3600");
            assertThat(Running.field(running.get("/p/clip/index.m3u8"), "cache-control"))
                    .isEqualTo("public, max-age=60");
            assertThat(Running.field(running.get("/p/clip/none.m4s"), "cache-control"))
                    .isEqualTo("no-store");
        }
    }

    @Test
    void segmentsThatNeverChangeAreSaidToBeImmutable() {
        var ages = new Config.Ages(Duration.ofDays(365), Duration.ofSeconds(60));

        assertThat(ages.ofSegments()).isEqualTo("public, max-age=31536000, immutable");
    }

    @Test
    void everySiteMayReadByDefault() throws Exception {
        try (var running = new Running(temp)) {
            var answer = running.get("/p/clip/index.m3u8", "Origin", "https://example.org");
            assertThat(Running.field(answer, "access-control-allow-origin")).isEqualTo("*");
            assertThat(Running.field(answer, "access-control-expose-headers"))
                    .contains("content-range");
            assertThat(Running.field(answer, "timing-allow-origin")).isEqualTo("*");
            assertThat(answer.headers().firstValue("date")).isPresent();
        }
    }

    @Test
    void onlyTheListedSitesMayReadWhenThereIsAList() throws Exception {
        var config =
                Config.at(0).withHost("127.0.0.1").withCorsOrigins(List.of("https://example.org"));
        try (var running = new Running(temp, config, JdkReader.of(Version.HTTP_1_1))) {
            var listed = running.get("/p/clip/index.m3u8", "Origin", "https://example.org");
            assertThat(Running.field(listed, "access-control-allow-origin"))
                    .isEqualTo("https://example.org");
            assertThat(listed.headers().allValues("vary")).contains("origin", "accept-encoding");
            var other = running.get("/p/clip/index.m3u8", "Origin", "https://example.com");
            assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
            assertThat(other.headers().allValues("vary")).contains("origin");
        }
    }

    @Test
    void preflightIsAnswered() throws Exception {
        try (var running = new Running(temp)) {
            var answer =
                    running.send(
                            running.request("/p/clip/index.m3u8")
                                    .headers(
                                            "Origin",
                                            "https://example.org",
                                            "Access-Control-Request-Method",
                                            "GET",
                                            "Access-Control-Request-Headers",
                                            "range")
                                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(Running.field(answer, "access-control-allow-methods"))
                    .contains("GET", "HEAD");
            assertThat(Running.field(answer, "access-control-allow-headers")).contains("range");
            assertThat(Running.field(answer, "access-control-max-age")).isEqualTo("86400");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "PROPFIND"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        try (var running = new Running(temp)) {
            var answer =
                    running.send(
                            running.request("/p/clip/index.m3u8")
                                    .method(method, HttpRequest.BodyPublishers.ofString("body")));
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(Running.field(answer, "allow")).isEqualTo("GET, HEAD, OPTIONS");
        }
    }
}
