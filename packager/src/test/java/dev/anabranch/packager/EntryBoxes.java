package dev.anabranch.packager;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Puts boxes into the sample entry of a file's first track. The `moov` box must be the last one,
/// so that no chunk moves.
final class EntryBoxes {

    private static final List<String> PATH =
            List.of("moov", "trak", "mdia", "minf", "stbl", "stsd");
    private static final int STSD_FIELDS = 8;

    private EntryBoxes() {}

    static Path add(Path file, Path result, byte[]... boxes) throws Exception {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int added = List.of(boxes).stream().mapToInt(box -> box.length).sum();
        int at = 0;
        for (var type : PATH) {
            at = find(bytes, at, type);
            bytes.putInt(at, bytes.getInt(at) + added);
            at += 8;
        }
        int entry = at + STSD_FIELDS;
        int end = entry + bytes.getInt(entry);
        bytes.putInt(entry, bytes.getInt(entry) + added);
        try (var out = Files.newOutputStream(result)) {
            out.write(bytes.array(), 0, end);
            for (var box : boxes) {
                out.write(box);
            }
            out.write(bytes.array(), end, bytes.capacity() - end);
        }
        return result;
    }

    static byte[] box(String type, byte... payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .putInt(8 + payload.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(payload)
                .array();
    }

    private static int find(ByteBuffer bytes, int from, String type) {
        int at = from;
        while (!new String(bytes.array(), at + 4, 4, StandardCharsets.ISO_8859_1).equals(type)) {
            at += bytes.getInt(at);
        }
        return at;
    }
}
