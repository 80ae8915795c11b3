package dev.anabranch.transcode;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;

/// A folder for sockets that only its owner may enter. It holds a locked file for as long as this
/// process lives, so that the next one knows that what a killed one has left may be deleted.
///
/// @param path short, for the name of a socket has 107 bytes at most
/// @param lock of the locked file
record SocketFolder(Path path, FileChannel lock) implements AutoCloseable {

    private static final String PREFIX = "ab-";
    private static final String LOCK = "lock";

    /// Makes one where this machine keeps temporary files, and deletes those of killed processes
    /// there.
    static SocketFolder create() throws IOException {
        // Made readable for its owner alone.
        var path = Files.createTempDirectory(PREFIX);
        sweep(path);
        var lock =
                FileChannel.open(
                        path.resolve(LOCK),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
        tryLock(lock);
        return new SocketFolder(path, lock);
    }

    private static void sweep(Path own) throws IOException {
        var others = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(own.resolveSibling(""), PREFIX + "*")) {
            all.forEach(others::add);
        }
        for (var other : others) {
            if (isAbandoned(other)) {
                delete(other);
            }
        }
    }

    /// One without a locked file is just being made or deleted.
    private static boolean isAbandoned(Path folder) {
        try (var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            return tryLock(channel);
        } catch (IOException isNot) {
            return false;
        }
    }

    /// False also where another run of this process holds it.
    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
        delete(path);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (var all = Files.newDirectoryStream(folder)) {
            for (var file : all) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
