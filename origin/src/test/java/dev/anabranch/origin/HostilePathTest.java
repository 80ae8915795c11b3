package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths no client library would send, over a bare socket.
class HostilePathTest {

    @TempDir Path temp;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/p/clip/../secret.txt",
                "/p/clip/../../secret.txt",
                "/p/clip/%2e%2e/%2e%2e/secret.txt",
                "/p/clip/..%2f..%2fsecret.txt",
                "/p/clip/%252e%252e%252f%252e%252e%252fsecret.txt",
                "/p/clip/..%5c..%5csecret.txt",
                "/p/clip/..\\..\\secret.txt",
                "/p/clip/index.m3u8%00.txt",
                "/p/clip/%00",
                "/p/clip/video/./1.m4s",
                "/p/clip//video/1.m4s",
                "/p/clip/video/",
                "/p/clip/video",
                "/p/clip/",
                "/p/clip",
                "/p/",
                "/p/../secret.txt",
                "/p/%2e%2e/secret.txt",
                "/p/clip/%c0%ae%c0%ae/secret.txt",
                "/p/clip/%",
                "/p/clip/%zz",
                "/p/clip/.hidden",
                "/p/clip/out.txt",
                "/p/clip/outside/secret.txt",
                "/p/nothing/index.m3u8",
                "/p/film/../film/index.m3u8",
                "/assets/../secret.txt",
                "/assets/%2e%2e/Origin.class",
                "/watch/../secret.txt",
                "/watch/%2e%2e",
                "/watch/nothing",
                "/nothing"
            })
    void isNotFound(String target) throws Exception {
        Files.writeString(temp.resolve("secret.txt"), "the secret");
        try (var running = new Running(temp)) {
            Files.writeString(running.packaged.resolve("secret.txt"), "the secret");
            Files.writeString(running.packaged.resolve("clip/.hidden"), "the secret");
            Files.createSymbolicLink(
                    running.packaged.resolve("clip/out.txt"), temp.resolve("secret.txt"));
            Files.createSymbolicLink(running.packaged.resolve("clip/outside"), temp);

            var answer =
                    exchange(
                            running,
                            "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("the secret");
        }
    }

    @Test
    void aLinkThatStaysInsideIsFollowed() throws Exception {
        try (var running = new Running(temp)) {
            Files.createSymbolicLink(
                    running.packaged.resolve("clip/again.m4s"), Path.of("video/1.m4s"));
            assertThat(running.get("/p/clip/again.m4s").body()).isEqualTo(Running.SEGMENT);
        }
    }

    @Test
    void aPathThatIsTooLongIsNotFound() throws Exception {
        try (var running = new Running(temp)) {
            var target = "/p/clip/" + "a".repeat(ResourcePath.MAXIMUM_BYTES);
            assertThat(
                            exchange(
                                    running,
                                    "GET "
                                            + target
                                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void aTargetInAbsoluteFormIsServed() throws Exception {
        try (var running = new Running(temp)) {
            var head =
                    "GET http://x/p/clip/index.m3u8?a=b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            assertThat(exchange(running, head))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith(Running.PLAYLIST);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (var running = new Running(temp)) {
            var one = "GET /p/clip/video/1.m4s HTTP/1.1\r\nHost: x\r\nRange: bytes=0-9\r\n\r\n";
            var two = "HEAD /p/film/mixed.m4s HTTP/1.1\r\nHost: x\r\n\r\n";
            var three = "GET /p/clip/index.m3u8 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            var answers = exchange(running, one + two + three);
            assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(4);
            assertThat(answers).startsWith("HTTP/1.1 206 ").endsWith(Running.PLAYLIST);
        }
    }

    @Test
    void manyRequestsAtOnceAreAnsweredAll() throws Exception {
        try (var running = new Running(temp)) {
            var one = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
            var last = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            assertThat(exchange(running, one.repeat(999) + last).split("HTTP/1.1 200 ", -1))
                    .hasSize(1001);
        }
    }

    @Test
    void theServerAsAWholeHasOptions() throws Exception {
        try (var running = new Running(temp)) {
            assertThat(
                            exchange(
                                    running,
                                    "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 204 ");
        }
    }

    static String exchange(Running running, String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", running.origin.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException reset) {
            throw new IOException("the connection broke", reset);
        }
    }
}
