package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// FFmpeg publishes and plays; what it gets is what it sent, packet by packet. Left out where there
/// is no `ffmpeg`.
class FfmpegTest {

    @TempDir private Path folder;

    @Test
    void ffmpegGetsBackWhatItSent() throws IOException, InterruptedException {
        assumeTrue(hasFfmpeg(), "no ffmpeg here");
        var file = folder.resolve("testsrc.flv");
        try (var in = FfmpegTest.class.getResourceAsStream("testsrc.flv")) {
            Files.copy(in, file);
        }
        try (var station = new Station(Limits.DEFAULT)) {
            var stream = station.declare("show");
            String url = "rtmp://127.0.0.1:" + station.port() + "/live/show";
            var back = folder.resolve("back.md5");
            var player = start("-i", url, "-c", "copy", "-f", "framemd5", back.toString());
            Station.await("the player", () -> station.listener.report().players() == 1);
            var publisher = start("-re", "-i", file.toString(), "-c", "copy", "-f", "flv", url);
            assertThat(publisher.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(player.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(player.exitValue()).isZero();
            assertThat(stream.quality().droppedFrames()).isZero();
            var sent = folder.resolve("sent.md5");
            start("-i", file.toString(), "-c", "copy", "-f", "framemd5", sent.toString())
                    .waitFor(60, TimeUnit.SECONDS);
            assertThat(pictures(back)).hasSize(75).isEqualTo(pictures(sent));
        }
    }

    /// Decode time, presentation time and hash of the packets of stream 0, times from the first.
    private static List<String> pictures(Path md5) throws IOException {
        var lines =
                Files.readAllLines(md5).stream()
                        .filter(line -> line.startsWith("0,"))
                        .map(line -> line.split(","))
                        .toList();
        long first = Long.parseLong(lines.getFirst()[1].strip());
        return lines.stream()
                .map(fields ->
                        (Long.parseLong(fields[1].strip()) - first)
                                + " "
                                + (Long.parseLong(fields[2].strip()) - first)
                                + fields[5])
                .toList();
    }

    private Process start(String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static boolean hasFfmpeg() {
        try {
            return new ProcessBuilder("ffmpeg", "-version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
