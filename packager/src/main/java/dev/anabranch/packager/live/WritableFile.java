package dev.anabranch.packager.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that grows by whole pieces: one that cannot be written whole is taken back. Owned by one
/// thread.
class WritableFile implements AutoCloseable {

    private final FileChannel channel;
    private long sizeBytes;

    WritableFile(FileChannel channel) throws IOException {
        this.channel = channel;
        sizeBytes = channel.size();
    }

    static WritableFile create(Path path) throws IOException {
        return new WritableFile(
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE));
    }

    static WritableFile open(Path path) throws IOException {
        return new WritableFile(FileChannel.open(path, StandardOpenOption.WRITE));
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /// Writes all of `bytes` at the end.
    ///
    /// @throws IOException when it cannot; the file is then as long as before
    final void append(ByteBuffer bytes) throws IOException {
        long position = sizeBytes;
        try {
            while (bytes.hasRemaining()) {
                position += write(bytes, position);
            }
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
        sizeBytes = position;
    }

    /// Writes some of `bytes` at `position`; a test overrides it to run out of room.
    int write(ByteBuffer bytes, long position) throws IOException {
        return channel.write(bytes, position);
    }

    private void takeBack(IOException cause) {
        try {
            channel.truncate(sizeBytes);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /// Marks the file as being written, until it is closed.
    ///
    /// @return false when another process, or another part of this one, has it marked
    final boolean lock() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    /// Cuts off what is behind `length`.
    final void truncate(long length) throws IOException {
        channel.truncate(length);
        sizeBytes = Math.min(sizeBytes, length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
