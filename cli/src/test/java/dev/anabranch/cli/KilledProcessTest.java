package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.testkit.Command;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The program as a process of its own: signals, and little memory.
class KilledProcessTest {

    /// So many renditions that packaging takes seconds.
    private static final int RENDITIONS = 300;

    private static final int MOOV_BYTES = 220 << 20;

    @TempDir private Path temp;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalLeavesNothingBehind(String signal, int exitCode) throws Exception {
        assumeTrue(Command.find("kill").isPresent(), "kill is missing: install the package procps");
        var film = Files.copy(Run.sample("moov_last_simple.mp4"), temp.resolve("film.mp4"));
        var arguments =
                new ArrayList<>(
                        List.of("package", "-o", temp.resolve("out").toString(), "--threads", "1"));
        arguments.addAll(Collections.nCopies(RENDITIONS, film.toString()));

        try (var watch = temp.getFileSystem().newWatchService()) {
            temp.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            var process = start(arguments);
            try {
                assertThat(watch.poll(60, TimeUnit.SECONDS))
                        .as("the folder it writes into")
                        .isNotNull();
                Command.run(
                        Duration.ofSeconds(10), "kill", "-" + signal, Long.toString(process.pid()));
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            } finally {
                Command.kill(process);
            }
            assertThat(process.exitValue()).isEqualTo(exitCode);
        }
        assertThat(Run.entries(temp)).containsExactly("film.mp4");
    }

    @Test
    void hostileSizesDoNotExhaustSixtyFourMegabytes() throws Exception {
        var file = temp.resolve("large_moov.mp4");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.writeInt(MOOV_BYTES);
            sparse.writeBytes("moov");
            sparse.setLength(MOOV_BYTES);
        }
        var result =
                Command.run(
                        Duration.ofSeconds(60),
                        command(List.of("package", file.toString(), "-o", temp + "/out")));
        assertThat(result.err())
                .doesNotContain("OutOfMemoryError")
                .doesNotContain("\tat ")
                .contains("large_moov.mp4", "-Xmx");
        assertThat(result.exitCode()).isEqualTo(ExitCode.INPUT_NOT_USABLE.status());
    }

    @Test
    void aLackOfMemoryIsSaidInOneLine() throws Exception {
        var file = temp.resolve("long.m3u8");
        var text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:4\n");
        for (int i = 0; i < 600_000; i++) {
            text.append("#EXTINF:4,\nsegment-").append(i).append(".ts\n");
        }
        Files.writeString(file, text);
        var result =
                Command.run(Duration.ofSeconds(60), command(List.of("inspect", file.toString())));
        assertThat(result.err()).contains("more memory", "-Xmx").doesNotContain("\tat ");
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED.status());
    }

    private static Process start(List<String> arguments) throws Exception {
        return new ProcessBuilder(command(arguments))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> command(List<String> arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        assertThat(classes).contains(File.pathSeparator);
        var command =
                new ArrayList<>(
                        List.of(
                                java,
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classes,
                                Main.class.getName()));
        command.addAll(arguments);
        return command;
    }
}
