package dev.anabranch.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only their owner may read, replaced as a whole: a reader, and a start after a power
/// cut, finds the old text or the new one.
public final class PrivateFile {

    private PrivateFile() {}

    /// Writes a temporary file beside `file`, has it on the disk, and renames it.
    public static void write(Path file, String text) throws IOException {
        var folder = file.toAbsolutePath().resolveSibling("");
        createFolder(folder);
        var temporary =
                Files.createTempFile(
                        folder,
                        "." + file.getFileName(),
                        ".tmp",
                        readableByOwner(file, "rw-------"));
        try {
            try (var channel = FileChannel.open(temporary, Set.of(StandardOpenOption.WRITE))) {
                var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// Makes a folder that only its owner may look into, unless it is there.
    public static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, readableByOwner(folder, "rwx------"));
        }
    }

    /// None where the file system knows no such permissions.
    private static FileAttribute<?>[] readableByOwner(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
