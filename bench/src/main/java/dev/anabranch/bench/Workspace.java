package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A temporary folder for inputs and outputs, gone when the bench ends, also when it is
/// interrupted.
final class Workspace implements AutoCloseable {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path root;
    private final Thread cleaner = new Thread(this::deleteQuietly);

    private Workspace(Path root) {
        this.root = root;
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    /// @param bytes how much it will hold; shared memory is taken when it has twice the room
    static Workspace of(Settings settings, long bytes) throws IOException {
        var parent = settings.folder().orElse(hasRoom(bytes) ? SHARED_MEMORY : temporary());
        Files.createDirectories(parent);
        return new Workspace(Files.createTempDirectory(parent, "anabranch-bench"));
    }

    private static boolean hasRoom(long bytes) throws IOException {
        return Files.isWritable(SHARED_MEMORY)
                && Files.getFileStore(SHARED_MEMORY).getUsableSpace() > 2 * bytes;
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /// How much may still be written here.
    long freeBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    Path file(String name) {
        return root.resolve(name);
    }

    Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    /// Makes `link` another name of `file`, or a copy where that cannot be.
    static void link(Path file, Path link) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (IOException otherFileSystem) {
            Files.copy(file, link);
        }
    }

    /// What is in a folder, or the size of a file.
    static long bytes(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            long sum = 0;
            for (var file : all.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var all = Files.walk(root)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void deleteQuietly() {
        try {
            delete(root);
        } catch (IOException e) {
            System.err.println("left behind: " + root + ": " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        delete(root);
        Runtime.getRuntime().removeShutdownHook(cleaner);
    }
}
