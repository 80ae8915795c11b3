package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Validators, conditions and compression (RFC 9110, sections 8, 12 and 13).
class ConditionalTest {

    @TempDir Path temp;

    @Test
    void aKnownETagIsNotSentAgain() throws Exception {
        try (var running = new Running(temp)) {
            for (var path :
                    new String[] {
                        "/p/clip/index.m3u8", "/p/clip/video/1.m4s", "/p/film/generated.ts", "/"
                    }) {
                var etag = Running.field(running.get(path), "etag");
                assertThat(etag).matches("\"[^\"]+\"");
                var answer = running.get(path, "If-None-Match", "\"x\", W/" + etag);
                assertThat(answer.statusCode()).as(path).isEqualTo(304);
                assertThat(answer.body()).isEmpty();
                assertThat(Running.field(answer, "etag")).isEqualTo(etag);
                assertThat(running.get(path, "If-None-Match", "*").statusCode()).isEqualTo(304);
                assertThat(running.get(path, "If-None-Match", "\"other\"").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void datesCountWhenThereIsNoETag() throws Exception {
        try (var running = new Running(temp)) {
            var path = "/p/clip/video/1.m4s";
            var modified = Running.field(running.get(path), "last-modified");
            var before = "Sat, 01 Jan 2000 00:00:00 GMT";
            assertThat(running.get(path, "If-Modified-Since", modified).statusCode())
                    .isEqualTo(304);
            assertThat(running.get(path, "If-Modified-Since", before).statusCode()).isEqualTo(200);
            assertThat(running.get(path, "If-Modified-Since", "yesterday").statusCode())
                    .isEqualTo(200);
            assertThat(
                            running.get(
                                            path,
                                            "If-Modified-Since",
                                            modified,
                                            "If-None-Match",
                                            "\"other\"")
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(running.get(path, "If-Unmodified-Since", before).statusCode())
                    .isEqualTo(412);
            assertThat(running.get(path, "If-Match", "\"other\"").statusCode()).isEqualTo(412);
        }
    }

    @Test
    void datesInTheFormsOfOldCount() throws Exception {
        try (var running = new Running(temp)) {
            var path = "/p/clip/video/1.m4s";
            for (var before :
                    List.of(
                            "Saturday, 01-Jan-00 00:00:00 GMT",
                            "Sunday, 06-Nov-94 08:49:37 GMT",
                            "Sat Jan  1 00:00:00 2000")) {
                assertThat(running.get(path, "If-Unmodified-Since", before).statusCode())
                        .as(before)
                        .isEqualTo(412);
            }
            assertThat(
                            running.get(path, "If-Modified-Since", "Fri Jan 31 00:00:00 2070")
                                    .statusCode())
                    .isEqualTo(304);
        }
    }

    @Test
    void aListOfETagsMayComeInSeveralFields() throws Exception {
        try (var running = new Running(temp)) {
            var path = "/p/clip/video/1.m4s";
            var etag = Running.field(running.get(path), "etag");
            assertThat(
                            running.get(path, "If-None-Match", "\"x\"", "If-None-Match", etag)
                                    .statusCode())
                    .isEqualTo(304);
            assertThat(running.get(path, "If-Match", "\"x\"", "If-Match", etag).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aReplacedFileHasAnotherETag() throws Exception {
        var wait = new Config.Waits(Duration.ZERO, Duration.ofSeconds(60), Duration.ofSeconds(5));
        var d = Config.Limits.DEFAULT;
        var limits =
                new Config.Limits(1, d.hotBytes(), d.shelfBytes(), d.generatingBytes(), wait, 100);
        var config = Config.at(0).withHost("127.0.0.1").withLimits(limits);
        try (var running =
                new Running(
                        temp, config, JdkReader.of(java.net.http.HttpClient.Version.HTTP_1_1))) {
            for (var file :
                    new Path[] {
                        running.media.resolve("film.mp4"),
                        running.packaged.resolve("clip/video/1.m4s")
                    }) {
                var path =
                        file.startsWith(running.media)
                                ? "/p/film/mixed.m4s"
                                : "/p/clip/video/1.m4s";
                var first = Running.field(running.get(path), "etag");
                Files.setLastModifiedTime(
                        file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
                var second = running.get(path);
                assertThat(second.statusCode()).isEqualTo(200);
                assertThat(Running.field(second, "etag")).isNotEqualTo(first);
                assertThat(Running.field(second, "last-modified"))
                        .isEqualTo("Wed, 01 Jan 2020 00:00:00 GMT");
                Files.delete(file);
                assertThat(running.get(path).statusCode()).isEqualTo(404);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, true",
        "'deflate, GZIP;q=0.5', true",
        "*, true",
        "'gzip;q=0', false",
        "'gzip;q=0.000, *', false",
        "identity, false",
        "br, false",
        "notgzip, false"
    })
    void textIsCompressedForThoseWhoAllowIt(String field, boolean isCompressed) throws Exception {
        try (var running = new Running(temp)) {
            for (var path :
                    new String[] {
                        "/p/clip/index.m3u8",
                        "/p/film/index.m3u8",
                        "/p/film/manifest.mpd",
                        "/p/film/captions.vtt"
                    }) {
                var plain = running.get(path);
                var answer = running.get(path, "Accept-Encoding", field);
                assertThat(Running.field(answer, "vary")).isEqualTo("accept-encoding");
                assertThat(Running.field(plain, "vary")).isEqualTo("accept-encoding");
                assertThat(answer.headers().firstValue("content-encoding").isPresent())
                        .isEqualTo(isCompressed);
                if (isCompressed) {
                    assertThat(
                                    new GZIPInputStream(new ByteArrayInputStream(answer.body()))
                                            .readAllBytes())
                            .isEqualTo(plain.body());
                    assertThat(Running.field(answer, "etag"))
                            .isNotEqualTo(Running.field(plain, "etag"));
                }
            }
            assertThat(
                            running.get("/p/clip/video/1.m4s", "Accept-Encoding", field)
                                    .headers()
                                    .firstValue("content-encoding"))
                    .isEmpty();
        }
    }
}
