package dev.anabranch.cli;

import dev.anabranch.testkit.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What ffprobe reads from a file or a playlist: its streams in order, each with its packets.
record Probe(List<Stream> streams) {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String PACKETS = "packet=stream_index,pts_time,duration_time,size,flags";
    private static final String STREAMS = "stream=index,codec_type,codec_name,width,height";

    /// @param pixels 0 for sound
    record Stream(String kind, String codec, long pixels, List<Packet> packets) {

        List<Long> sortedMicros() {
            return packets.stream().map(Packet::ptsMicros).sorted().toList();
        }
    }

    /// @param durationMicros 0 when ffprobe does not know it
    /// @param isDiscarded whether an edit list leaves it out
    record Packet(
            long ptsMicros,
            long durationMicros,
            long sizeBytes,
            boolean isKey,
            boolean isDiscarded) {}

    static Probe of(String input) {
        // The extension list of older releases lacks .ec3 (RFC 8216bis leaves extensions free).
        var isPlaylist = input.endsWith(".m3u8");
        var command = new ArrayList<>(List.of("ffprobe", "-v", "quiet"));
        command.addAll(
                isPlaylist
                        ? List.of("-extension_picky", "0", "-allowed_extensions", "ALL")
                        : List.of());
        command.addAll(
                List.of("-show_entries", PACKETS + ":" + STREAMS, "-of", "compact=nk=0", input));
        return parse(Command.run(TIMEOUT, command).out());
    }

    private static Probe parse(String text) {
        var packets = new TreeMap<Integer, List<Packet>>();
        var streams = new TreeMap<Integer, Stream>();
        for (var line : text.lines().toList()) {
            var fields = fields(line);
            if (line.startsWith("packet|")) {
                packets.computeIfAbsent(index(fields, "stream_index"), i -> new ArrayList<>())
                        .add(packet(fields));
            }
        }
        for (var line : text.lines().filter(line -> line.startsWith("stream|")).toList()) {
            var fields = fields(line);
            long pixels = (long) index(fields, "width") * index(fields, "height");
            var own = packets.getOrDefault(index(fields, "index"), List.of());
            streams.put(
                    index(fields, "index"),
                    new Stream(
                            fields.getOrDefault("codec_type", ""),
                            fields.getOrDefault("codec_name", ""),
                            pixels,
                            own));
        }
        return new Probe(List.copyOf(streams.values()));
    }

    private static Packet packet(Map<String, String> fields) {
        var flags = fields.getOrDefault("flags", "");
        return new Packet(
                micros(fields, "pts_time"),
                micros(fields, "duration_time"),
                Long.parseLong(fields.get("size")),
                flags.startsWith("K"),
                flags.contains("D"));
    }

    private static Map<String, String> fields(String line) {
        var fields = new TreeMap<String, String>();
        for (var field : line.split("\\|", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    private static int index(Map<String, String> fields, String name) {
        var value = fields.getOrDefault(name, "N/A");
        return value.equals("N/A") ? 0 : Integer.parseInt(value);
    }

    private static long micros(Map<String, String> fields, String name) {
        var value = fields.getOrDefault(name, "N/A");
        return value.equals("N/A") ? 0 : Math.round(Double.parseDouble(value) * 1e6);
    }
}
