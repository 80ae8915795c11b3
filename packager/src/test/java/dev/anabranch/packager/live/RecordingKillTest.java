package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.check.Breach;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingKillTest {

    private @TempDir Path temporary;

    @Test
    void aKilledProcessLosesAtMostThePartThatWasBeingWritten() throws Exception {
        for (int parts : List.of(9, 40, 77, 160, 1111)) {
            var folder = temporary.resolve("killed-" + parts);
            var told = recordAndKill(folder, parts);

            Recording.repair(folder);

            var report =
                    PresentationCheck.of(
                            new FolderResources(folder), List.of("index.m3u8", "manifest.mpd"));
            assertThat(report.breaches())
                    .noneMatch(breach -> breach.severity() == Breach.Severity.MUST);
            for (var rendition : told.entrySet()) {
                assertThat(recorded(folder.resolve(rendition.getKey())))
                        .as(rendition.getKey())
                        .isGreaterThanOrEqualTo(sum(rendition.getValue()));
            }
        }
    }

    /// @return the sizes of the parts that were made, by rendition
    private static Map<String, List<Long>> recordAndKill(Path folder, int parts)
            throws IOException, InterruptedException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var process =
                new ProcessBuilder(
                                java,
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledRecorder.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .start();
        var told = new HashMap<String, List<Long>>();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < parts; i++) {
                note(lines.readLine(), told);
            }
            // SIGKILL on this system; Process.destroyForcibly would close the pipe.
            process.toHandle().destroyForcibly();
            // What it said before it died counts, too; the last line may be cut off.
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\S+-1 \\d+") && lines.ready()) {
                    note(line, told);
                }
            }
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(137);
        return told;
    }

    private static void note(String line, Map<String, List<Long>> told) {
        assertThat(line).as("what the recorder prints").matches("\\S+-1 \\d+");
        var words = line.split(" ");
        told.computeIfAbsent(words[0], _ -> new ArrayList<>()).add(Long.valueOf(words[1]));
    }

    private static long sum(List<Long> sizes) {
        return sizes.stream().mapToLong(Long::longValue).sum();
    }

    private static long recorded(Path rendition) throws IOException {
        if (!Files.isDirectory(rendition)) {
            return 0;
        }
        long sum = 0;
        try (var files = Files.list(rendition)) {
            for (var file : files.filter(one -> one.toString().endsWith(".m4s")).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }
}
