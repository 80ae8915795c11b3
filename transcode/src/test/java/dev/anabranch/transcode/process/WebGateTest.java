package dev.anabranch.transcode.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.ffmpeg.Protocols;
import dev.anabranch.transcode.probe.SourceProbe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// ffmpeg behind a gate to which this machine's first address is the web, and its second an inner
/// one.
class WebGateTest {

    private static final String OUTER = "127.0.0.1";
    private static final String INNER = "127.0.0.2";

    private final AtomicInteger innerRequests = new AtomicInteger();
    private HttpServer outer;
    private HttpServer inner;
    private WebGate gate;
    private FfmpegProgram program;

    @TempDir private Path folder;

    @BeforeEach
    void start() throws Exception {
        program = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        var film = folder.resolve("film.mp4");
        var words =
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=64x64:rate=10:duration=1",
                        "-c:v",
                        "mpeg4",
                        film.toString());
        try (var made = program.start(Protocols.FILE, words, Duration.ofSeconds(60))) {
            made.input().close();
            made.await();
        }
        var bytes = Files.readAllBytes(film);
        inner = HttpServer.create(new InetSocketAddress(INNER, 0), 0);
        inner.createContext(
                "/film.mp4",
                exchange -> {
                    innerRequests.incrementAndGet();
                    send(exchange, bytes);
                });
        inner.start();
        outer = HttpServer.create(new InetSocketAddress(OUTER, 0), 0);
        outer.createContext("/film.mp4", exchange -> send(exchange, bytes));
        redirect("/there", "http://%s:%d/film.mp4".formatted(OUTER, outer.getAddress().getPort()));
        redirect("/inner", "http://%s:%d/film.mp4".formatted(INNER, inner.getAddress().getPort()));
        redirect(
                "/secure", "https://%s:%d/film.mp4".formatted(INNER, inner.getAddress().getPort()));
        redirect("/file", "file://" + film);
        outer.start();
        gate = WebGate.open(address -> address.getHostAddress().equals(INNER));
    }

    private void redirect(String from, String to) {
        outer.createContext(
                from,
                exchange -> {
                    exchange.getResponseHeaders().set("Location", to);
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
    }

    private static void send(HttpExchange exchange, byte[] bytes) throws java.io.IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @AfterEach
    void stop() throws Exception {
        gate.close();
        outer.stop(0);
        inner.stop(0);
    }

    /// A line a packet.
    private List<String> packets(String path) throws Exception {
        var address = "http://%s:%d%s".formatted(OUTER, outer.getAddress().getPort(), path);
        var words = List.of("-i", address, "-c", "copy", "-f", "framecrc", "pipe:1");
        var behind = program.with(gate.environment());
        try (var process = behind.start(Protocols.WEB, words, Duration.ofSeconds(60))) {
            process.input().close();
            var text = new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
            process.await();
            return text.lines().filter(line -> line.startsWith("0,")).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/film.mp4", "/there"})
    void aFilmOnTheWebIsReadAndARedirectToTheWebIsFollowed(String path) throws Exception {
        assertThat(packets(path)).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/inner", "/secure", "/file"})
    void aRedirectToAnInnerAddressOrAFileIsNotFollowed(String path) {
        var failed = catchThrowableOfType(ProgramException.class, () -> packets(path));

        assertThat(failed.kind()).isEqualTo(ProgramException.Kind.FAILED);
        assertThat(innerRequests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/inner", "/secure"})
    void theProbeSaysThatItWasARedirect(String path) throws Exception {
        var address = "http://%s:%d%s".formatted(OUTER, outer.getAddress().getPort(), path);

        // The address is an inner one of this machine, so that the gate comes from the program.
        var failed =
                catchThrowableOfType(
                        MediaFormatException.class,
                        () ->
                                SourceProbe.probe(
                                        program.with(gate.environment()),
                                        SourceInput.of(URI.create(address))));

        assertThat(failed).hasMessageContaining("redirects to an inner address");
        assertThat(innerRequests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1",
                        "169.254.169.254",
                "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]",
                "[fe80::1]", "[fc00::1]", "[fd12::1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]"
            })
    void thisMachineAndItsNetworksAreInner(String host) throws Exception {
        assertThat(InnerAddress.is(InetAddress.getByName(host))).isTrue();
        // Who names one may go there: there is no gate.
        assertThat(WebGate.environment(URI.create("http://" + host + "/film.mp4"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "[2001:4860:4860::8888]"})
    void othersAreTheWebAndReachedThroughAGate(String host) throws Exception {
        assertThat(InnerAddress.is(InetAddress.getByName(host))).isFalse();
        assertThat(WebGate.environment(URI.create("http://" + host + "/film.mp4")))
                .containsKey("http_proxy");
    }
}
