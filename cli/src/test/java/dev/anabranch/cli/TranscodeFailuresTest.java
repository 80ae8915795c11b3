package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.ffmpeg.Protocols;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `anabranch transcode` says when it cannot, and what it leaves alone.
@Timeout(120)
class TranscodeFailuresTest {

    @TempDir Path folder;

    private Path clip() throws Exception {
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        return new TestClips(ffmpeg, folder).clocked(160, 90, 2);
    }

    private static Run transcode(Object source, Object... more) {
        var words = new ArrayList<Object>(List.of("transcode", source, "--preset", "fast"));
        words.addAll(List.of(more));
        return Run.of(words.toArray());
    }

    @ParameterizedTest
    @CsvSource({"404,NOT_FOUND", "410,NOT_FOUND", "403,NOT_ALLOWED"})
    void whatAServerDoesNotHandOutIsNamedWithItsAnswer(int status, ExitCode code) throws Exception {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
        var address = "http://127.0.0.1:%d/film.mp4".formatted(server.getAddress().getPort());
        var run = transcode(address, "-o", folder.resolve("out"));
        server.stop(0);

        assertThat(run.exitCode()).isEqualTo(code.status());
        assertThat(run.err()).contains(address + ": the server answers " + status);
    }

    @Test
    void quietIsQuietUnlessThereIsSomethingToSay() throws Exception {
        var film = clip();
        var run = transcode(film, "-o", folder.resolve("a"), "--quiet");

        assertThat(run).isEqualTo(new Run(0, "", ""));

        var whole = Files.readAllBytes(film);
        var half = folder.resolve("half.mkv");
        Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 2));
        var damaged = transcode(half, "-o", folder.resolve("b"), "--quiet", "--no-copy");
        assertThat(damaged.exitCode()).as(damaged.err()).isZero();
        assertThat(damaged.out()).isEmpty();
        assertThat(damaged.err().lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("warning: "));

        var missing = transcode("no.mkv", "-o", folder.resolve("c"), "--quiet");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.NOT_FOUND.status());
        assertThat(missing.err()).contains("no.mkv: there is no such file");
    }

    @Test
    void quietLeavesTheResultToWhoAsksForIt() throws Exception {
        var run = transcode(clip(), "-o", folder.resolve("a"), "--quiet", "--json");

        assertThat(run.err()).isEmpty();
        assertThat(JsonParser.parseString(run.out()).getAsJsonObject().get("bytes").getAsLong())
                .isPositive();
    }

    @Test
    void packagingIsQuiet() throws Exception {
        var film = folder.resolve("ladder");
        assertThat(transcode(clip(), "-o", film, "--download", "--quiet").exitCode()).isZero();
        var run =
                Run.of(
                        "package",
                        film.resolve("downloads/video-90p.mp4"),
                        "-o",
                        folder.resolve("packaged"),
                        "--quiet");

        assertThat(run).isEqualTo(new Run(0, "", ""));
    }

    /// The program hangs when it is asked for its version already.
    @Test
    void theTimeLimitIsThatOfTheWholeCommand() throws Exception {
        var hanging = folder.resolve("ffmpeg");
        Files.writeString(hanging, "#!/bin/sh\nexec sleep 600\n");
        Files.setPosixFilePermissions(hanging, PosixFilePermissions.fromString("rwxr-xr-x"));
        var out = folder.resolve("out");
        var run = transcode(clip(), "-o", out, "--timeout", "1s", "--ffmpeg", hanging);

        assertThat(run.exitCode()).isEqualTo(ExitCode.TIMED_OUT.status());
        assertThat(run.err()).contains("--timeout");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"film", "--watermark", "--font"})
    void whatIsNeededIsNotDeletedWithTheFolderItLiesIn(String which) throws Exception {
        var film = clip();
        var out = Files.createDirectory(folder.resolve("out"));
        var inside = out.resolve("needed");
        if (which.equals("film")) {
            Files.copy(film, inside);
            film = inside;
        } else {
            // Begins as a font does; it is not looked at further.
            Files.write(inside, new byte[] {0, 1, 0, 0, 0});
        }
        var words = new ArrayList<Object>(List.of("-o", out, "--force"));
        if (!which.equals("film")) {
            words.addAll(List.of(which, inside));
        }
        if (which.equals("--font")) {
            words.addAll(List.of("--text", "Rough cut"));
        }
        var run = transcode(film, words.toArray());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.CONFLICT.status());
        assertThat(run.err()).contains("needed lies in ", "--force would delete");
        assertThat(inside).exists();
    }

    @Test
    void anImageThatIsNoneIsBlamedAndNotTheFilm() throws Exception {
        var image = Files.writeString(folder.resolve("logo.png"), "no picture");
        var run = transcode(clip(), "-o", folder.resolve("out"), "--watermark", image);

        assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT_NOT_USABLE.status());
        assertThat(run.err()).contains("no image", "(" + image + ")").doesNotContain(".mkv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--crop=64x64+0+0",
                "--vcodec=av1",
                "--crf=20",
                "--profile=main",
                "--level=4.1",
                "--watermark=WATERMARK"
            })
    void settingsOfThePictureAreRefusedWhereThereIsNone(String option) throws Exception {
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        var sound = folder.resolve("sound.mka");
        var words = List.of("-f", "lavfi", "-i", "sine=d=1", "-c:a", "flac", sound.toString());
        try (var process = ffmpeg.start(Protocols.FILE, words, Duration.ofSeconds(60))) {
            process.input().close();
            process.await();
        }
        var image = Files.writeString(folder.resolve("logo.png"), "no picture");
        var run =
                transcode(
                        sound,
                        "-o",
                        folder.resolve("out"),
                        option.replace("WATERMARK", image.toString()));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT_NOT_USABLE.status());
        assertThat(run.err()).contains("sound.mka", "it has no picture", "leave out ");
    }
}
