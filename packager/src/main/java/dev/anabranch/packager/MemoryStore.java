package dev.anabranch.packager;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Resources in memory, each in an array of its own: for tests, and for small live windows.
public final class MemoryStore implements SegmentStore {

    private final ConcurrentMap<String, Content> resources = new ConcurrentHashMap<>();

    @Override
    public void put(String path, Content content) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(content.sizeBytes()));
        content.writeTo(bytes::put);
        if (bytes.hasRemaining()) {
            throw new IOException(
                    path + " is " + bytes.remaining() + " bytes shorter than it said");
        }
        resources.put(path, Content.of(content.type(), bytes.array()));
    }

    @Override
    public Optional<Content> open(String path) {
        return Optional.ofNullable(resources.get(path));
    }

    @Override
    public boolean delete(String path) {
        return resources.remove(path) != null;
    }

    /// Every path there is, in order.
    public List<String> paths() {
        return resources.keySet().stream().sorted().toList();
    }
}
