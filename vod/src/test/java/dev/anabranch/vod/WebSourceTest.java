package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.packager.MemoryStore;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Films of a web server that does not keep what it promises.
@Timeout(120)
class WebSourceTest {

    @TempDir Path folder;
    private ServerSocket server;

    /// What is sent of it, in its place.
    private volatile byte[] body = new byte[0];

    private volatile String status = "200 OK";
    private volatile int promisedBytes;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            var asked = new StringBuilder();
            while (asked.indexOf("\r\n\r\n") < 0) {
                asked.append((char) client.getInputStream().read());
            }
            var head = "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n".formatted(status, promisedBytes);
            client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(body);
        } catch (IOException gone) {
            // It is the client's to say so.
        }
    }

    private Transcode film(FfmpegProgram program, MemoryStore store) {
        var address = "http://127.0.0.1:%d/film.mkv".formatted(server.getLocalPort());
        return Transcode.from(URI.create(address))
                .with(program)
                .with(new FfmpegBackend(program))
                .settings(settings ->
                        settings.withVideo(video -> video.withCopy(Copy.NEVER))
                                .withLadder(anyLadder()))
                .workIn(folder)
                .to(store);
    }

    private static Ladder anyLadder() {
        try {
            return Ladder.parse("90p");
        } catch (dev.anabranch.media.MediaFormatException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] clip() throws Exception {
        var film =
                new Lab(folder)
                        .picture(
                                "film.mkv",
                                "testsrc2=size=160x90:rate=25:duration=4",
                                "-c:v",
                                "mpeg4");
        return Files.readAllBytes(film);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDownloadThatBreaksOffIsAFailureAndNothingIsPublished(boolean isOld) throws Exception {
        var whole = clip();
        var program = isOld ? Lab.system("libx264") : Lab.bundled();
        promisedBytes = whole.length;
        body = Arrays.copyOf(whole, whole.length / 2);
        var store = new MemoryStore();

        assertThatThrownBy(() -> film(program, store).run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/film.mkv: the download broke off: ");
        assertThat(store.paths()).isEmpty();
    }

    @Test
    void oneThatComesWholeIsPublished() throws Exception {
        body = clip();
        promisedBytes = body.length;
        var store = new MemoryStore();

        assertThat(film(Lab.bundled(), store).run().warnings()).isEmpty();
        assertThat(store.paths()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"404 Not Found", "410 Gone"})
    void whatIsNotThereIsNotFound(String answer) {
        status = answer;

        assertThatThrownBy(() -> film(Lab.bundled(), new MemoryStore()).run())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("/film.mkv: the server answers " + answer);
    }

    @ParameterizedTest
    @CsvSource({"401 Unauthorized", "403 Forbidden"})
    void whatIsClosedIsNotAllowed(String answer) {
        status = answer;

        assertThatThrownBy(() -> film(Lab.bundled(), new MemoryStore()).run())
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("/film.mkv: the server answers " + answer);
    }

    @Test
    void aServerInTroubleIsTold() {
        status = "503 Service Unavailable";

        assertThatThrownBy(() -> film(Lab.bundled(), new MemoryStore()).run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/film.mkv: the server answers 503");
    }
}
