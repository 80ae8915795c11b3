package dev.anabranch.kernel;

import dev.anabranch.media.Track;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a stream sends out from when it becomes active until it ends: the log, the time that runs
/// on in it, and whose frames go into it.
///
/// All methods but [#wake], [#log] and [#isTaken] need the turn.
final class Air {

    private static final double NANOS_PER_MILLI = 1e6;

    private final FrameLog log;
    private final Clocks clocks;
    private final Timeline timeline = new Timeline();
    private final WallClock wall = new WallClock();
    private final Meter meter = new Meter();

    /// Written under the turn, read by anybody.
    private volatile @Nullable Publication onAir;

    /// Written under the turn, read by anybody.
    private volatile boolean isTaken;

    Air(FrameLog log, Clocks clocks) {
        this.log = log;
        this.clocks = clocks;
    }

    FrameLog log() {
        return log;
    }

    long nowNanos() {
        return clocks.nanos().getAsLong();
    }

    Meter meter() {
        return meter;
    }

    void lock() {
        log.turn.lock();
    }

    void unlock() {
        log.turn.unlock();
    }

    /// Whether anything was ever sent.
    boolean isTaken() {
        return isTaken;
    }

    boolean carries(Publication publication) {
        return onAir == publication;
    }

    /// Whose frames go out; without the turn it may just have changed.
    @Nullable Publication onAirNow() {
        return onAir;
    }

    boolean carriesNow(Publication publication) {
        return onAir == publication;
    }

    /// Puts `publication` on air if what is there now has to give way.
    boolean take(Publication publication, List<Track> tracks) {
        var current = onAir;
        if (current != null
                && !current.isOver()
                && current.rank().compareTo(publication.rank()) >= 0) {
            return false;
        }
        onAir = publication;
        long nowNanos = clocks.nanos().getAsLong();
        if (isTaken) {
            timeline.change();
            wall.forget();
            log.discontinue(nowNanos);
        }
        isTaken = true;
        meter.begin(nowNanos);
        for (var track : tracks) {
            log.track(track, nowNanos);
            meter.track(track);
        }
        return true;
    }

    /// Lets a stand-in take the air from a publisher that is connected but sends nothing.
    ///
    /// Takes the turn itself.
    void release(Publication silent) {
        lock();
        try {
            if (onAir == silent) {
                onAir = null;
            }
        } finally {
            unlock();
        }
    }

    void track(Track track) {
        log.track(track, clocks.nanos().getAsLong());
        meter.track(track);
    }

    /// Whether `sample` does not continue what came before it; then that has been said to the
    /// readers.
    boolean jumps(Sample sample, Track track) {
        long nowNanos = clocks.nanos().getAsLong();
        if (!timeline.isJump(sample, track, nowNanos)) {
            return false;
        }
        breakOff(nowNanos);
        return true;
    }

    /// What follows does not continue what came before, as far as the publisher knows.
    void interrupt() {
        timeline.change();
        breakOff(clocks.nanos().getAsLong());
    }

    private void breakOff(long nowNanos) {
        wall.forget();
        var tracks = log.tracks();
        log.discontinue(nowNanos);
        for (var again : tracks) {
            log.track(again, nowNanos);
        }
        meter.jumped(nowNanos);
    }

    boolean frame(Sample sample, Track track, Block block, int offset, int sizeBytes) {
        long nowNanos = clocks.nanos().getAsLong();
        if (!timeline.move(sample, track, nowNanos)) {
            return false;
        }
        map(nowNanos);
        var entry = log.entry;
        entry.clear(EntryKind.FRAME, nowNanos);
        entry.trackId = track.id();
        entry.isKeyframe = sample.isKeyframe();
        entry.dtsTicks = timeline.dtsTicks();
        entry.ptsTicks = timeline.ptsTicks();
        entry.durationTicks = sample.durationTicks();
        entry.wallNanos = wall.at(timeline.ptsNanos());
        entry.subject = block;
        entry.offset = offset;
        entry.sizeBytes = sizeBytes;
        log.append(track.kind());
        meter.frame(entry, timeline.dtsNanos(), track.kind());
        return true;
    }

    private void map(long nowNanos) {
        if (!wall.isAnchored()) {
            var now = clocks.wall().instant();
            long wallNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
            wall.anchor(timeline.ptsNanos(), nowNanos, wallNanos);
        }
        wall.observe(timeline.ptsNanos(), nowNanos);
    }

    /// A frame there was no room for.
    void dropped() {
        meter.dropped(clocks.nanos().getAsLong());
    }

    /// Takes the turn itself.
    Quality quality(long nowNanos, long logBytes, ReaderTotals totals) {
        lock();
        try {
            return new Quality(
                    meter.tracks(nowNanos),
                    meter.jitterNanos() / NANOS_PER_MILLI,
                    wall.driftNanos() / NANOS_PER_MILLI,
                    meter.skewNanos() / NANOS_PER_MILLI,
                    meter.discontinuities(),
                    meter.droppedFrames(),
                    meter.undecodableFrames(),
                    meter.bytesIn(),
                    logBytes,
                    log.readers.count(),
                    totals.skippedFrames(),
                    totals.evictedReaders());
        } finally {
            unlock();
        }
    }

    /// Takes the turn itself.
    Health judge(HealthRules rules, Quality quality, long nowNanos) {
        lock();
        try {
            return rules.judge(meter, quality, nowNanos);
        } finally {
            unlock();
        }
    }

    /// Gives all memory back. Takes the turn itself.
    void letGo() {
        lock();
        try {
            log.letGo();
        } finally {
            unlock();
        }
    }

    /// The last entry.
    void end() {
        log.end(clocks.nanos().getAsLong());
        onAir = null;
    }

    void wake() {
        log.readers.wake();
    }
}
