package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A presentation that is published while its sources are still being written: segments as soon as
/// they are settled, the rest and the manifests at the end.
///
/// ```java
/// try (var publication = GrowingPublication.into(folder, false)) {
///     while (isGrowing()) {
///         try (var soFar = Packager.of(inputs).growing().open()) {
///             publication.grow(soFar);
///         }
///     }
///     publication.finish(Packager.of(inputs).open());
/// }
/// ```
///
/// Used by one thread at a time. Closed without [#finish] it leaves nothing behind.
public final class GrowingPublication implements AutoCloseable {

    private final SegmentStore store;
    private final @Nullable OutputFolder folder;
    private final Map<String, Long> fingerprints = new HashMap<>();
    private final Map<String, Integer> settled = new HashMap<>();
    private final Set<String> putAtEnd = ConcurrentHashMap.newKeySet();
    private long bytes;
    private boolean isFinished;

    private GrowingPublication(SegmentStore store, @Nullable OutputFolder folder) {
        this.store = store;
        this.folder = folder;
    }

    /// Into a store: segments appear one by one, manifests at the end.
    public static GrowingPublication into(SegmentStore store) {
        return new GrowingPublication(store, null);
    }

    /// Into a folder that appears when it is whole, as [Publisher#publish] has it.
    ///
    /// @throws java.nio.file.DirectoryNotEmptyException when there is something in it and `replace`
    ///   is false
    public static GrowingPublication into(Path target, boolean replace) throws IOException {
        var folder = OutputFolder.claim(target, replace);
        return new GrowingPublication(DiskStore.at(folder.path()), folder);
    }

    /// How many bytes of media were put so far.
    public long bytes() {
        return bytes;
    }

    /// How many segments of the rendition that has the fewest were put so far.
    public int segments() {
        return settled.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    }

    /// Puts what is settled and was not put before. A presentation whose segments are one file is
    /// left for the end.
    ///
    /// @param soFar made by [Packager#growing]
    public void grow(VodPresentation soFar) throws IOException, MediaFormatException {
        int until = soFar.settledSegments();
        for (var rendition : soFar.renditions()) {
            if (rendition.isSingleFile() || rendition.tracks().isEmpty()) {
                continue;
            }
            int from = settled.getOrDefault(rendition.name(), 0);
            if (from == 0 && until > 0) {
                put(soFar, rendition.name() + "/" + Rendition.initFile(0));
            }
            for (int n = from; n < Math.min(until, rendition.times().count()); n++) {
                put(soFar, rendition.name() + "/" + rendition.segmentFile(n));
            }
            settled.put(rendition.name(), Math.max(from, until));
        }
    }

    private void put(VodPresentation presentation, String path)
            throws IOException, MediaFormatException {
        var content = presentation.resource(path);
        if (content.isEmpty()) {
            return;
        }
        store.put(path, content.get());
        fingerprints.put(path, fingerprint(content.get()));
        bytes += content.get().sizeBytes();
    }

    /// Puts the rest and then the manifests. What was put before and would be written differently
    /// now, because the end of a source changed how its beginning is to be read, is put again.
    ///
    /// @param publisher whose threads and progress are used
    /// @return how many bytes the presentation has
    public long finish(VodPresentation whole, Publisher publisher)
            throws IOException, MediaFormatException {
        var kept = new ArrayList<String>();
        putAtEnd.addAll(fingerprints.keySet());
        for (var path : whole.paths()) {
            var before = fingerprints.remove(path);
            if (before != null && before == fingerprint(whole.resource(path).orElseThrow())) {
                kept.add(path);
            }
        }
        for (var stray : List.copyOf(fingerprints.keySet())) {
            if (!whole.paths().contains(stray)) {
                store.delete(stray);
            }
        }
        long total = publisher.publish(whole, new Noting(store, putAtEnd), kept);
        if (folder != null) {
            folder.commit();
        }
        isFinished = true;
        return total;
    }

    /// A store that notes what is put into it.
    private record Noting(SegmentStore store, Set<String> paths) implements SegmentStore {

        @Override
        public void put(String path, Content content) throws IOException {
            store.put(path, content);
            paths.add(path);
        }

        @Override
        public Optional<Content> open(String path) throws IOException {
            return store.open(path);
        }

        @Override
        public boolean delete(String path) throws IOException {
            return store.delete(path);
        }
    }

    /// Of all bytes that are made, and the sizes and places of those that are not.
    private static long fingerprint(Content content) {
        var crc = new CRC32C();
        for (var slice : content.slices()) {
            if (slice instanceof Slice.Memory memory) {
                crc.update(memory.bytes().duplicate());
            }
        }
        return crc.getValue() << 32 ^ content.sizeBytes();
    }

    @Override
    public void close() throws IOException {
        if (folder != null) {
            folder.close();
        } else if (!isFinished) {
            for (var path : putAtEnd) {
                store.delete(path);
            }
            for (var path : List.copyOf(fingerprints.keySet())) {
                store.delete(path);
            }
        }
    }
}
