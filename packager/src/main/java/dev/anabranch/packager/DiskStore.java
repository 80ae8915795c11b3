package dev.anabranch.packager;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Resources as files of a folder, each written beside its place and renamed into it.
///
/// A crash of the process leaves no half file under a published name. A crash of the machine may
/// leave a file short unless the store is [#durable]: then the bytes are on the disk before the
/// rename, and the rename before `put` returns. Paths are relative, use `/`, and never lead out of
/// the folder.
public final class DiskStore implements SegmentStore {

    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path root;
    private final boolean isDurable;
    private final AtomicLong temporaryNames = new AtomicLong();
    private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

    private DiskStore(Path root, boolean isDurable) {
        this.root = root.toAbsolutePath().normalize();
        this.isDurable = isDurable;
    }

    /// A store that leaves it to the operating system when bytes reach the disk. The folder is
    /// created when needed.
    public static DiskStore at(Path root) {
        return new DiskStore(root, false);
    }

    /// A store whose resources survive a power cut once `put` has returned; some milliseconds a
    /// file slower.
    public static DiskStore durable(Path root) {
        return new DiskStore(root, true);
    }

    public Path root() {
        return root;
    }

    @Override
    public void put(String path, Content content) throws IOException {
        var target =
                resolve(path)
                        .orElseThrow(
                                () -> new IOException("the path leads out of the store: " + path));
        var folder = parent(target);
        Files.createDirectories(folder);
        var temporary =
                folder.resolve(
                        "."
                                + target.getFileName()
                                + "."
                                + temporaryNames.incrementAndGet()
                                + ".part");
        try {
            write(temporary, content);
            Files.move(
                    temporary,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            if (isDurable) {
                sync(folder);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// The range it answers with holds the file open until it is collected.
    @Override
    public Optional<Content> open(String path) throws IOException {
        var file = resolve(path);
        if (file.isEmpty() || !Files.isRegularFile(file.get())) {
            return Optional.empty();
        }
        var type = MediaType.of(path);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        var source = FileSource.open(file.get());
        return Optional.of(
                new Content(type.get(), List.of(new Slice.Range(source, 0, source.sizeBytes()))));
    }

    @Override
    public boolean delete(String path) throws IOException {
        var file = resolve(path);
        return file.isPresent()
                && Files.isRegularFile(file.get())
                && Files.deleteIfExists(file.get());
    }

    private void write(Path file, Content content) throws IOException {
        var buffer =
                Optional.ofNullable(buffers.poll())
                        .orElseGet(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var sink = new GatheringSink(buffer.clear(), new FileSink(channel, root));
            content.writeTo(sink);
            sink.flush();
            if (isDurable) {
                channel.force(true);
            }
        } finally {
            buffers.add(buffer);
        }
    }

    private Optional<Path> resolve(String path) {
        if (path.isEmpty() || path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        try {
            var file = root.resolve(path).normalize();
            boolean isInside = file.startsWith(root) && !file.equals(root) && !path.startsWith("/");
            return isInside && !leadsOut(file) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /// A link inside the folder must not lead out of it either.
    private boolean leadsOut(Path file) {
        try {
            return Files.exists(file) && !file.toRealPath().startsWith(root.toRealPath());
        } catch (IOException e) {
            return true;
        }
    }

    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path file) {
        var parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("file=" + file);
        }
        return parent;
    }
}
