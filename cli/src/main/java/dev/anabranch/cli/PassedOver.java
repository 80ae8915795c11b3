package dev.anabranch.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Films in served folders that the packager does not read: whoever put one there wonders where it
/// is.
final class PassedOver {

    private static final int MAXIMUM_DEPTH = 8;

    /// A start does not wait for a large disk.
    private static final int MAXIMUM_FILES = 20_000;

    private static final int SHOWN = 3;

    private static final Set<String> ENDINGS =
            Set.of("mkv", "webm", "avi", "flv", "wmv", "mpg", "mpeg", "m2ts", "mts", "ogv");

    private PassedOver() {}

    /// A line for each folder that has such.
    static List<String> in(List<Path> folders) {
        var lines = new ArrayList<String>();
        for (var folder : folders) {
            var found = new Films();
            try {
                Files.walkFileTree(folder, Set.of(), MAXIMUM_DEPTH, found);
            } catch (IOException unreadable) {
                continue; // the catalogue says so itself
            }
            if (!found.films.isEmpty()) {
                lines.add(line(folder, found.films));
            }
        }
        return lines;
    }

    private static String line(Path folder, List<Path> films) {
        var names =
                films.stream()
                        .limit(SHOWN)
                        .map(film -> Printable.line(folder.relativize(film).toString()))
                        .toList();
        return folder
                + ": not served, only MP4 and MOV are: "
                + String.join(", ", names)
                + (films.size() > SHOWN ? " and " + (films.size() - SHOWN) + " more" : "");
    }

    private static final class Films extends SimpleFileVisitor<Path> {

        private final List<Path> films = new ArrayList<>();
        private int seen;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            if (!name.startsWith(".")
                    && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                films.add(file);
            }
            return ++seen < MAXIMUM_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException closed) {
            return FileVisitResult.CONTINUE;
        }
    }
}
