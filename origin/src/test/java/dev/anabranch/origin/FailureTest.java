package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the reader sees when the source or the disk fails.
class FailureTest {

    @TempDir Path temp;

    @Test
    void anUnusableSourceIsSaidSoInWords() throws Exception {
        try (var running = new Running(temp)) {
            Files.writeString(running.media.resolve("text.mp4"), "not an MP4");
            var answer = running.get("/p/text/index.m3u8");
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(Running.field(answer, "content-type")).isEqualTo("application/problem+json");
            assertThat(Running.text(answer))
                    .contains(
                            "\"status\":502",
                            "the file has no moov box (offset 0, box \\\"moov\\\")")
                    .doesNotContain("Exception", temp.toString());
            assertThat(running.get("/p/film/unusable.m4s").statusCode()).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @EnumSource(DeliveryTest.Wire.class)
    void aFailureBeforeTheFirstByteIsAnErrorAnswer(DeliveryTest.Wire wire) throws Exception {
        try (var running = wire.start(temp)) {
            for (int i = 0; i < 2; i++) {
                var answer = running.get("/p/film/broken.ts");
                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.headers().firstValue("etag")).isEmpty();
                assertThat(Running.text(answer))
                        .contains("\"status\":500")
                        .doesNotContain("secret");
            }
            assertThat(running.get("/p/clip/index.m3u8").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(DeliveryTest.Wire.class)
    void aFailureMidwayBreaksTheConnection(DeliveryTest.Wire wire) throws Exception {
        try (var running = wire.start(temp)) {
            assertThatThrownBy(() -> running.get("/p/film/short.ts"))
                    .isInstanceOf(IOException.class);
            assertThat(running.get("/p/clip/index.m3u8").statusCode()).isEqualTo(200);
            assertThat(running.tally.sums().aborted()).isEqualTo(1);
        }
    }

    @Test
    void aPortInUseIsAnError() throws Exception {
        try (var running = new Running(temp)) {
            var taken = Config.at(running.origin.port()).withHost("127.0.0.1");
            assertThatThrownBy(() ->
                            new Running(
                                    temp.resolve("other"), taken, JdkReader.of(Version.HTTP_1_1)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aCertificateThatIsNotThereIsAnError() {
        var config =
                Config.at(0)
                        .withTls(
                                new Config.Tls(temp.resolve("none.pem"), temp.resolve("none.key")));
        assertThatThrownBy(() -> new Running(temp, config, JdkReader.of(Version.HTTP_2)))
                .isInstanceOf(IOException.class);
    }
}
