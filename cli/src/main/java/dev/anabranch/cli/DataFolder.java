package dev.anabranch.cli;

import dev.anabranch.service.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folder of one server, which no other uses while it runs; or none.
///
/// @param path empty when nothing is kept
/// @param whyNot for a person, when nothing is kept though it was not asked for
record DataFolder(Optional<Path> path, Optional<String> whyNot, @Nullable FileChannel lock)
        implements AutoCloseable {

    private static final String LOCK = "lock";

    /// Nothing is kept.
    static DataFolder none() {
        return new DataFolder(Optional.empty(), Optional.empty(), null);
    }

    /// @throws CommandException when another server has it, or it cannot be written to
    static DataFolder at(Path folder) throws CommandException {
        try {
            PrivateFile.createFolder(folder);
            var channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return new DataFolder(Optional.of(folder), Optional.empty(), channel);
            }
            channel.close();
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCode.NOT_ALLOWED,
                    folder
                            + " cannot be written to ("
                            + failure.getMessage()
                            + "); choose another with --data, or --ephemeral to keep nothing");
        }
        throw new CommandException(
                ExitCode.CONFLICT,
                folder
                        + " is in use by another server; choose another with --data, or --ephemeral");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    /// The user's own. Nobody asked for it, so the server does without when it cannot be had.
    static DataFolder usual() {
        try {
            return at(UserFolders.data());
        } catch (CommandException none) {
            return new DataFolder(Optional.empty(), Optional.ofNullable(none.getMessage()), null);
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
