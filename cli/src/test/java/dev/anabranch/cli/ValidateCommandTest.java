package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.anabranch.packager.Packager;
import dev.anabranch.testkit.JoinedMovie;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands `validate` and `inspect` as a person or a script calls them.
class ValidateCommandTest {

    private static final Path MEDIA = Path.of("src/test/resources/media").toAbsolutePath();

    @TempDir private Path folder = Path.of("");

    @Test
    void cleanOutputExitsWithZero() throws Exception {
        Packager.of(MEDIA.resolve("bunny-144p.mp4"), MEDIA.resolve("bunny-270p.mp4"))
                .audio(MEDIA.resolve("tone-fr.m4a"), "fr")
                .subtitles(MEDIA.resolve("captions.srt"), "en")
                .to(folder.resolve("out"));
        var run = run("validate", folder.resolve("out").toString());
        assertThat(run.output).contains("no rule is broken");
        assertThat(run.status).isZero();
    }

    @Test
    void brokenMustExitsWithNineAndNamesThePlace() throws Exception {
        Packager.of(MEDIA.resolve("bunny-144p.mp4")).to(folder.resolve("out"));
        Files.delete(folder.resolve("out/video-144p/2.m4s"));
        var run = run("validate", folder.resolve("out").toString(), "--json", "--profile", "hls");
        assertThat(run.output)
                .contains("\"rule\":\"resource-exists\"", "video-144p/index.m3u8", "\"ok\":false")
                .doesNotContain("manifest.mpd");
        assertThat(run.status).isEqualTo(9);
    }

    @Test
    void textThatIsNoPlaylistExitsWithThree() throws Exception {
        var page = Files.writeString(folder.resolve("a page.m3u8"), "<html>Not found</html>");
        assertThat(run("validate", page.toString()).status).isEqualTo(3);
    }

    @Test
    void aPlaylistOfNothingIsToldSo() throws Exception {
        var empty = Files.writeString(folder.resolve("cut.m3u8"), "#EXTM3U\n");
        var run = run("validate", empty.toString(), "--strict");
        assertThat(run.output)
                .contains("SHOULD playlist-syntax cut.m3u8: there is nothing to play");
        assertThat(run.status).isEqualTo(9);
    }

    @Test
    void nothingThereExitsWithFour() {
        assertThat(run("validate", folder.resolve("none").toString()).status).isEqualTo(4);
        assertThat(run("inspect", folder.resolve("none").toString()).status).isEqualTo(4);
    }

    @Test
    void inspectListsTheConfigurationsOfATrackThatChanges() throws Exception {
        var film =
                JoinedMovie.write(
                        folder.resolve("film.mp4"), "clip-180p", "clip-360p", "clip-180p");
        var run = run("inspect", film.toString(), "--json");
        assertThat(run.output)
                .contains(
                        "\"configurations\":[{\"startSeconds\":0.0,\"samples\":100,\"codec\":\"avc1.640015\"",
                        "{\"startSeconds\":4.0,\"samples\":100,\"codec\":\"avc1.64001f\",\"sampleEntry\":\"avc1\",\"width\":640",
                        "{\"startSeconds\":8.0,\"samples\":100,\"codec\":\"avc1.640015\"")
                .containsOnlyOnce("configurations");
        assertThat(run("inspect", MEDIA.resolve("bunny-144p.mp4").toString(), "--json").output)
                .doesNotContain("configurations");
    }

    @Test
    void aLiveStreamThatIsNotThereExitsWithFourAsAnythingElse() throws Exception {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        try {
            var address = "http://localhost:" + server.getAddress().getPort() + "/live/x.m3u8";
            var run = run("validate", address, "--profile", "ll-hls");
            assertThat(run.status()).isEqualTo(ExitCode.NOT_FOUND.status());
            assertThat(run.output()).contains(address, "404");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatIsNotOfTheProfileIsNotFollowed() throws Exception {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var body = "#EXTM3U\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try {
            var address = "http://localhost:" + server.getAddress().getPort() + "/live.m3u8";
            var run = run("validate", address, "--profile", "dash", "--duration", "1s");
            assertThat(run.status()).isEqualTo(ExitCode.INPUT_NOT_USABLE.status());
            assertThat(run.output()).contains("there is no DASH manifest");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void serverIsCheckedForWhatItSaysBesideTheBytes() throws Exception {
        Packager.of(MEDIA.resolve("bunny-144p.mp4")).to(folder.resolve("out"));
        var server = server();
        try {
            var base = "http://127.0.0.1:" + server.getAddress().getPort();
            var run = run("validate", base + "/out/index.m3u8");
            assertThat(run.output).contains("SHOULD cors", "0 MUST and");
            assertThat(run.status).isZero();
            assertThat(run("validate", base + "/out/index.m3u8", "--strict").status).isEqualTo(9);
            assertThat(run("validate", base + "/none.m3u8").status).isEqualTo(4);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void inspectTellsTracksOfMovie() {
        var run = run("inspect", MEDIA.resolve("bunny-270p.mp4").toString(), "--json");
        assertThat(run.output)
                .contains("\"kind\":\"mp4\"", "\"codec\":\"avc1.4d4015\"", "\"width\":480")
                .contains("\"frameRate\":24.0", "\"channels\":2", "\"samples\":384");
        assertThat(run.status).isZero();
    }

    @Test
    void inspectTellsPlaylistsAndManifestsAndSubtitles() throws Exception {
        Packager.of(MEDIA.resolve("bunny-144p.mp4")).to(folder.resolve("out"));
        var out = folder.resolve("out");
        assertThat(run("inspect", out.resolve("index.m3u8").toString()).output)
                .contains("kind: hls-multivariant", "resolution: ");
        assertThat(run("inspect", out.resolve("video-144p/index.m3u8").toString()).output)
                .contains("kind: hls-media", "segments: 4", "seconds: 16.0");
        assertThat(run("inspect", out.resolve("manifest.mpd").toString()).output)
                .contains("kind: dash", "type: static");
        assertThat(run("inspect", MEDIA.resolve("captions.srt").toString()).output)
                .contains("kind: subrip", "cues: 3");
    }

    private HttpServer server() throws Exception {
        var handler = SimpleFileServer.createFileHandler(folder);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(address, 0, "/", handler);
        server.start();
        return server;
    }

    private record Run(int status, String output) {}

    private static Run run(String... arguments) {
        var out = new StringWriter();
        int status =
                Main.commandLine(arguments)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(out, true))
                        .execute(arguments);
        return new Run(status, out.toString());
    }
}
