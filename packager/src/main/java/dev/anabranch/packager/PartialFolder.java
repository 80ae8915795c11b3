package dev.anabranch.packager;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// A hidden folder that is being written. It holds a locked file for as long as its writer lives,
/// so that whoever comes after a killed one knows that it may be deleted.
public final class PartialFolder implements AutoCloseable {

    private static final String LOCK = ".lock";

    /// To open and close the file again would give up the lock of this process (fcntl(2)).
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private PartialFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Makes one in `parent`, which is made when needed, and deletes those of killed writers there.
    public static PartialFolder in(Path parent, String prefix) throws IOException {
        try {
            Files.createDirectories(parent);
        } catch (FileAlreadyExistsException file) {
            throw new NotDirectoryException(file.getFile());
        }
        sweep(parent, prefix);
        var path = Files.createDirectory(freeName(parent, prefix));
        OURS.add(path);
        try {
            var lock =
                    FileChannel.open(
                            path.resolve(LOCK),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE);
            tryLock(lock);
            return new PartialFolder(path, lock);
        } catch (IOException | RuntimeException e) {
            OURS.remove(path);
            deleteTree(path);
            throw e;
        }
    }

    /// Deletes what killed writers left under names that begin with `prefix`.
    static void sweep(Path parent, String prefix) throws IOException {
        List<Path> candidates;
        try (var all = Files.list(parent)) {
            candidates =
                    all.filter(path -> path.getFileName().toString().startsWith(prefix))
                            .filter(path -> !OURS.contains(path))
                            .toList();
        }
        for (var candidate : candidates) {
            if (isAbandoned(candidate)) {
                deleteTree(candidate);
            }
        }
    }

    static Path freeName(Path parent, String prefix) {
        var random = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
        return parent.resolve(prefix + random);
    }

    public Path path() {
        return path;
    }

    /// Ends the writing: the folder is then as it is to be published.
    void finish() throws IOException {
        lock.close();
        Files.deleteIfExists(path.resolve(LOCK));
        OURS.remove(path);
    }

    /// Deletes it unless it has been moved away.
    @Override
    public void close() throws IOException {
        lock.close();
        OURS.remove(path);
        deleteTree(path);
    }

    static void deleteTree(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var path : all) {
            Files.deleteIfExists(path);
        }
    }

    /// One without a lock file is just being made or moved.
    private static boolean isAbandoned(Path candidate) {
        try (var channel = FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.WRITE)) {
            return tryLock(channel);
        } catch (NoSuchFileException beingMade) {
            return false;
        } catch (IOException unknown) {
            return false;
        }
    }

    /// False also where another publisher of this process holds it.
    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }
}
