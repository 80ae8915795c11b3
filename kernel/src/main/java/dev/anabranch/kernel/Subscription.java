package dev.anabranch.kernel;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A reader's place in a stream, used by one thread at a time.
///
/// It begins with the tracks and the current group of pictures; pictures of a track come from a
/// keyframe on. Nothing it does makes the publisher or another reader wait. [#next] and the
/// accessors that answer numbers, blocks or tracks do not allocate, and lock nothing.
public final class Subscription implements AutoCloseable {

    private final FrameLog log;
    private final Waiter waiter;
    private final SlowReader slowness;
    private final @Nullable Track[] tracks = new Track[Publication.MAX_TRACKS + 1];

    private EntryPage page;

    /// Of the entry that comes next, `current` of the one the accessors speak of.
    private int index;

    private int current;
    private EntryPage currentPage;

    /// Entries of `page` known to be there.
    private int limit;

    /// How many frames came before `index`, since the stream became active.
    private long ordinal;

    private long epoch;
    private @Nullable Block held;
    private EntryKind kind = EntryKind.END;
    private @Nullable Track pendingTrack;

    /// What is said before the log goes on: a discontinuity that was skipped, and tracks.
    private boolean isDiscontinuityPending;

    private List<Track> pendingTracks = List.of();
    private int pendingIndex;

    /// Video tracks that wait for a keyframe, a bit for each id.
    private long awaited;

    private boolean hasEnded;

    Subscription(FrameLog log, StartPoint from, Runnable wake, SlowReader slowness) {
        this.log = log;
        waiter = new Waiter(slowness.waking(wake));
        this.slowness = slowness;
        page = from.page();
        currentPage = page;
        epoch = from.epoch();
        begin(from);
    }

    private void begin(StartPoint from) {
        isDiscontinuityPending |= epoch != from.epoch();
        page = from.page();
        index = from.index();
        limit = index;
        ordinal = from.ordinal();
        epoch = from.epoch();
        pendingTracks = from.tracks();
        pendingIndex = 0;
        awaited = 0;
        for (int i = 0; i < pendingTracks.size(); i++) {
            await(pendingTracks.get(i));
        }
    }

    private void await(Track track) {
        if (track.kind() == TrackKind.VIDEO) {
            awaited |= 1L << track.id();
        }
    }

    /// Moves on.
    ///
    /// What the accessors say holds until the next call of this, [#rest] or [#close].
    ///
    /// @return `false` when there is nothing yet; then `wake` is called once when there is, on the
    ///   publisher's thread. After [EntryKind#END] always `false`, without a wake
    public boolean next() {
        if (hasEnded) {
            return false;
        }
        if (slowness.isEvicted()) {
            return end();
        }
        while (true) {
            if (isDiscontinuityPending || pendingIndex < pendingTracks.size()) {
                return nextPending();
            }
            if (index < limit || more()) {
                if (take()) {
                    return true;
                }
            } else if (page.isCut()) {
                if (!lapse()) {
                    return end();
                }
            } else if (isThrough()) {
                return end();
            } else if (!lookAgain()) {
                return false;
            }
        }
    }

    private boolean nextPending() {
        rest();
        if (isDiscontinuityPending) {
            isDiscontinuityPending = false;
            kind = EntryKind.DISCONTINUITY;
            return true;
        }
        var track = pendingTracks.get(pendingIndex++);
        tracks[track.id()] = track;
        pendingTrack = track;
        kind = EntryKind.TRACK;
        return true;
    }

    /// Whether there are more entries, in this page or the following.
    private boolean more() {
        limit = page.count();
        if (index < limit) {
            return true;
        }
        var following = page.next();
        if (following == null) {
            return false;
        }
        // It was full when it got a successor, and may not have been when it was counted.
        limit = page.count();
        if (index < limit) {
            return true;
        }
        if (page.isCut()) {
            return false;
        }
        page = following;
        index = 0;
        limit = following.count();
        return limit > 0;
    }

    /// Whether the log has ended and this reader begins behind its end.
    private boolean isThrough() {
        return log.hasEnded() && page.count() <= index && page.next() == null;
    }

    /// Says that this reader waits, then looks whether what it waits for has just come.
    private boolean lookAgain() {
        rest();
        waiter.begin();
        boolean isThere = page.count() > index || page.next() != null || slowness.isEvicted();
        return isThere && waiter.cancel();
    }

    /// Makes the entry at `index` the current one; `false` when it is not for this reader, or when
    /// it went elsewhere.
    private boolean take() {
        int at = index;
        kind = page.kind(at);
        switch (kind) {
            case FRAME -> {
                return takeFrame(at);
            }
            case TRACK -> takeTrack((Track) page.subject(at));
            case DISCONTINUITY -> {
                epoch++;
                Arrays.fill(tracks, null);
            }
            case END -> hasEnded = true;
        }
        index = at + 1;
        rest();
        if (hasEnded) {
            log.readers.remove(this);
        }
        return true;
    }

    private void takeTrack(Track track) {
        if (tracks[track.id()] == null) {
            await(track);
        }
        tracks[track.id()] = track;
        pendingTrack = track;
    }

    private boolean takeFrame(int at) {
        if (isBehind(at) && skip()) {
            return false;
        }
        long track = 1L << page.trackId(at);
        if ((awaited & track) != 0) {
            if (!page.isKeyframe(at)) {
                index = at + 1;
                ordinal++;
                return false;
            }
            awaited &= ~track;
        }
        if (!hold((Block) page.subject(at))) {
            hasEnded = !lapse();
            return hasEnded && end();
        }
        currentPage = page;
        current = at;
        index = at + 1;
        ordinal++;
        slowness.reads(page.arrivalNanos(at));
        return true;
    }

    private boolean hold(Block block) {
        if (held == block) {
            return true;
        }
        rest();
        if (!block.tryRetain()) {
            return false;
        }
        held = block;
        return true;
    }

    private boolean isBehind(int at) {
        long lagNanos = log.newestArrivalNanos() - page.arrivalNanos(at);
        return lagNanos > slowness.maxLagNanos();
    }

    /// To the newest keyframe, when that is further on.
    private boolean skip() {
        var to = log.start();
        if (to == null || to.ordinal() <= ordinal) {
            return false;
        }
        goTo(to);
        return true;
    }

    /// What came next is no longer kept: goes on where one can.
    ///
    /// @return `false` when the stream is over
    private boolean lapse() {
        if (log.hasEnded()) {
            return false;
        }
        if (!skip()) {
            goTo(log.edge());
        }
        return true;
    }

    private void goTo(StartPoint to) {
        rest();
        slowness.skips(to.ordinal() - ordinal, log.newestArrivalNanos());
        begin(to);
    }

    private boolean end() {
        rest();
        kind = EntryKind.END;
        hasEnded = true;
        log.readers.remove(this);
        return true;
    }

    /// Gives back the memory of the current frame without moving on: for who cannot go on at once
    /// (its socket is full). The frame's payload is no longer to be read.
    public void rest() {
        var block = held;
        if (block != null) {
            held = null;
            block.release();
        }
    }

    /// Of what [#next] moved to.
    public EntryKind kind() {
        return kind;
    }

    /// The track of a [EntryKind#TRACK]; the one of the current frame otherwise.
    public Track track() {
        return Objects.requireNonNull(kind == EntryKind.TRACK ? pendingTrack : tracks[trackId()]);
    }

    public int trackId() {
        return kind == EntryKind.TRACK ? track().id() : currentPage.trackId(current);
    }

    public long dtsTicks() {
        return currentPage.dtsTicks(current);
    }

    public long ptsTicks() {
        return currentPage.ptsTicks(current);
    }

    /// 0 when the sender did not say.
    public long durationTicks() {
        return currentPage.durationTicks(current);
    }

    public boolean isKeyframe() {
        return currentPage.isKeyframe(current);
    }

    /// When the frame was committed, on the kernel's clock of nanoseconds.
    public long arrivalNanos() {
        return currentPage.arrivalNanos(current);
    }

    /// When the current frame was made, smoothed: what `ptsTicks` is on the wall clock. What comes
    /// after a discontinuity is never before what came before it.
    public Instant wallClock() {
        long nanos = currentPage.wallNanos(current);
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    /// Where the payload is; retain it to use it for longer.
    public Block block() {
        if (held == null) {
            throw new IllegalStateException("not on a frame");
        }
        return held;
    }

    /// Where in [#block] it begins.
    public int offset() {
        return currentPage.offset(current);
    }

    public int sizeBytes() {
        return currentPage.sizeBytes(current);
    }

    /// The current frame with a lease of its own, to be closed by the caller.
    public Frame frame() {
        var block = block();
        block.retain();
        var bytes = block.bytes().asSlice(offset(), sizeBytes()).asReadOnly();
        return new Frame(
                trackId(),
                dtsTicks(),
                ptsTicks(),
                durationTicks(),
                isKeyframe(),
                false,
                new BlockLease(block, bytes));
    }

    /// Frames that were not delivered because this reader was too slow.
    public long skippedFrames() {
        return slowness.skippedFrames();
    }

    /// Whether the end came because this reader was too slow for too long.
    public boolean isEvicted() {
        return slowness.isEvicted();
    }

    /// Ends this reader, which learns of it with its next call of [#next]; on the kernel's thread.
    void evict() {
        slowness.evict();
        waiter.wakeIfWaiting();
    }

    Waiter waiter() {
        return waiter;
    }

    SlowReader slowness() {
        return slowness;
    }

    /// Leaves. May be called again.
    @Override
    public void close() {
        hasEnded = true;
        waiter.end();
        rest();
        log.readers.remove(this);
    }
}
