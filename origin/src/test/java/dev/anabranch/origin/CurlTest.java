package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The same bytes by every version of HTTP to a client that shares no code with the server: curl
/// with nghttp2, many at once, each sort of content cold and from memory.
@Timeout(120)
class CurlTest {

    private static final int READERS = 12;
    private static final int MAXIMUM_SECONDS = 90;

    private enum Way {
        HTTP_1_1("--http1.1", "1.1", false),
        UPGRADE("--http2", "2", false),
        PRIOR_KNOWLEDGE("--http2-prior-knowledge", "2", false),
        HTTP_1_1_TLS("--http1.1", "1.1", true),
        ALPN("--http2", "2", true);

        final String option;
        final String version;
        final boolean isTls;

        Way(String option, String version, boolean isTls) {
            this.option = option;
            this.version = version;
            this.isTls = isTls;
        }
    }

    @TempDir Path temp;

    private static Map<String, byte[]> contents() {
        var contents = new LinkedHashMap<String, byte[]>();
        contents.put("/p/film/index.m3u8", Fake.PLAYLIST.getBytes(StandardCharsets.UTF_8));
        contents.put("/p/film/generated.ts", Fake.bytes(Fake.GENERATED_BYTES));
        contents.put("/p/film/mixed.m4s", Fake.mixed(Fake.bytes(900_000)));
        contents.put("/p/film/interleaved.m4s", Fake.interleaved(Fake.bytes(900_000)));
        contents.put("/p/clip/video/1.m4s", Running.SEGMENT);
        contents.put("/p/film/large.ts", new byte[40_000_000]);
        return contents;
    }

    @ParameterizedTest
    @EnumSource
    void everyReaderGetsEveryByte(Way way) throws Exception {
        assumeTrue(hasHttp2(), "needs curl with HTTP/2 (Debian: curl)");
        var clear = Config.at(0).withHost("127.0.0.1");
        var config = way.isTls ? clear.withTls(TestCertificate.files()) : clear;
        try (var running = new Running(temp, config, JdkReader.of(Version.HTTP_1_1))) {
            for (var content : contents().entrySet()) {
                var readers = content.getValue().length > 10_000_000 ? 1 : READERS;
                fetch(running, way, content.getKey(), readers);
                for (int i = 0; i < readers; i++) {
                    assertThat(temp.resolve("out" + i))
                            .as(content.getKey())
                            .hasBinaryContent(content.getValue());
                }
            }
        }
    }

    private void fetch(Running running, Way way, String path, int readers) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "-kfS",
                                "--no-progress-meter",
                                way.option,
                                "--parallel",
                                "--parallel-immediate",
                                "--parallel-max",
                                "" + readers,
                                "-w",
                                "%{http_version} "));
        for (int i = 0; i < readers; i++) {
            command.addAll(
                    List.of(
                            "-o",
                            temp.resolve("out" + i).toString(),
                            running.uri(path).toString()));
        }
        assertThat(run(command)).isEqualTo((way.version + " ").repeat(readers));
    }

    private static boolean hasHttp2() throws Exception {
        try {
            return run(List.of("curl", "--version")).contains("HTTP2");
        } catch (IOException absent) {
            return false;
        }
    }

    private static String run(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(MAXIMUM_SECONDS, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
