package dev.anabranch.transcode.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A folder of temporary names for one run of a program: sockets, a link. It holds a locked file
/// for as long as this process lives, so that whoever comes after a killed one may delete it; a
/// process number would say nothing to another container that shares the folder.
public final class RunFolder implements AutoCloseable {

    private static final String PREFIX = "ab-run-";
    private static final String LOCK = ".lock";

    /// To open and close the file again would give up the lock of this process (fcntl(2)).
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Among the temporary files of this machine, readable for its owner alone. Deletes those that
    /// killed processes left there.
    public static RunFolder open() throws IOException {
        return in(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static RunFolder in(Path parent) throws IOException {
        sweep(parent);
        var path = Files.createTempDirectory(parent, PREFIX);
        OURS.add(path);
        var file = path.resolve(LOCK);
        var lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (!hasLocked(lock)) {
            throw new FileSystemException(file.toString(), null, "cannot be locked");
        }
        return new RunFolder(path, lock);
    }

    private static void sweep(Path parent) throws IOException {
        List<Path> candidates;
        try (var all = Files.list(parent)) {
            candidates =
                    all.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                            .filter(path -> !OURS.contains(path))
                            .toList();
        }
        for (var candidate : candidates) {
            try (var channel =
                    FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.WRITE)) {
                if (hasLocked(channel)) {
                    delete(candidate);
                }
            } catch (IOException unknown) {
                // One without the file is just being made, one of another user is not ours.
            }
        }
    }

    private static boolean hasLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException justMade) {
            return false;
        }
    }

    /// There are no folders in it.
    private static void delete(Path folder) throws IOException {
        List<Path> names;
        try (var all = Files.list(folder)) {
            names = all.toList();
        }
        for (var name : names) {
            Files.deleteIfExists(name);
        }
        Files.deleteIfExists(folder);
    }

    public Path path() {
        return path;
    }

    /// Deletes it with all that is in it. A second time, by any thread, does nothing.
    @Override
    public synchronized void close() throws IOException {
        if (lock.isOpen()) {
            lock.close();
            delete(path);
            OURS.remove(path);
        }
    }
}
