package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Writes a recording: media into the files of its folder, and after each piece an entry into the
/// [Journal] and the [RecordingIndex].
///
/// ```
/// .recording
/// video-1/  init.mp4  1.m4s 2.m4s ...  .3.m4s.part
/// audio-1/  init.mp4  1.m4s 2.m4s ...  .3.m4s.part
/// ```
///
/// Owned by one thread. When a method fails, nothing of what it was to add counts, and the caller
/// calls [#interrupt] before it goes on.
final class RecordingFolder implements AutoCloseable {

    /// A minute of 4 Mb/s.
    private static final long LEAST_ROOM_BYTES = 32L << 20;

    private final Path folder;
    private final RecordingFiles files;
    private final RecordingIndex index;
    private final Map<String, Writing> writings = new HashMap<>();
    private @Nullable Journal journal;
    private int interruptions;

    RecordingFolder(Path folder, RecordingFiles files, RecordingIndex index) {
        this.folder = folder;
        this.files = files;
        this.index = index;
    }

    /// A rendition being written.
    private static final class Writing {

        private final int number;
        private final RecordedRendition rendition;
        private final Path folder;
        private @Nullable WritableFile file;
        private Path partial;
        private Path complete;

        Writing(int number, RecordedRendition rendition, Path folder) {
            this.number = number;
            this.rendition = rendition;
            this.folder = folder;
            partial = folder;
            complete = folder;
        }
    }

    boolean isOpen() {
        return journal != null;
    }

    /// Makes the folder, which must not hold a recording yet.
    void open() throws IOException {
        Files.createDirectories(folder);
        journal = Journal.create(files, folder.resolve(Journal.FILE));
    }

    /// Appends a part, behind a new rendition, initialization section or segment if it needs one.
    void add(RecordedPart part) throws IOException, MediaFormatException {
        var writing = writing(part);
        int init = init(writing, part);
        var measure =
                part.bytes().hasRemaining()
                        ? PartMeasure.of(part.bytes(), writing.rendition.inits().get(init))
                        : new PartMeasure(0, part.startTicks(), 0);
        var open = writing.rendition.open();
        if (open.isEmpty() || open.get().begun().msn() != part.msn()) {
            complete(writing);
            begin(writing, part, init, measure.presentedTicks());
        }
        append(writing, part, measure);
    }

    private Writing writing(RecordedPart part) throws IOException, MediaFormatException {
        var known = writings.get(part.rendition());
        if (known != null) {
            return known;
        }
        var added =
                new JournalEntry.RenditionAdded(
                        part.kind(), part.ticksPerSecond(), part.rendition());
        var place = folder.resolve(added.name());
        Files.createDirectories(place);
        int number = index.renditions().size();
        enter(added);
        var made = new Writing(number, index.rendition(number), place);
        writings.put(added.name(), made);
        return made;
    }

    private int init(Writing writing, RecordedPart part) throws IOException, MediaFormatException {
        var known = writing.rendition.inits();
        for (var init : known) {
            if (init.liveNumber() == part.initNumber()) {
                return init.number();
            }
        }
        var file = writing.folder.resolve(RecordedInit.file(known.size()));
        var partial = hidden(file);
        try (var out = files.create(partial)) {
            out.append(ByteBuffer.wrap(part.init()));
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        var entry =
                new JournalEntry.InitAdded(
                        writing.number,
                        part.initNumber(),
                        part.init().length,
                        sum(ByteBuffer.wrap(part.init())));
        journal().append(entry);
        index.add(entry, part.init());
        return known.size();
    }

    private void begin(Writing writing, RecordedPart part, int init, long presentedTicks)
            throws IOException, MediaFormatException {
        var begun =
                new JournalEntry.SegmentBegun(
                        writing.number,
                        part.msn(),
                        init,
                        part.discontinuity() + interruptions,
                        presentedTicks,
                        part.wallMicros());
        long first = index.firstMsn() < 0 ? part.msn() : index.firstMsn();
        writing.complete = writing.folder.resolve(file(part.msn() - first + 1));
        writing.partial = hidden(writing.complete);
        writing.file = files.create(writing.partial);
        enter(begun);
    }

    private void append(Writing writing, RecordedPart part, PartMeasure measure)
            throws IOException, MediaFormatException {
        var bytes = part.bytes();
        var entry =
                new JournalEntry.PartAdded(
                        writing.number,
                        part.startTicks(),
                        Math.toIntExact(part.durationTicks()),
                        bytes.remaining(),
                        measure.samples(),
                        measure.keyBytes(),
                        sum(bytes));
        file(writing).append(bytes.duplicate());
        enter(entry);
    }

    /// The open segment of a rendition is complete.
    ///
    /// @param targetSeconds the target duration of every playlist
    void complete(String rendition, int targetSeconds) throws IOException, MediaFormatException {
        if (index.targetSeconds() == 0) {
            enter(new JournalEntry.TargetDuration(targetSeconds));
        }
        var writing = writings.get(rendition);
        if (writing != null) {
            complete(writing);
        }
    }

    private void complete(Writing writing) throws IOException, MediaFormatException {
        if (writing.file == null) {
            return;
        }
        close(writing);
        enter(new JournalEntry.SegmentEnded(writing.number));
    }

    /// Gives a segment's file its name, as far as the journal speaks of it.
    private static void close(Writing writing) throws IOException {
        long whole = writing.rendition.open().map(OpenSegment::sizeBytes).orElse(0L);
        try (var file = file(writing)) {
            writing.file = null;
            if (file.sizeBytes() != whole) {
                file.truncate(whole);
            }
        }
        if (whole == 0) {
            Files.deleteIfExists(writing.partial);
        } else {
            Files.move(writing.partial, writing.complete, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Makes sure that there is room for more than what fits in just now: on a full disk each file
    /// that somebody deletes would let a second be recorded.
    ///
    /// @throws IOException when there is not
    void requireRoom() throws IOException {
        var place = folder;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        if (files.usableBytes(place) < LEAST_ROOM_BYTES) {
            throw new IOException(
                    "the disk is full; it goes on when "
                            + (LEAST_ROOM_BYTES >> 20)
                            + " MiB are free");
        }
    }

    /// Ends all open segments where they are: what comes next does not follow them.
    ///
    /// @throws IOException when there is no room to say so; to be called again
    void interrupt() throws IOException, MediaFormatException {
        for (var writing : writings.values()) {
            if (writing.file != null) {
                close(writing);
            }
        }
        index.completeAll();
        journal().append(new JournalEntry.Interrupted());
        interruptions++;
    }

    /// Says that nothing follows.
    void end() throws IOException, MediaFormatException {
        for (var writing : writings.values()) {
            complete(writing);
        }
        enter(new JournalEntry.Ended());
    }

    private void enter(JournalEntry entry) throws IOException, MediaFormatException {
        index.check(entry);
        journal().append(entry);
        index.add(entry);
    }

    private Journal journal() {
        return Optional.ofNullable(journal).orElseThrow(IllegalStateException::new);
    }

    private static WritableFile file(Writing writing) {
        return Optional.ofNullable(writing.file).orElseThrow(IllegalStateException::new);
    }

    /// The name of the segment with this number, the first being 1.
    static String file(long number) {
        return number + ".m4s";
    }

    /// What `file` is called until it is complete.
    static Path hidden(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".part");
    }

    static int sum(ByteBuffer bytes) {
        var sum = new CRC32C();
        sum.update(bytes.duplicate());
        return (int) sum.getValue();
    }

    @Override
    public void close() throws IOException {
        for (var writing : writings.values()) {
            if (writing.file != null) {
                writing.file.close();
                writing.file = null;
            }
        }
        if (journal != null) {
            journal.close();
            journal = null;
        }
    }
}
