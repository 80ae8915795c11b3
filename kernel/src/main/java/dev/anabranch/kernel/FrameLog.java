package dev.anabranch.kernel;

import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What came in for a stream since it became active, as far as it is kept: a chain of pages of
/// entries, whose payloads lie in blocks outside the heap.
///
/// There is one writer at a time, whoever holds [#turn]; methods below "The writer" need it.
/// Readers need nothing: they follow the chain, see what was counted, and hold a block while they
/// read it. Old pages let go of their blocks whether they were read or not.
final class FrameLog {

    private static final int SMALLEST_PART_OF_LIMIT = 16;

    /// However small the limit is; 16 pages are 4,096 frames.
    private static final int FEWEST_PAGES = 16;

    /// Held by a publisher for the time of one claim or commit, by nobody for longer.
    final ReentrantLock turn = new ReentrantLock();

    final Readers readers = new Readers();
    final Entry entry = new Entry();

    private final BlockWriter blocks;
    private final GroupStarts groups = new GroupStarts();
    private EntryPage newest = new EntryPage(0);
    private EntryPage oldest = newest;
    private @Nullable EntryPage lastExpired;
    private long frames;
    private long epoch;

    /// Written by the writer, read by readers: where the current group of pictures begins.
    private volatile @Nullable StartPoint start;

    /// Written by the writer, read by anybody.
    private volatile List<Track> tracks = List.of();

    /// Written by the writer, read by readers, which compare their own place with it; a value that
    /// is a little old does no harm.
    private volatile long newestArrivalNanos;

    /// Written by the writer, read by readers that lost their place.
    private volatile boolean hasEnded;

    private volatile LogLimits limits;
    private volatile SlowReaderPolicy slowReaders;

    FrameLog(MemoryShare share, LogLimits limits, SlowReaderPolicy slowReaders) {
        blocks = new BlockWriter(share);
        this.limits = limits;
        this.slowReaders = slowReaders;
    }

    void configure(LogLimits newLimits, SlowReaderPolicy policy) {
        limits = newLimits;
        slowReaders = policy;
    }

    // The writer.

    /// A block with room for `sizeBytes` at [#reservedOffset], held for the caller, or null. Old
    /// pages make room if need be.
    @Nullable Block reserve(int sizeBytes) {
        if (hasEnded) {
            return null;
        }
        var block = blocks.reserve(sizeBytes);
        while (block == null && sizeBytes <= limits.maxBytes() && expireOldest()) {
            block = blocks.reserve(sizeBytes);
        }
        if (block != null) {
            block.retain();
        }
        return block;
    }

    int reservedOffset() {
        return blocks.offset();
    }

    /// Appends what [#entry] says.
    void append(TrackKind kind) {
        if (newest.isFull() || wouldHoldTooMuch()) {
            roll();
        }
        var page = newest;
        int index = page.count();
        boolean isFrame = entry.kind == EntryKind.FRAME;
        boolean isStart = isFrame && groups.isStart(entry, kind, hasVideo());
        newestArrivalNanos = entry.arrivalNanos;
        page.add(entry);
        if (isStart) {
            start = new StartPoint(page, index, frames, epoch, tracks);
        }
        if (isFrame) {
            frames++;
        }
        expireOld(entry.arrivalNanos);
    }

    /// So that a page is a small part of what may be kept, and can be let go on its own.
    private boolean wouldHoldTooMuch() {
        return !newest.isEmpty()
                && entry.subject instanceof Block block
                && newest.heldBytes() + block.sizeBytes()
                        > Math.max(
                                BlockMemory.BLOCK_BYTES, limits.maxBytes() / SMALLEST_PART_OF_LIMIT)
                && !newest.holds(block);
    }

    private void roll() {
        var page = new EntryPage(newest.number + 1);
        newest.append(page);
        newest = page;
        // Frames of a few bytes fill pages long before they fill blocks.
        if (page.number - oldest.number >= mostPages()) {
            expireOldest();
        }
    }

    private long mostPages() {
        return Math.max(FEWEST_PAGES, limits.maxBytes() / BlockMemory.BLOCK_BYTES);
    }

    /// How many pages there are.
    long pages() {
        return newest.number - oldest.number + 1;
    }

    private void expireOld(long nowNanos) {
        long oldestNanos = nowNanos - limits.window().toNanos();
        var from = start;
        long kept = from == null ? newest.number : from.page().number;
        while (oldest.number < kept && oldest.newestArrivalNanos() - oldestNanos < 0) {
            expireOldest();
        }
    }

    private boolean expireOldest() {
        if (oldest == newest) {
            if (newest.isEmpty()) {
                return false;
            }
            roll();
        }
        var expired = oldest;
        oldest = Objects.requireNonNull(expired.next());
        var from = start;
        if (from != null && from.page() == expired) {
            start = null;
            groups.reset();
        }
        expired.letGo();
        // A reader that has just read all of the expired page goes on from it without a skip, so
        // the page is
        // cut off one page later.
        if (lastExpired != null) {
            lastExpired.cut();
        }
        lastExpired = expired;
        return true;
    }

    void track(Track track, long nowNanos) {
        var changed = new ArrayList<>(tracks);
        changed.removeIf(other -> other.id() == track.id());
        changed.add(track);
        changed.sort(Comparator.comparingInt(Track::id));
        tracks = List.copyOf(changed);
        entry.clear(EntryKind.TRACK, nowNanos);
        entry.trackId = track.id();
        entry.subject = track;
        append(track.kind());
    }

    /// What follows does not continue what came before; all tracks have to be said again.
    void discontinue(long nowNanos) {
        epoch++;
        tracks = List.of();
        groups.reset();
        entry.clear(EntryKind.DISCONTINUITY, nowNanos);
        append(TrackKind.METADATA);
    }

    void end(long nowNanos) {
        entry.clear(EntryKind.END, nowNanos);
        append(TrackKind.METADATA);
        tracks = List.of();
        hasEnded = true;
        blocks.close();
    }

    boolean hasFrames() {
        return frames > 0;
    }

    /// Lets go of everything; readers that are not through end here.
    void letGo() {
        hasEnded = true;
        blocks.close();
        while (expireOldest()) {
            // Each turn lets go of one page.
        }
    }

    private boolean hasVideo() {
        for (int i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).kind() == TrackKind.VIDEO) {
                return true;
            }
        }
        return false;
    }

    // Readers.

    /// Where the current group of pictures begins, or null when there is none or it is not kept.
    @Nullable StartPoint start() {
        return start;
    }

    /// Behind the newest entry. Takes the turn for a moment.
    StartPoint edge() {
        turn.lock();
        try {
            return new StartPoint(newest, newest.count(), frames, epoch, tracks);
        } finally {
            turn.unlock();
        }
    }

    boolean hasEnded() {
        return hasEnded;
    }

    long newestArrivalNanos() {
        return newestArrivalNanos;
    }

    SlowReaderPolicy slowReaders() {
        return slowReaders;
    }

    List<Track> tracks() {
        return tracks;
    }
}
