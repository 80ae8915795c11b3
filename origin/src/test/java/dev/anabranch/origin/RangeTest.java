package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9110, section 14.
class RangeTest {

    private static final int SIZE = Running.SEGMENT.length;

    @TempDir Path temp;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-99, 0, 99",
        "bytes=199999-, 199999, 199999",
        "bytes=100-999999999999999999999, 100, 199999",
        "bytes=-1, 199999, 199999",
        "bytes=-500000, 0, 199999",
        "Bytes=5-6, 5, 6",
        "'bytes= 5-6 ', 5, 6"
    })
    void oneRangeIsSent(String field, int first, int last) throws Exception {
        try (var running = new Running(temp)) {
            var answer = running.get("/p/clip/video/1.m4s", "Range", field);
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(Running.field(answer, "content-range"))
                    .isEqualTo("bytes " + first + "-" + last + "/" + SIZE);
            assertThat(answer.body())
                    .isEqualTo(Arrays.copyOfRange(Running.SEGMENT, first, last + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=200000-",
                "bytes=200000-200001",
                "bytes=-0",
                "bytes=99999999999999999999-"
            })
    void oneBehindTheEndIsNotSatisfiable(String field) throws Exception {
        try (var running = new Running(temp)) {
            var answer = running.get("/p/clip/video/1.m4s", "Range", field);
            assertThat(answer.statusCode()).isEqualTo(416);
            assertThat(Running.field(answer, "content-range")).isEqualTo("bytes */" + SIZE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-1,5-6",
                "bytes=5-2",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=1",
                "items=0-1",
                "bytes=0x1-2"
            })
    void whatIsNotOneRangeIsIgnored(String field) throws Exception {
        try (var running = new Running(temp)) {
            var answer = running.get("/p/clip/video/1.m4s", "Range", field);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(Running.SEGMENT);
        }
    }

    @Test
    void generatedSegmentsHaveRangesToo() throws Exception {
        try (var running = new Running(temp)) {
            var whole = Fake.bytes(Fake.GENERATED_BYTES);
            for (int i = 0; i < 2; i++) {
                var answer = running.get("/p/film/generated.ts", "Range", "bytes=1000-400000");
                assertThat(answer.statusCode()).isEqualTo(206);
                assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(whole, 1000, 400_001));
            }
        }
    }

    @Test
    void aRangeOfAPlaylistIsOfItsPlainForm() throws Exception {
        try (var running = new Running(temp)) {
            var answer =
                    running.get(
                            "/p/clip/index.m3u8", "Range", "bytes=0-6", "Accept-Encoding", "gzip");
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(Running.text(answer)).isEqualTo("#EXTM3U");
            assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
        }
    }

    @Test
    void ifRangeDecidesWhetherTheRangeCounts() throws Exception {
        try (var running = new Running(temp)) {
            var path = "/p/clip/video/1.m4s";
            var whole = running.get(path);
            var etag = Running.field(whole, "etag");
            var modified = Running.field(whole, "last-modified");
            assertThat(running.get(path, "Range", "bytes=0-1", "If-Range", etag).statusCode())
                    .isEqualTo(206);
            assertThat(running.get(path, "Range", "bytes=0-1", "If-Range", modified).statusCode())
                    .isEqualTo(206);
            assertThat(
                            running.get(path, "Range", "bytes=0-1", "If-Range", "\"other\"")
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(
                            running.get(path, "Range", "bytes=0-1", "If-Range", "W/" + etag)
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(
                            running.get(
                                            path,
                                            "Range",
                                            "bytes=0-1",
                                            "If-Range",
                                            "Sat, 01 Jan 2000 00:00:00 GMT")
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void headIgnoresRanges() throws Exception {
        try (var running = new Running(temp)) {
            var answer =
                    running.send(
                            running.request("/p/clip/video/1.m4s")
                                    .header("Range", "bytes=0-1")
                                    .method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Running.field(answer, "content-length")).isEqualTo(String.valueOf(SIZE));
        }
    }
}
