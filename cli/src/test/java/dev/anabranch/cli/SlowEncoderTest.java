package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.testkit.Command;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole program with an ffmpeg that encodes more slowly than the stream comes in, as on a
/// machine that is too small, as long as it has two rungs to make.
@Timeout(180)
class SlowEncoderTest {

    private static final Path FILM =
            Path.of("src/test/resources/media/bunny-270p.mp4").toAbsolutePath();

    /// Reads what it is fed at half the speed when there are two outputs or more.
    private static final String SLOW =
            """
            #!/bin/sh
            case "$*" in
                *pipe:0*split=2*) exec '%s' -readrate 0.5 "$@" ;;
                *) exec '%s' "$@" ;;
            esac
            """;

    @TempDir private Path temp;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void theLargestRungIsLeftOutAndThatIsSaid() throws Exception {
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        var script =
                Files.writeString(
                        temp.resolve("ffmpeg"), SLOW.formatted(ffmpeg.path(), ffmpeg.path()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        var variables = new java.util.HashMap<>(ffmpeg.environment());
        variables.put(FfmpegSearch.VARIABLE, script.toString());

        try (var server =
                        ServeProcess.start(
                                temp,
                                variables,
                                "--ephemeral",
                                "--live-ladder",
                                "320x180@300k,160x90@100k");
                var publisher = publish(ffmpeg, server.ingest + "/slow")) {
            var index = server.site.resolve("live/slow/index.m3u8");
            await(index, text -> text.contains("RESOLUTION=320x180"));

            await(index, text -> text.contains("#EXTM3U") && !text.contains("RESOLUTION=320x180"));

            assertThat(get(index)).contains("RESOLUTION=480x270", "RESOLUTION=160x90");
            assertThat(server.run("live", "get", "slow", "--json").out())
                    .contains(
                            "This machine cannot encode that much in real time (320x180 is left"
                                    + " out): ");
            assertThat(server.log()).contains("320x180 is left out");
            // Players that have it find gaps in its own playlist.
            await(
                    server.site.resolve("live/slow/video-2/index.m3u8"),
                    text -> text.contains("GAP"));
            var last = server.site.resolve("live/slow/video-3/index.m3u8");
            long before = get(last).lines().filter(line -> line.startsWith("#EXTINF")).count();
            await(last, text -> isWhole(text, before + 3));
            assertThat(publisher.process().isAlive()).isTrue();
            assertThat(server.terminate()).isTrue();
        }
    }

    /// Whether the newest of so many segments is there.
    private static boolean isWhole(String playlist, long segments) {
        int newest = playlist.lastIndexOf("#EXTINF");
        return playlist.lines().filter(line -> line.startsWith("#EXTINF")).count() >= segments
                && !playlist.substring(playlist.lastIndexOf("#EXT-X-PROGRAM", newest), newest)
                        .contains("GAP");
    }

    private record Publisher(Process process) implements AutoCloseable {
        @Override
        public void close() {
            Command.kill(process);
        }
    }

    private static Publisher publish(FfmpegProgram ffmpeg, String address) throws Exception {
        var words =
                List.of(
                        ffmpeg.path().toString(),
                        "-nostdin",
                        "-loglevel",
                        "quiet",
                        "-re",
                        "-stream_loop",
                        "-1",
                        "-i",
                        FILM.toString(),
                        "-c",
                        "copy",
                        "-f",
                        "flv",
                        address);
        var builder = new ProcessBuilder(words).inheritIO();
        builder.environment().putAll(ffmpeg.environment());
        return new Publisher(builder.start());
    }

    private String get(URI address) throws Exception {
        var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private void await(URI address, java.util.function.Predicate<String> isThere) throws Exception {
        TestLive.await(address.getPath(), Duration.ofSeconds(90), () -> isThere.test(get(address)));
    }
}
