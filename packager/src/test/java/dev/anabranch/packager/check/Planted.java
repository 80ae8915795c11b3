package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.MemoryStore;
import dev.anabranch.packager.Packager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Good output of ours in memory, in which a test plants one breach.
final class Planted implements Resources {

    private static final Path SAMPLES = Path.of("src/test/resources/dev/anabranch/packager");

    private final Map<String, byte[]> files = new TreeMap<>();

    static Path sample(String name) {
        return SAMPLES.resolve(name);
    }

    static Planted in(Packager packager) throws IOException, MediaFormatException {
        var store = new MemoryStore();
        packager.to(store);
        var planted = new Planted();
        for (var path : store.paths()) {
            var bytes = new ByteArrayOutputStream();
            store.open(path).orElseThrow().writeTo(slice -> write(bytes, slice));
            planted.files.put(path, bytes.toByteArray());
        }
        return planted;
    }

    private static void write(ByteArrayOutputStream out, ByteBuffer slice) {
        var bytes = new byte[slice.remaining()];
        slice.get(bytes);
        out.writeBytes(bytes);
    }

    /// The same, not changed by what is planted here.
    Planted copy() {
        var copy = new Planted();
        files.forEach((path, bytes) -> copy.files.put(path, bytes.clone()));
        return copy;
    }

    Planted text(String path, UnaryOperator<String> change) {
        var before = new String(bytes(path), StandardCharsets.UTF_8);
        var after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalArgumentException("nothing was planted in " + path + ":\n" + before);
        }
        files.put(path, after.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Planted replace(String path, String what, String with) {
        return text(path, text -> text.replace(what, with));
    }

    Planted bytes(String path, Consumer<ByteBuffer> change) {
        change.accept(ByteBuffer.wrap(bytes(path)));
        return this;
    }

    Planted put(String path, byte[] bytes) {
        files.put(path, bytes);
        return this;
    }

    Planted without(String path) {
        files.remove(path);
        return this;
    }

    byte[] bytes(String path) {
        return Optional.ofNullable(files.get(path))
                .orElseThrow(() -> new IllegalArgumentException(path));
    }

    List<String> paths() {
        return List.copyOf(files.keySet());
    }

    /// Where the payload of the first box of this type starts, wherever it is.
    static int box(ByteBuffer file, String type) {
        var wanted = ByteBuffer.wrap(type.getBytes(StandardCharsets.ISO_8859_1)).getInt();
        for (int at = 4; at + 4 <= file.limit(); at++) {
            if (file.getInt(at) == wanted) {
                return at + 4;
            }
        }
        throw new IllegalArgumentException("no " + type);
    }

    Report check() throws IOException {
        var manifests = new ArrayList<String>();
        for (var name : List.of("index.m3u8", "manifest.mpd")) {
            if (files.containsKey(name)) {
                manifests.add(name);
            }
        }
        return PresentationCheck.of(this, manifests);
    }

    @Override
    public Optional<Fetched> fetch(Part part) {
        var all = files.get(part.address());
        if (all == null) {
            return Optional.empty();
        }
        int from = (int) Math.min(part.offset(), all.length);
        int to = (int) Math.min(all.length, part.end().orElse((long) all.length));
        return Optional.of(
                new Fetched(java.util.Arrays.copyOfRange(all, from, to), all.length, Map.of()));
    }
}
