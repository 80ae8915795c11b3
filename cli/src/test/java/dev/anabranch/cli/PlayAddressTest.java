package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `play` and others say of addresses that a newcomer gives them.
@Timeout(120)
class PlayAddressTest {

    private static final char[] PASSWORD = "only-for-this-test".toCharArray();

    private static final String ENDED =
            """
            #EXTM3U
            #EXT-X-VERSION:6
            #EXT-X-TARGETDURATION:4
            #EXTINF:4,
            0.ts
            #EXT-X-ENDLIST
            """;

    @TempDir private Path temp;

    private static void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().toString();
        var isPage = path.equals("/live/studio?token=x");
        var isPlaylist = path.equals("/live/studio/index.m3u8?token=x") || path.equals("/vod.m3u8");
        var body =
                (isPage ? "<!doctype html>" : isPlaylist ? ENDED : "{}")
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .add(
                        "Content-Type",
                        isPage ? "text/html; charset=utf-8" : "application/vnd.apple.mpegurl");
        var status = isPage || isPlaylist ? 200 : path.startsWith("/v1/") ? 200 : 404;
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    void whatHasEndedIsRefusedInWords() throws Exception {
        var server = HttpServer.create(free(), 0);
        server.createContext("/", PlayAddressTest::answer);
        server.start();
        try {
            var site = "http://localhost:" + server.getAddress().getPort();
            var ended = play(site + "/vod.m3u8");
            assertThat(ended.exitCode()).isEqualTo(ExitCode.INPUT_NOT_USABLE.status());
            assertThat(ended.err()).contains("has ended", "only live streams are played");

            var page = play(site + "/live/studio?token=x");
            assertThat(page.err()).as("its playlist was found").contains("has ended");

            var missing = play(site + "/live/nobody/index.m3u8");
            assertThat(missing.exitCode()).isEqualTo(ExitCode.NOT_FOUND.status());
            assertThat(missing.err()).contains("404");
        } finally {
            server.stop(0);
        }
    }

    private static Run play(String address, String... more) {
        var words = new java.util.ArrayList<>(List.of("play", address));
        words.addAll(List.of("--headless", "--no-decode", "--duration", "5s"));
        words.addAll(List.of(more));
        return Run.of(words.toArray());
    }

    @Test
    void aCertificateOfOnesOwnIsNamedAndThenTaken() throws Exception {
        var keys = temp.resolve("keys.p12");
        var pem = temp.resolve("ca.pem");
        keytool(
                "-genkeypair",
                keys,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost");
        keytool("-exportcert", keys, "-rfc", "-file", pem.toString());
        var server = HttpsServer.create(free(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext("/", PlayAddressTest::answer);
        server.start();
        try {
            var port = server.getAddress().getPort();
            var site = "https://localhost:" + port;
            for (var run :
                    List.of(
                            play(site + "/vod.m3u8"),
                            Run.of("validate", site + "/vod.m3u8"),
                            Run.of("live", "list", "--server", site))) {
                assertThat(run.exitCode()).isNotZero();
                assertThat(run.err()).contains("--ca-file").doesNotContain("PKIX");
            }
            assertThat(play(site + "/vod.m3u8", "--ca-file", pem.toString()).err())
                    .contains("has ended");
            assertThat(Run.of("live", "list", "--server", site, "--ca-file", pem).exitCode())
                    .isZero();

            var clear = Run.of("live", "list", "--server", "http://localhost:" + port);
            assertThat(clear.exitCode()).isEqualTo(ExitCode.SERVER_NOT_REACHABLE.status());
            assertThat(clear.err()).contains("https://");
            assertThat(play("http://localhost:" + port + "/vod.m3u8").err()).contains("https://");
        } finally {
            server.stop(0);
        }
        var noCertificate = Files.writeString(temp.resolve("x.pem"), "nothing");
        assertThat(Run.of("live", "list", "--ca-file", noCertificate).err())
                .contains("holds no PEM certificate");
    }

    private static SSLContext context(Path keys) throws Exception {
        var store = KeyStore.getInstance(keys.toFile(), PASSWORD);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String what, Path keys, String... more) throws Exception {
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        assumeTrue(Files.isExecutable(tool), "there is no keytool");
        var words = new java.util.ArrayList<>(List.of(tool.toString(), what));
        words.addAll(List.of("-alias", "site", "-keystore", keys.toString()));
        words.addAll(List.of("-storepass", new String(PASSWORD)));
        words.addAll(List.of(more));
        var process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(temp.resolve("keytool.log").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(temp.resolve("keytool.log"))).isZero();
    }
}
