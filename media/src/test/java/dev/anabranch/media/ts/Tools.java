package dev.anabranch.media.ts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The outside judges, run as child processes with a hard timeout.
final class Tools {

    private static final long TIMEOUT_SECONDS = 60;

    private Tools() {}

    static void need(String tool) {
        boolean isThere = false;
        for (var directory : System.getenv("PATH").split(":")) {
            isThere |= Files.isExecutable(Path.of(directory, tool));
        }
        Assumptions.assumeTrue(isThere, tool + " is not installed (package ffmpeg)");
    }

    static List<String> lines(String... command) throws IOException {
        return List.of(run(command).split("\n"));
    }

    /// Everything the command wrote, errors included.
    static String run(String... command) throws IOException {
        need(command[0]);
        var output = Files.createTempFile("tool", ".txt");
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("timed out: " + String.join(" ", command));
            }
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        } finally {
            Files.delete(output);
        }
    }

    /// The `key=value` fields of a line of ffprobe's compact form.
    static Map<String, String> fields(String line) {
        var fields = new HashMap<String, String>();
        for (var field : line.strip().split("\\|")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    /// The packets of one stream as `pts dts K` lines.
    static List<String> packets(Path file, String stream) throws IOException {
        var packets = new ArrayList<String>();
        for (var line :
                lines(
                        "ffprobe",
                        "-v",
                        "warning",
                        "-select_streams",
                        stream,
                        "-show_entries",
                        "packet=pts,dts,flags",
                        "-of",
                        "compact=p=0",
                        file.toString())) {
            var f = fields(line);
            if (!f.containsKey("pts") && !line.isBlank()) {
                throw new IOException("ffprobe says: " + line);
            }
            packets.add(f.get("pts") + " " + f.get("dts") + " " + f.get("flags").charAt(0));
        }
        return packets;
    }
}
