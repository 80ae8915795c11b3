package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;

/// Makes the folder of a recording whose writer was killed a VOD of everything up to its last whole
/// part. May be killed itself at any time, and run again.
record RecordingRepair(Path folder, RecordingIndex index) {

    private static final Pattern PARTIAL = Pattern.compile("\\.(\\d{1,18})\\.m4s\\.part");

    /// @throws FileSystemException when the recording is still being written
    /// @throws MediaFormatException when it is no recording, or what all need is lost
    void run() throws IOException, MediaFormatException {
        var path = folder.resolve(Journal.FILE);
        try (var lock = WritableFile.open(path)) {
            if (!lock.lock()) {
                throw new FileSystemException(
                        folder.toString(), null, "this recording is still being written");
            }
            long valid = RecordingReader.read(folder, index);
            for (var rendition : index.renditions()) {
                settle(rendition);
            }
            if (!index.hasEnded()) {
                try (var journal = Journal.open(RecordingFiles.OF_SYSTEM, path, valid)) {
                    journal.append(new JournalEntry.Ended());
                }
                index.add(new JournalEntry.Ended());
            }
            new RecordedVod(folder, index).write();
        }
    }

    /// Gives segments that were open their names and lengths, and deletes what belongs to none.
    private void settle(RecordedRendition rendition) throws IOException {
        for (var partial : partials(folder.resolve(rendition.name()))) {
            var matcher = PARTIAL.matcher(partial.getFileName().toString());
            long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
            int i = segment(rendition.table(), number);
            if (i < 0 || rendition.table().sizeBytes(i) == 0) {
                Files.delete(partial);
                continue;
            }
            try (var file = WritableFile.open(partial)) {
                file.truncate(rendition.table().sizeBytes(i));
            }
            var complete = partial.resolveSibling(RecordingFolder.file(number));
            Files.move(partial, complete, StandardCopyOption.ATOMIC_MOVE);
        }
        shortenLast(rendition);
    }

    /// Of the last segment more may be in its file than the journal speaks of.
    private void shortenLast(RecordedRendition rendition) throws IOException {
        int last = rendition.table().count() - 1;
        if (last < 0 || rendition.table().sizeBytes(last) == 0) {
            return;
        }
        var name = RecordingFolder.file(index.fileNumber(rendition.table().msn(last)));
        try (var file = WritableFile.open(folder.resolve(rendition.name()).resolve(name))) {
            file.truncate(rendition.table().sizeBytes(last));
        }
    }

    /// The segment in the file with this number, or -1.
    private int segment(SegmentTable table, long number) {
        long msn = index.firstMsn() + number - 1;
        int i = table.atOrAfter(msn);
        return number > 0 && i < table.count() && table.msn(i) == msn ? i : -1;
    }

    private static List<Path> partials(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().endsWith(".part")).toList();
        }
    }
}
