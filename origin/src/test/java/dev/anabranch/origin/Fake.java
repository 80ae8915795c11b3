package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.FileSource;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Presentation;
import dev.anabranch.packager.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// A presentation with one resource of each kind, made from the bytes of a file.
final class Fake implements Presentation {

    static final String PLAYLIST = "#EXTM3U\n" + "#EXTINF:4,\nsegment.m4s\n".repeat(200);
    static final byte[] HEADER = "a header of a segment".getBytes(StandardCharsets.UTF_8);
    static final int GENERATED_BYTES = 700_000;

    final AtomicInteger generations = new AtomicInteger();
    volatile boolean isClosed;
    private final FileSource file;
    private final Map<String, Content> resources = new LinkedHashMap<>();

    private Fake(FileSource file) {
        this.file = file;
        var third = file.sizeBytes() / 3;
        put(
                "mixed.m4s",
                MediaType.CMAF_SEGMENT,
                new Slice.Memory(ByteBuffer.wrap(HEADER)),
                new Slice.Range(file, third, third),
                new Slice.Range(file, 0, third));
        put("interleaved.m4s", MediaType.CMAF_SEGMENT, interleaved());
        put(
                "generated.ts",
                MediaType.TRANSPORT_STREAM,
                new Slice.Generated(GENERATED_BYTES, this::generate));
        put("large.ts", MediaType.TRANSPORT_STREAM, new Slice.Generated(40_000_000, Fake::zeroes));
        put(
                "short.ts",
                MediaType.TRANSPORT_STREAM,
                new Slice.Generated(1_000_000, Fake::breaksMidway));
        put(
                "broken.ts",
                MediaType.TRANSPORT_STREAM,
                new Slice.Generated(
                        1_000_000,
                        sink -> {
                            throw new IOException("disk gone at /secret/place");
                        }));
        put(
                "captions.vtt",
                MediaType.WEBVTT,
                memory("WEBVTT\n\n" + "00:01.000 --> 00:02.000\nHello\n\n".repeat(50)));
        put("index.m3u8", MediaType.HLS_PLAYLIST, memory(PLAYLIST));
        put("manifest.mpd", MediaType.DASH_MANIFEST, memory("<MPD>" + " ".repeat(1000) + "</MPD>"));
    }

    static Fake open(Path path) throws IOException, MediaFormatException {
        var file = FileSource.open(path);
        if (file.sizeBytes() < 1000) {
            file.close();
            throw MediaFormatException.malformed(
                    "offset 0, box \"moov\"", "the file has no moov box");
        }
        return new Fake(file);
    }

    static byte[] bytes(int size) {
        var bytes = new byte[size];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    /// What `mixed.m4s` of a file is.
    static byte[] mixed(byte[] file) {
        var third = file.length / 3;
        var mixed = new byte[HEADER.length + 2 * third];
        System.arraycopy(HEADER, 0, mixed, 0, HEADER.length);
        System.arraycopy(file, third, mixed, HEADER.length, third);
        System.arraycopy(file, 0, mixed, HEADER.length + third, third);
        return mixed;
    }

    /// Every other 5,000 bytes of a file, and a larger range at its end.
    private Slice[] interleaved() {
        var slices = new ArrayList<Slice>();
        slices.add(new Slice.Memory(ByteBuffer.wrap(HEADER)));
        long large = Math.min(100_000, file.sizeBytes() / 4);
        for (long at = 0; at + 5000 <= file.sizeBytes() - large; at += 10_000) {
            slices.add(new Slice.Range(file, at, 5000));
        }
        slices.add(new Slice.Range(file, file.sizeBytes() - large, large));
        return slices.toArray(Slice[]::new);
    }

    /// What `interleaved.m4s` of a file is.
    static byte[] interleaved(byte[] file) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HEADER);
        int large = Math.min(100_000, file.length / 4);
        for (int at = 0; at + 5000 <= file.length - large; at += 10_000) {
            bytes.write(file, at, 5000);
        }
        bytes.write(file, file.length - large, large);
        return bytes.toByteArray();
    }

    private void put(String path, MediaType type, Slice... slices) {
        resources.put(path, new Content(type, List.of(slices)));
    }

    private static Slice memory(String text) {
        return new Slice.Memory(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void generate(Slice.Sink sink) throws IOException {
        generations.incrementAndGet();
        sink.write(ByteBuffer.wrap(bytes(GENERATED_BYTES)));
    }

    private static void zeroes(Slice.Sink sink) throws IOException {
        for (int i = 0; i < 400; i++) {
            sink.write(ByteBuffer.allocate(100_000));
        }
    }

    private static void breaksMidway(Slice.Sink sink) throws IOException {
        sink.write(ByteBuffer.allocate(300_000));
        throw new IOException("broken in the middle");
    }

    @Override
    public List<String> paths() {
        return List.copyOf(resources.keySet());
    }

    @Override
    public Optional<Content> resource(String path) throws MediaFormatException {
        if (path.equals("unusable.m4s")) {
            throw MediaFormatException.malformed("offset 77, box moof", "sample runs past the end");
        }
        return Optional.ofNullable(resources.get(path));
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        file.close();
    }
}
