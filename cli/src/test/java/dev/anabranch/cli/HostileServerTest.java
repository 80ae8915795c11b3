package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `inspect` and `validate` of what a server says that cannot be trusted.
class HostileServerTest {

    private static final String PLAYLIST =
            """
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXTINF:4,
            file:///etc/hostname
            #EXTINF:4,
            refused.ts
            #EXTINF:4,
            http://[bad/
            #EXT-X-ENDLIST
            """;

    private HttpServer server;
    private String base;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", HostileServerTest::answer);
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRangeThatIsShorterThanTheServerSaysDoesNotHang() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> {
                    var run = Run.of("inspect", base + "short-range");
                    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.status());
                    assertThat(run.err()).contains("short-range: the server sent less of a range");
                });
    }

    @Test
    void aSegmentThatCannotBeFetchedIsABreachAndTheRestIsChecked() {
        var run = Run.of("validate", base + "list.m3u8");
        assertThat(run.exitCode()).isEqualTo(ExitCode.VALIDATION_FOUND_PROBLEMS.status());
        assertThat(run.out())
                .contains(
                        "line 4, segment 1: file:///etc/hostname cannot be read: only http",
                        "line 6, segment 2: " + base + "refused.ts cannot be read",
                        "the server answers 403",
                        "line 8, segment 3: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a b/x", "http://", "http://[bad/x", "http:///x"})
    void whatIsNoAddressIsSaidInOneLine(String address) {
        for (var command : new String[] {"inspect", "validate"}) {
            var run = Run.of(command, address);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.status());
            assertThat(run.err()).contains(address + " is no address").doesNotContain("\tat ");
        }
    }

    @Test
    void aFailureNamesTheAddress() {
        assertThat(Run.of("inspect", base + "refused.ts").err())
                .contains(base + "refused.ts: the server answers 403");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        int status = Map.of("/short-range", 206, "/list.m3u8", 200).getOrDefault(path, 403);
        if (status == 206) {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-9/999999999999999999");
        }
        var body = (status == 200 ? PLAYLIST : "0123456789").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
