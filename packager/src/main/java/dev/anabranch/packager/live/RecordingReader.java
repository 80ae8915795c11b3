package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads what the folder of a recording holds: the journal, and of each segment as many parts as
/// its file has. Owned by one thread.
final class RecordingReader {

    private final Path folder;
    private final RecordingIndex index;

    private RecordingReader(Path folder, RecordingIndex index) {
        this.folder = folder;
        this.index = index;
    }

    /// @param index takes in what there is
    /// @return how much of the journal is whole
    /// @throws MediaFormatException when it is no recording, or initialization sections are lost
    static long read(Path folder, RecordingIndex index) throws IOException, MediaFormatException {
        var reader = new RecordingReader(folder, index);
        long valid = Journal.read(folder.resolve(Journal.FILE), reader::entry);
        for (int n = 0; n < index.renditions().size(); n++) {
            reader.settleLast(n);
        }
        return valid;
    }

    private void entry(JournalEntry entry) throws IOException, MediaFormatException {
        switch (entry) {
            case JournalEntry.InitAdded init -> index.add(init, init(init));
            case JournalEntry.SegmentBegun begun -> {
                settle(begun.rendition());
                index.add(begun);
            }
            case JournalEntry.SegmentEnded ended -> settle(ended.rendition());
            case JournalEntry.Interrupted _, JournalEntry.Ended _ -> {
                for (int n = 0; n < index.renditions().size(); n++) {
                    settle(n);
                }
                index.add(entry);
            }
            case JournalEntry.TargetDuration _,
                    JournalEntry.RenditionAdded _,
                    JournalEntry.PartAdded _ ->
                    index.add(entry);
        }
    }

    private byte[] init(JournalEntry.InitAdded entry) throws IOException, MediaFormatException {
        var rendition = index.rendition(entry.rendition());
        var file =
                folder.resolve(rendition.name())
                        .resolve(RecordedInit.file(rendition.inits().size()));
        if (entry.sizeBytes() > RecordedInit.MAX_BYTES) {
            throw MediaFormatException.limit(
                    file.toString(), "init size", entry.sizeBytes(), RecordedInit.MAX_BYTES);
        }
        try {
            if (Files.size(file) == entry.sizeBytes()) {
                var bytes = Files.readAllBytes(file);
                if (RecordingFolder.sum(ByteBuffer.wrap(bytes)) == entry.crc()) {
                    return bytes;
                }
            }
        } catch (NoSuchFileException lost) {
            // told below
        }
        throw MediaFormatException.malformed(
                file.toString(), "this initialization section is lost or damaged");
    }

    /// Completes the open segment of a rendition with what its file has.
    private void settle(int number) throws IOException, MediaFormatException {
        var rendition = index.rendition(number);
        var open = rendition.open();
        if (open.isEmpty()) {
            return;
        }
        settle(rendition, open.get(), size(rendition, open.get()));
    }

    private static void settle(RecordedRendition rendition, OpenSegment segment, long sizeBytes) {
        if (sizeBytes == 0 && segment.sizeBytes() > 0) {
            rendition.completeAsHole();
            return;
        }
        shorten(segment, sizeBytes);
        rendition.complete();
    }

    private static void shorten(OpenSegment segment, long sizeBytes) {
        while (segment.sizeBytes() > sizeBytes) {
            segment.dropLast();
        }
    }

    /// The last segment may have been cut off while it was written, by a power cut even with holes
    /// of zeros: its bytes are read.
    private void settleLast(int number) throws IOException, MediaFormatException {
        var rendition = index.rendition(number);
        var open = rendition.open();
        if (open.isEmpty()) {
            return;
        }
        long whole = 0;
        var path = file(rendition, open.get());
        if (path.isPresent()) {
            var bytes = ByteBuffer.wrap(Files.readAllBytes(path.get()));
            for (var part : open.get().parts()) {
                int size = part.sizeBytes();
                if (size > bytes.limit() - whole
                        || RecordingFolder.sum(bytes.slice((int) whole, size)) != part.crc()) {
                    break;
                }
                whole += size;
            }
        }
        shorten(open.get(), whole);
        rendition.complete();
    }

    /// 0 when there is no file.
    private long size(RecordedRendition rendition, OpenSegment segment) throws IOException {
        var complete = complete(rendition, segment);
        try {
            return Files.size(complete);
        } catch (NoSuchFileException notComplete) {
            var partial = RecordingFolder.hidden(complete);
            return Files.exists(partial) ? Files.size(partial) : 0;
        }
    }

    private Optional<Path> file(RecordedRendition rendition, OpenSegment segment) {
        var complete = complete(rendition, segment);
        var partial = RecordingFolder.hidden(complete);
        return Files.exists(complete)
                ? Optional.of(complete)
                : Optional.of(partial).filter(Files::exists);
    }

    private Path complete(RecordedRendition rendition, OpenSegment segment) {
        var name = RecordingFolder.file(index.fileNumber(segment.begun().msn()));
        return folder.resolve(rendition.name()).resolve(name);
    }
}
