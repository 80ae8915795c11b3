package dev.anabranch.media.mp4;

import dev.anabranch.testkit.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// What ffprobe reads in a file: the outside judge of our index.
final class Ffprobe {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /// One packet; an absent number is [Long#MIN_VALUE].
    record Packet(int stream, long pts, long dts, long sizeBytes, long position, boolean isSync) {

        Packet moved(long bytes) {
            return new Packet(stream, pts, dts, sizeBytes, position + bytes, isSync);
        }
    }

    private Ffprobe() {}

    static boolean isInstalled() {
        return Command.find("ffprobe").isPresent();
    }

    /// Packets in the file's order, or an empty list when ffprobe refuses the file.
    static List<Packet> packets(Path file, String... options) {
        var command = new ArrayList<>(List.of("ffprobe", "-v", "error"));
        command.addAll(List.of(options));
        command.addAll(
                List.of(
                        "-show_entries",
                        "packet=stream_index,pts,dts,size,pos,flags",
                        "-of",
                        "compact=p=0"));
        command.add(file.toString());
        return run(command)
                .lines()
                .filter(line -> line.startsWith("stream_index="))
                .map(Ffprobe::packet)
                .toList();
    }

    static List<String> streamKinds(Path file) {
        return run(List.of(
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_entries",
                        "stream=codec_type",
                        "-of",
                        "default=nk=1:nw=1",
                        file.toString()))
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static Packet packet(String line) {
        var fields = new HashMap<String, String>();
        for (var field : line.split("\\|")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return new Packet(
                (int) number(fields.get("stream_index")),
                number(fields.get("pts")),
                number(fields.get("dts")),
                number(fields.get("size")),
                number(fields.get("pos")),
                fields.getOrDefault("flags", "").startsWith("K"));
    }

    private static long number(String text) {
        return text == null || text.equals("N/A") ? Long.MIN_VALUE : Long.parseLong(text);
    }

    private static String run(List<String> command) {
        return Command.run(TIMEOUT, command).out();
    }
}
