package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder tree in which recordings are kept, one folder a stream and in it one a recording:
/// `news/2026-11-26T10-00-00.000Z`.
///
/// Holds nothing in memory; used by any thread. Its methods read the disk and block.
public record RecordingArchive(Path root) {

    private static final int MAX_DEPTH = 3;

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /// Where a recording of `stream` that starts at `start` belongs. Nothing is made.
    ///
    /// @param stream a name that is one folder's
    public Path folder(String stream, Instant start) {
        var inside = root.resolve(stream).normalize();
        if (!root.normalize().equals(inside.getParent())) {
            throw new IllegalArgumentException("stream=" + stream);
        }
        return inside.resolve(NAME.format(start));
    }

    /// All recordings, the oldest of each stream first; those that grow, too.
    public List<Path> all() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (var tree =
                Files.find(
                        root,
                        MAX_DEPTH,
                        (path, attributes) ->
                                attributes.isRegularFile() && path.endsWith(Journal.FILE))) {
            return tree.map(Path::getParent).sorted().toList();
        }
    }

    /// What became of a recording that was not finished.
    ///
    /// @param problem empty when it is a VOD now
    public record Repair(Path folder, String problem) {}

    /// Makes every recording whose writer was killed a VOD. Those that are being written are left
    /// alone; one that cannot be repaired stays as it is and is told.
    public List<Repair> repair() throws IOException {
        var repairs = new ArrayList<Repair>();
        for (var folder : all()) {
            if (Files.exists(folder.resolve(RecordedRange.PLAYLIST)) || isGrowing(folder)) {
                continue;
            }
            try {
                Recording.repair(folder);
                repairs.add(new Repair(folder, ""));
            } catch (IOException | MediaFormatException e) {
                repairs.add(new Repair(folder, String.valueOf(e.getMessage())));
            }
        }
        return List.copyOf(repairs);
    }

    /// Deletes the recordings that ended before `limit`, with the folder of a stream that has none
    /// any more. Those that are being written stay.
    ///
    /// @return which they were
    public List<Path> deleteEndedBefore(Instant limit) throws IOException {
        var deleted = new ArrayList<Path>();
        for (var folder : all()) {
            // The journal's last entry says that the recording has ended.
            var ended = Files.getLastModifiedTime(folder.resolve(Journal.FILE)).toInstant();
            if (ended.isBefore(limit) && !isGrowing(folder)) {
                delete(folder);
                deleted.add(folder);
            }
        }
        return List.copyOf(deleted);
    }

    private static boolean isGrowing(Path folder) throws IOException {
        try (var journal = WritableFile.open(folder.resolve(Journal.FILE))) {
            return !journal.lock();
        }
    }

    /// The playlists go first, so that nobody is sent to media that are gone, the journal last, so
    /// that a deletion that was cut off can be made again.
    private void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(RecordedRange.PLAYLIST));
        Files.deleteIfExists(folder.resolve(RecordedRange.MANIFEST));
        List<Path> files;
        try (var tree = Files.walk(folder)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        var journal = folder.resolve(Journal.FILE);
        for (var file : files) {
            if (!file.equals(journal) && !file.equals(folder)) {
                Files.delete(file);
            }
        }
        Files.delete(journal);
        Files.delete(folder);
        deleteIfEmpty(folder.getParent());
    }

    private void deleteIfEmpty(@Nullable Path stream) throws IOException {
        if (stream == null || stream.equals(root)) {
            return;
        }
        boolean isEmpty;
        try (Stream<Path> entries = Files.list(stream)) {
            isEmpty = entries.findAny().isEmpty();
        }
        if (isEmpty) {
            Files.delete(stream);
        }
    }
}
