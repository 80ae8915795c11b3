package dev.anabranch.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// MP4 files one after the other in one, as editors join clips without encoding them again: each
/// track has the sample entries of all, one a clip, and its samples say which is theirs.
///
/// Takes what ffmpeg writes: the same tracks on the same clocks in every file, `moov` last, 32-bit
/// offsets.
public final class JoinedMovie {

    private static final List<String> WRAPPERS =
            List.of("moov", "trak", "edts", "mdia", "minf", "stbl");

    /// Where the duration of a version 0 box is.
    private static final int HEADER_DURATION = 16;

    private static final int TRACK_DURATION = 20;
    private static final int EDIT_DURATION = 8;

    /// Behind version, flags and number of entries.
    private static final int ENTRIES = 8;

    private final List<byte[]> clips;

    /// Where each clip's bytes begin.
    private final int[] positions;

    private JoinedMovie(List<byte[]> clips) {
        this.clips = clips;
        positions = new int[clips.size() + 1];
        for (int i = 0; i < clips.size(); i++) {
            positions[i + 1] = positions[i] + media(clips.get(i)).length;
        }
    }

    /// Writes the clips of these names, which come with this class, into `file`.
    public static Path write(Path file, String... clips) {
        try {
            var bytes = new ArrayList<byte[]>();
            for (var clip : clips) {
                try (var in = JoinedMovie.class.getResourceAsStream(clip + ".mp4")) {
                    if (in == null) {
                        throw new IllegalArgumentException("no clip " + clip);
                    }
                    bytes.add(in.readAllBytes());
                }
            }
            return Files.write(file, new JoinedMovie(bytes).bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes() {
        var parts = new ArrayList<>(clips.stream().map(JoinedMovie::media).toList());
        var indexes = clips.stream().map(clip -> Box.list(clip).getLast()).toList();
        parts.add(merge(indexes).bytes());
        return concatenated(parts);
    }

    /// All of a clip but its `moov`.
    private static byte[] media(byte[] clip) {
        int index = Box.list(clip).getLast().bytes().length;
        return ByteBuffer.allocate(clip.length - index).put(clip, 0, clip.length - index).array();
    }

    /// The box that stands for the same box of every clip.
    private Box merge(List<Box> same) {
        var first = same.getFirst();
        if (first.type.equals("stbl")) {
            return new Box(
                    "stbl", tables(same.stream().map(box -> Box.list(box.payload)).toList()));
        }
        if (WRAPPERS.contains(first.type)) {
            var children = new ArrayList<byte[]>();
            for (int i = 0; i < Box.list(first.payload).size(); i++) {
                int number = i;
                var all = same.stream().map(box -> Box.list(box.payload).get(number)).toList();
                children.add(merge(all).bytes());
            }
            return new Box(first.type, concatenated(children));
        }
        return switch (first.type) {
            case "mvhd", "mdhd" -> withSum(same, HEADER_DURATION);
            case "tkhd" -> withSum(same, TRACK_DURATION);
            case "elst" -> withSum(same, EDIT_DURATION);
            default -> first;
        };
    }

    private static Box withSum(List<Box> same, int at) {
        int sum = same.stream().mapToInt(box -> ByteBuffer.wrap(box.payload).getInt(at)).sum();
        var payload = same.getFirst().payload.clone();
        ByteBuffer.wrap(payload).putInt(at, sum);
        return new Box(same.getFirst().type, payload);
    }

    private byte[] tables(List<List<Box>> clipTables) {
        var first = clipTables.getFirst();
        var parts = new ArrayList<byte[]>();
        var entries = clipTables.stream().map(tables -> entries(tables, "stsd")).toList();
        parts.add(table("stsd", clipTables.size(), concatenated(entries)));
        parts.add(table("stts", 2, joined(clipTables, i -> numbers(clipTables.get(i), "stts"))));
        parts.add(table("ctts", 2, joined(clipTables, i -> offsets(clipTables.get(i), first))));
        if (has(first, "stss")) {
            parts.add(table("stss", 1, joined(clipTables, i -> syncs(clipTables, i))));
        }
        parts.add(table("stsc", 3, joined(clipTables, i -> runs(clipTables, i))));
        var sizes = bytes(joined(clipTables, i -> sizes(clipTables.get(i))));
        var stsz = concatenated(List.of(bytes(0, 0, sizes.length / 4), sizes));
        parts.add(new Box("stsz", stsz).bytes());
        parts.add(table("stco", 1, joined(clipTables, i -> chunks(clipTables, i))));
        return concatenated(parts);
    }

    private static int[] joined(List<List<Box>> clipTables, IntFunction<int[]> ofClip) {
        return IntStream.range(0, clipTables.size())
                .mapToObj(ofClip)
                .flatMapToInt(IntStream::of)
                .toArray();
    }

    private static int[] syncs(List<List<Box>> clipTables, int clip) {
        int before =
                clipTables.subList(0, clip).stream().mapToInt(tables -> sizes(tables).length).sum();
        return IntStream.of(numbers(clipTables.get(clip), "stss"))
                .map(sync -> before + sync)
                .toArray();
    }

    /// First chunk, samples a chunk, sample entry: that of the clip.
    private static int[] runs(List<List<Box>> clipTables, int clip) {
        int before =
                clipTables.subList(0, clip).stream()
                        .mapToInt(tables -> numbers(tables, "stco").length)
                        .sum();
        int[] runs = numbers(clipTables.get(clip), "stsc");
        for (int i = 0; i < runs.length; i += 3) {
            runs[i] += before;
            runs[i + 2] = clip + 1;
        }
        return runs;
    }

    private int[] chunks(List<List<Box>> clipTables, int clip) {
        return IntStream.of(numbers(clipTables.get(clip), "stco"))
                .map(chunk -> positions[clip] + chunk)
                .toArray();
    }

    /// Composition offsets, moved so that a clip's first picture is shown as late after its
    /// decoding as that of the first clip, whose edit list holds for all.
    private static int[] offsets(List<Box> tables, List<Box> firstTables) {
        int delay = has(firstTables, "ctts") ? numbers(firstTables, "ctts")[1] : 0;
        if (!has(tables, "ctts")) {
            return new int[] {sizes(tables).length, delay};
        }
        int[] pairs = numbers(tables, "ctts");
        int own = pairs[1];
        for (int i = 1; i < pairs.length; i += 2) {
            pairs[i] += delay - own;
        }
        return pairs;
    }

    private static int[] sizes(List<Box> tables) {
        var fields = ByteBuffer.wrap(entries(tables, "stsz"));
        int[] sizes = new int[fields.getInt()];
        fields.asIntBuffer().get(sizes);
        return sizes;
    }

    private static int[] numbers(List<Box> tables, String type) {
        var fields = ByteBuffer.wrap(entries(tables, type)).asIntBuffer();
        int[] numbers = new int[fields.remaining()];
        fields.get(numbers);
        return numbers;
    }

    /// What stands in a table behind its first eight bytes; nothing when there is no such table.
    private static byte[] entries(List<Box> tables, String type) {
        for (var table : tables) {
            if (table.type.equals(type)) {
                return ByteBuffer.allocate(table.payload.length - ENTRIES)
                        .put(table.payload, ENTRIES, table.payload.length - ENTRIES)
                        .array();
            }
        }
        return new byte[0];
    }

    private static boolean has(List<Box> tables, String type) {
        return tables.stream().anyMatch(table -> table.type.equals(type));
    }

    private static byte[] table(String type, int columns, int... numbers) {
        return table(type, numbers.length / columns, bytes(numbers));
    }

    private static byte[] table(String type, int count, byte[] entries) {
        return new Box(type, concatenated(List.of(bytes(0, count), entries))).bytes();
    }

    private static byte[] bytes(int... numbers) {
        var out = ByteBuffer.allocate(4 * numbers.length);
        out.asIntBuffer().put(numbers);
        return out.array();
    }

    private static byte[] concatenated(List<byte[]> parts) {
        var out = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(out::put);
        return out.array();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Box(String type, byte[] payload) {

        static List<Box> list(byte[] bytes) {
            var in = ByteBuffer.wrap(bytes);
            var boxes = new ArrayList<Box>();
            while (in.hasRemaining()) {
                var payload = new byte[in.getInt() - 8];
                var type = new byte[4];
                in.get(type).get(payload);
                boxes.add(new Box(new String(type, StandardCharsets.ISO_8859_1), payload));
            }
            return boxes;
        }

        byte[] bytes() {
            return ByteBuffer.allocate(8 + payload.length)
                    .putInt(8 + payload.length)
                    .put(type.getBytes(StandardCharsets.ISO_8859_1))
                    .put(payload)
                    .array();
        }
    }
}
