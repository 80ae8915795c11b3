package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Writes whole presentations to where they are kept: media on all cores, then the playlists and
/// manifests in the order of [Presentation#paths].
///
/// Memory does not grow with the presentation: each thread holds one resource's headers and one
/// buffer.
public final class Publisher {

    /// Told after every resource, by one thread at a time.
    @FunctionalInterface
    public interface Progress {
        void published(int resources, int ofResources, long bytes);
    }

    private final int threads;
    private final Progress progress;
    private volatile boolean
            isCancelled; // set by any thread, read by the writing ones between two resources

    public Publisher(int threads, Progress progress) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads=" + threads);
        }
        this.threads = threads;
        this.progress = progress;
    }

    /// A publisher that uses every core and tells nobody.
    public static Publisher onAllCores() {
        return new Publisher(
                Runtime.getRuntime().availableProcessors(), (resources, of, bytes) -> {});
    }

    /// Makes running and later calls stop with [java.util.concurrent.CancellationException].
    public void cancel() {
        isCancelled = true;
    }

    /// Puts everything into `store` and returns when it is there.
    ///
    /// @return how many bytes
    /// @throws java.util.concurrent.CancellationException after [#cancel]
    public long publish(Presentation presentation, SegmentStore store)
            throws IOException, MediaFormatException {
        var paths = presentation.paths();
        var run = new PublishRun(presentation, store, progress, () -> isCancelled);
        run.all(paths.stream().filter(path -> !isManifest(path)).toList(), threads);
        run.all(paths.stream().filter(Publisher::isManifest).toList(), 1);
        return run.bytes();
    }

    /// Writes everything into a folder that appears whole or not at all: it is written under
    /// another name beside `target` and renamed at the end. A failure leaves nothing behind.
    ///
    /// @param replace whether a folder with something in it may be replaced
    /// @return how many bytes
    /// @throws DirectoryNotEmptyException when `target` has something in it and `replace` is false
    public long publish(Presentation presentation, Path target, boolean replace)
            throws IOException, MediaFormatException {
        var folder = target.toAbsolutePath().normalize();
        refuseUnlessFree(folder, replace);
        var above = missingAbove(folder);
        var partial = sibling(folder, "partial");
        try {
            long bytes = publish(presentation, DiskStore.at(partial));
            rename(partial, folder);
            return bytes;
        } finally {
            deleteTree(partial);
            if (!Files.exists(folder)) {
                deleteEmpty(above);
            }
        }
    }

    /// The folders that must be made for `folder` to be in, the innermost first.
    private static List<Path> missingAbove(Path folder) {
        return Stream.iterate(folder.getParent(), Objects::nonNull, Path::getParent)
                .takeWhile(Files::notExists)
                .toList();
    }

    private static void deleteEmpty(List<Path> folders) throws IOException {
        for (var folder : folders) {
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    return;
                }
            } catch (NoSuchFileException notMade) {
                continue;
            }
            Files.deleteIfExists(folder);
        }
    }

    private static boolean isManifest(String path) {
        return MediaType.of(path).filter(MediaType::isManifest).isPresent();
    }

    private static void refuseUnlessFree(Path folder, boolean replace) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        try (var entries = Files.list(folder)) {
            if (!replace && entries.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(folder.toString());
            }
        }
    }

    private static void rename(Path partial, Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Files.move(partial, folder);
            return;
        }
        var former = sibling(folder, "former");
        Files.move(folder, former);
        try {
            Files.move(partial, folder);
        } catch (IOException e) {
            Files.move(former, folder);
            throw e;
        }
        deleteTree(former);
    }

    private static Path sibling(Path folder, String role) throws IOException {
        var parent = folder.getParent();
        if (parent == null) {
            throw new IOException(folder + " is a root");
        }
        try {
            Files.createDirectories(parent);
        } catch (FileAlreadyExistsException file) {
            throw new NotDirectoryException(file.getFile());
        }
        var random = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
        return parent.resolve("." + folder.getFileName() + "." + role + "-" + random);
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var path : all) {
            Files.delete(path);
        }
    }
}
