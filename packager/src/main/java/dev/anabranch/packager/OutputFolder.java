package dev.anabranch.packager;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The folder a presentation is published into, which appears whole or not at all.
///
/// A folder that is missing, or replaced, is written under another name beside its place and
/// renamed. One that is there and empty is kept as it is, for it may be a mounted volume, the
/// target of a link, or the folder somebody stands in: what is written in a hidden folder within it
/// is moved up, media first, manifests last. Used by one thread; closed without [#commit] it leaves
/// nothing behind.
final class OutputFolder implements AutoCloseable {

    private static final String PREFIX_INSIDE = ".partial-";
    private static final int NAME_CODE_POINTS = 40;

    private final Path folder;
    private final boolean isReplacing;
    private final boolean isInside;
    private final List<Path> missingAbove;
    private final PartialFolder partial;

    private OutputFolder(Path folder, boolean isReplacing, boolean isInside) throws IOException {
        this.folder = folder;
        this.isReplacing = isReplacing;
        this.isInside = isInside;
        missingAbove = missingAbove(folder);
        try {
            partial =
                    isInside
                            ? PartialFolder.in(folder, PREFIX_INSIDE)
                            : PartialFolder.in(parent(folder), siblingName(folder, "partial"));
        } catch (IOException e) {
            deleteEmpty(missingAbove);
            throw e;
        }
    }

    /// The folders that must be made for `folder` to be in, the innermost first.
    private static List<Path> missingAbove(Path folder) throws IOException {
        var missing =
                Stream.iterate(folder.getParent(), Objects::nonNull, Path::getParent)
                        .takeWhile(Files::notExists)
                        .toList();
        var above = missing.isEmpty() ? folder.getParent() : missing.getLast().getParent();
        if (above != null && Files.exists(above) && !Files.isDirectory(above)) {
            throw new NotDirectoryException(above.toString());
        }
        return missing;
    }

    /// Takes `target`; links in it are followed. What a killed run left for this target is deleted.
    ///
    /// @param replace whether a folder with something in it may be replaced
    /// @throws DirectoryNotEmptyException when there is something in it and `replace` is false
    static OutputFolder claim(Path target, boolean replace) throws IOException {
        if (!Files.exists(target)) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(
                        target.toString(), null, "this is a link that leads nowhere");
            }
            return new OutputFolder(target.toAbsolutePath().normalize(), false, false);
        }
        var folder = target.toRealPath();
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(target.toString());
        }
        PartialFolder.sweep(folder, PREFIX_INSIDE);
        boolean isEmpty = entries(folder).isEmpty();
        if (!isEmpty && !replace) {
            throw new DirectoryNotEmptyException(target.toString());
        }
        return new OutputFolder(folder, !isEmpty, isEmpty);
    }

    /// Where to write.
    Path path() {
        return partial.path();
    }

    /// Puts what was written into its place.
    ///
    /// @throws DirectoryNotEmptyException when somebody else has put something there meanwhile
    void commit() throws IOException {
        partial.finish();
        if (isInside) {
            moveUp();
            return;
        }
        if (isReplacing && Files.exists(folder)) {
            swap();
            return;
        }
        moveUnlessTaken(partial.path(), folder);
    }

    private void moveUp() throws IOException {
        var made = entries(partial.path());
        if (!entries(folder).equals(List.of(partial.path()))) {
            throw new DirectoryNotEmptyException(folder.toString());
        }
        try {
            for (var entry : made) {
                Files.move(
                        entry, folder.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | RuntimeException e) {
            for (var entry : made) {
                PartialFolder.deleteTree(folder.resolve(entry.getFileName()));
            }
            throw e;
        }
    }

    private void swap() throws IOException {
        var former = PartialFolder.freeName(parent(folder), siblingName(folder, "former"));
        try {
            Files.move(folder, former);
        } catch (FileSystemException e) {
            throw new FileSystemException(
                    folder.toString(),
                    null,
                    "this folder cannot be replaced (" + e.getReason() + "); empty it yourself");
        }
        try {
            Files.move(partial.path(), folder);
        } catch (IOException e) {
            Files.move(former, folder);
            throw e;
        }
        PartialFolder.deleteTree(former);
    }

    /// Renames onto a free or an empty place: an atomic move fails where something is.
    private static void moveUnlessTaken(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (Files.isDirectory(to) && !entries(to).isEmpty()) {
                throw new DirectoryNotEmptyException(to.toString());
            }
            if (Files.exists(to) && !Files.isDirectory(to)) {
                throw new NotDirectoryException(to.toString());
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        partial.close();
        if (!Files.exists(folder)) {
            deleteEmpty(missingAbove);
        }
    }

    private static void deleteEmpty(List<Path> folders) throws IOException {
        for (var above : folders) {
            if (!Files.exists(above)) {
                continue;
            }
            if (!entries(above).isEmpty()) {
                return;
            }
            Files.deleteIfExists(above);
        }
    }

    /// Media folders before manifests, in a fixed order.
    private static List<Path> entries(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.sorted(
                            Comparator.comparing(OutputFolder::isManifest)
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private static boolean isManifest(Path path) {
        return MediaType.of(path.toString()).filter(MediaType::isManifest).isPresent();
    }

    private static Path parent(Path folder) throws IOException {
        var parent = folder.getParent();
        if (parent == null) {
            throw new FileSystemException(folder.toString(), null, "this is a root");
        }
        return parent;
    }

    /// Short enough for any name of a folder that a file system takes.
    private static String siblingName(Path folder, String role) {
        var name = folder.getFileName().toString();
        int end =
                name.offsetByCodePoints(
                        0, Math.min(NAME_CODE_POINTS, name.codePointCount(0, name.length())));
        return "." + name.substring(0, end) + "." + role + "-";
    }
}
