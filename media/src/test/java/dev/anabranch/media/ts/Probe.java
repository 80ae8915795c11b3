package dev.anabranch.media.ts;

import dev.anabranch.testkit.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// What FFmpeg's programs say of a file.
final class Probe {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /// One packet as ffprobe lists it.
    record Packet(long pts, long dts, boolean isKeyframe) {}

    private Probe() {}

    /// All that ffmpeg has to complain about when it copies the file; empty when nothing.
    static String complaints(Path file) {
        need("ffmpeg");
        return Command.run(
                        TIMEOUT,
                        "ffmpeg",
                        "-v",
                        "warning",
                        "-i",
                        file.toString(),
                        "-map",
                        "0",
                        "-c",
                        "copy",
                        "-f",
                        "null",
                        "-")
                .err();
    }

    static List<Packet> packets(Path file, int stream) {
        need("ffprobe");
        var result =
                Command.run(
                        TIMEOUT,
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "" + stream,
                        "-show_entries",
                        "packet=pts,dts,flags",
                        "-of",
                        "compact=p=0",
                        file.toString());
        var packets = new ArrayList<Packet>();
        for (var line : result.out().split("\n")) {
            var fields = fields(line);
            if (fields.containsKey("flags")) {
                packets.add(
                        new Packet(
                                Long.parseLong(fields.get("pts")),
                                Long.parseLong(fields.get("dts")),
                                fields.get("flags").startsWith("K")));
            }
        }
        return packets;
    }

    private static Map<String, String> fields(String line) {
        var fields = new HashMap<String, String>();
        for (var field : line.strip().split("\\|")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    private static void need(String tool) {
        Assumptions.assumeTrue(
                Command.find(tool).isPresent(), tool + " is not installed (package ffmpeg)");
    }
}
