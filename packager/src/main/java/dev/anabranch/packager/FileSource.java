package dev.anabranch.packager;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A file read at any position by any number of threads. It is mapped only for the kernel,
/// [#mapped].
///
/// An interrupt of a thread that is reading closes the file for all (see [FileChannel]): stop
/// readers in another way. A source that is dropped without [#close] gives its descriptor back when
/// it is collected.
public final class FileSource implements FileBacked, AutoCloseable {

    private static final String NOT_PLAIN =
            "this is a pipe or a device, not a file; save what comes from it as a file first";

    /// How much is read into the heap at once. The JDK reads into native memory of the same size
    /// first, which it keeps for the thread: a `moov` of 33 MB was in memory twice.
    private static final int HEAP_PIECE_BYTES = 256 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final long sizeBytes;
    private final BasicFileAttributes opened;
    private final Arena mappings = Arena.ofShared();
    private @Nullable MemorySegment mapped; // guarded by this

    private FileSource(Path path, FileChannel channel, long sizeBytes, BasicFileAttributes opened) {
        this.path = path;
        this.channel = channel;
        this.sizeBytes = sizeBytes;
        this.opened = opened;
    }

    /// Opens a plain file. Pipes and devices are refused before they are opened, for that may wait
    /// for ever, and they cannot be read at any position.
    ///
    /// @throws NoSuchFileException when there is no such file, or it is a folder
    public static FileSource open(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new NoSuchFileException(path.toString(), null, "is a directory");
        }
        if (attributes.isOther()) {
            throw new FileSystemException(path.toString(), null, NOT_PLAIN);
        }
        var channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new FileSource(path, channel, channel.size(), attributes);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void read(long position, ByteBuffer destination) throws IOException {
        long at = position;
        while (destination.hasRemaining()) {
            int length =
                    destination.isDirect()
                            ? destination.remaining()
                            : Math.min(destination.remaining(), HEAP_PIECE_BYTES);
            int count = channel.read(destination.slice(destination.position(), length), at);
            if (count < 0) {
                throw endedEarly(at);
            }
            destination.position(destination.position() + count);
            at += count;
        }
    }

    /// Has the kernel move bytes to `target`, which blocks.
    ///
    /// @throws EOFException when the file ends before
    public void transferTo(long position, long length, WritableByteChannel target)
            throws IOException {
        long done = 0;
        while (done < length) {
            long count = channel.transferTo(position + done, length - done, target);
            if (count <= 0) {
                throw endedEarly(position + done);
            }
            done += count;
        }
    }

    /// Makes sure that nobody has written to the file since it was opened. One that was replaced by
    /// a rename is read to its end as it was, and that is well.
    ///
    /// @throws IOException when its size or time has changed
    public void requireUnchanged() throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException deleted) {
            return;
        }
        boolean isSameFile = Objects.equals(now.fileKey(), opened.fileKey());
        boolean isSameState =
                now.size() == opened.size()
                        && now.lastModifiedTime().equals(opened.lastModifiedTime());
        if (isSameFile && !isSameState) {
            throw new FileSystemException(
                    path.toString(),
                    null,
                    "the file was written to while it was read; start again when it is complete");
        }
    }

    private EOFException endedEarly(long position) {
        return new EOFException(
                "%s: the file became shorter while it was read: it had %d bytes, and none now at offset %d"
                        .formatted(path, sizeBytes, position));
    }

    /// The open file, for servers that hand it to the kernel; closed only by [#close].
    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public synchronized MemorySegment mapped() throws IOException {
        if (mapped == null) {
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, sizeBytes, mappings);
        }
        return mapped;
    }

    @Override
    public synchronized void close() throws IOException {
        if (mappings.scope().isAlive()) {
            mappings.close();
        }
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
