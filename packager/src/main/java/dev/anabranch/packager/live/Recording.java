package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Content;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A live stream kept in a folder: the live segments themselves, part by part as they come, in the
/// layout that `package` writes. When it is finished, or repaired after a crash, the folder is a
/// VOD; nothing is muxed again. While it grows any piece of it can be played ([#range]) and saved
/// ([#clip]).
///
/// Fed by the thread that feeds the presentation, which never waits for the disk: a thread of the
/// recording writes. When the disk is full or too slow parts are lost, [RecordingListener] is told,
/// the stream goes on, and so does the recording when it can, with the next segment and a
/// discontinuity. A killed process loses what it had not written yet, at most the last part of each
/// rendition; a power cut also what the operating system had not. Transport streams are not
/// recorded, for they hold the same once more.
///
/// Read by any thread. See `docs/decisions/0022-recording.md`.
public final class Recording implements LiveListener, AutoCloseable {

    /// The hidden file that a folder has from its first part on, before it has playlists.
    public static final String JOURNAL = Journal.FILE;

    /// How much may wait for the disk: two minutes of 4 Mb/s.
    private static final long MAX_QUEUED_BYTES = 64L << 20;

    private final Path folder;
    private final RecordingIndex index;
    private final @Nullable RecordingWriter writer;
    private @Nullable LivePresentation presentation; // guarded by this
    private long acceptedFromMsn; // guarded by this
    private long highestMsn = -1; // guarded by this
    private int failuresSeen; // guarded by this
    private boolean isSkipping; // guarded by this
    private boolean isClosed; // guarded by this

    private Recording(Path folder, RecordingIndex index, @Nullable RecordingWriter writer) {
        this.folder = folder;
        this.index = index;
        this.writer = writer;
    }

    /// Begins to record what `presentation` makes, from the next segment on, which is the first
    /// when nothing was fed yet. The folder is made with the first part.
    ///
    /// @param folder new or empty
    /// @throws DirectoryNotEmptyException when there is something in the folder
    public static Recording start(
            Path folder, LivePresentation presentation, RecordingListener listener)
            throws IOException {
        var recording = create(folder, listener, RecordingFiles.OF_SYSTEM, MAX_QUEUED_BYTES);
        recording.follow(presentation);
        return recording;
    }

    static Recording create(
            Path folder, RecordingListener listener, RecordingFiles files, long maxQueuedBytes)
            throws IOException {
        if (Files.exists(folder)) {
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new DirectoryNotEmptyException(folder.toString());
                }
            }
        }
        var index = new RecordingIndex();
        var writer =
                new RecordingWriter(
                        new RecordingFolder(folder, files, index),
                        listener,
                        new RecordedVod(folder, index)::write,
                        maxQueuedBytes,
                        String.valueOf(folder.getFileName()));
        writer.start();
        return new Recording(folder, index, writer);
    }

    /// Opens a recording that is finished.
    ///
    /// @throws MediaFormatException when the folder holds none, or what all segments need is lost
    public static Recording open(Path folder) throws IOException, MediaFormatException {
        var index = new RecordingIndex();
        RecordingReader.read(folder, index);
        return new Recording(folder, index, null);
    }

    /// Opens a recording whose writer was killed, after making it a VOD of everything up to the
    /// last whole part. On a finished one it changes nothing but to write the playlists anew.
    ///
    /// @throws java.nio.file.FileSystemException when it is still being written
    /// @throws MediaFormatException when the folder holds none, or what all segments need is lost
    public static Recording repair(Path folder) throws IOException, MediaFormatException {
        var index = new RecordingIndex();
        new RecordingRepair(folder, index).run();
        return new Recording(folder, index, null);
    }

    private synchronized void follow(LivePresentation live) {
        presentation = live;
        for (var rendition : live.renditions()) {
            acceptedFromMsn = Math.max(acceptedFromMsn, rendition.edge().lastMsn() + 1);
        }
        live.addListener(this);
    }

    @Override
    public synchronized void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
        if (writer == null || isClosed || rendition.isTransportStream()) {
            return;
        }
        boolean isNewest = segment.msn() > highestMsn;
        if (highestMsn < 0) {
            // The number in 1.m4s; a rendition that is behind begins there too.
            long first = part.index() == 0 ? segment.msn() : segment.msn() + 1;
            acceptedFromMsn = Math.max(acceptedFromMsn, first);
        }
        highestMsn = Math.max(highestMsn, segment.msn());
        if (writer.failures() != failuresSeen) {
            isSkipping = true;
        }
        if (isSkipping && isNewest) {
            resume(writer, segment.msn());
        }
        if (!isSkipping && segment.msn() >= acceptedFromMsn) {
            write(writer, rendition, segment, part);
        }
    }

    /// Goes on with a segment that no rendition has begun before, so that all have their
    /// discontinuity there.
    private void resume(RecordingWriter to, long msn) {
        int failures = to.failures();
        if (to.hasRoom() && to.offer(new RecordingWriter.Task.Resume())) {
            failuresSeen = failures;
            isSkipping = false;
            acceptedFromMsn = msn;
        }
    }

    private void write(
            RecordingWriter to, LiveRendition rendition, LiveSegment segment, LivePart part) {
        var init = rendition.init(segment.initNumber());
        if (init.isEmpty() || !segment.retain()) {
            return;
        }
        var recorded = RecordedPart.of(rendition, segment, part, init.get());
        if (!to.offer(new RecordingWriter.Task.Part(recorded))) {
            recorded.close();
            lose(to);
        }
    }

    @Override
    public synchronized void segment(LiveRendition rendition, LiveSegment segment) {
        if (writer == null
                || isClosed
                || isSkipping
                || rendition.isTransportStream()
                || segment.msn() < acceptedFromMsn) {
            return;
        }
        int target = Math.toIntExact(rendition.targetDuration());
        if (!writer.offer(new RecordingWriter.Task.SegmentEnd(rendition.name(), target))) {
            lose(writer);
        }
    }

    private void lose(RecordingWriter to) {
        isSkipping = true;
        to.tooSlow();
    }

    /// Has the recording finished; [RecordingListener#finished] tells when it is.
    @Override
    public synchronized void ended() {
        if (!isClosed && writer != null) {
            isClosed = true;
            writer.end();
        }
    }

    /// Stops recording and waits until everything is written and the folder is a VOD.
    ///
    /// @return false when it could not be made one; [#repair] does it when there is room again
    /// @throws InterruptedException when interrupted while waiting; the writing goes on
    public boolean finish() throws InterruptedException {
        LivePresentation live;
        synchronized (this) {
            live = presentation;
            presentation = null;
        }
        if (live != null) {
            live.removeListener(this);
        }
        ended();
        if (writer == null) {
            return true;
        }
        writer.join();
        return writer.isFinished();
    }

    /// Whether every part it was told of is on the disk, or lost.
    boolean isIdle() {
        return writer == null || writer.isIdle();
    }

    public Path folder() {
        return folder;
    }

    /// Whether nothing more is recorded, and the folder is a VOD if anything was.
    public boolean isFinished() {
        return writer == null || writer.isFinished();
    }

    /// What lies between two times, of all segments that overlap them. Without an end, or with one
    /// that is still to come, the playlists grow as the recording does.
    ///
    /// What it costs depends on how long the range is and not on how long the recording is.
    public RangeAnswer<RecordedRange> range(
            RecordingPosition start, Optional<RecordingPosition> end) {
        return RecordedRanges.of(index, start, end);
    }

    /// The same moment in a form that means the same later: so long after the beginning, in whole
    /// milliseconds, and no later than what all renditions have.
    ///
    /// @return empty while nothing is recorded
    public Optional<RecordingPosition.FromBeginning> lasting(RecordingPosition position) {
        return RangeSearch.of(index).map(search -> search.lastingPosition(position));
    }

    /// What lies between two times as one MP4 file, fragmented, with all renditions. It begins with
    /// the last keyframe at or before the start and ends with the part that reaches the end; an
    /// edit list lets sound begin with the picture. Its media are read while it is sent, from files
    /// that must still be there then.
    ///
    /// Of several renditions of pictures all are in it, each a track.
    ///
    /// @throws IOException when the segments at its edges cannot be read
    /// @throws MediaFormatException when they are damaged
    public RangeAnswer<Content> clip(RecordingPosition start, RecordingPosition end)
            throws IOException, MediaFormatException {
        return new RecordedClips(folder, index).of(start, end);
    }

    /// The file of a complete segment, by the names it has in the live playlists.
    ///
    /// @return empty when it was not recorded, or is not complete
    public Optional<Path> segmentFile(String rendition, long msn) {
        return index.rendition(rendition)
                .filter(one -> has(one.table(), msn))
                .map(one ->
                        folder.resolve(one.name())
                                .resolve(RecordingFolder.file(index.fileNumber(msn))));
    }

    private static boolean has(SegmentTable table, long msn) {
        int i = table.atOrAfter(msn);
        return i < table.count() && table.msn(i) == msn && table.sizeBytes(i) > 0;
    }

    /// The file of an initialization section, by its number in the live playlists.
    public Optional<Path> initFile(String rendition, int number) {
        return index.rendition(rendition)
                .flatMap(one ->
                        one.inits().stream()
                                .filter(init -> init.liveNumber() == number)
                                .findFirst()
                                .map(init ->
                                        folder.resolve(one.name())
                                                .resolve(RecordedInit.file(init.number()))));
    }

    /// As [#finish], but an interrupt is kept for later.
    @Override
    public void close() {
        try {
            finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
