package dev.anabranch.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// How slow one reader is, and what is done about it: the one place where [SlowReaderPolicy] is
/// applied.
///
/// The reader's thread tells what it reads and skips; the kernel's thread looks whether it reads at
/// all.
final class SlowReader {

    private static final VarHandle READ;
    private static final VarHandle EVICTED;

    static {
        try {
            var lookup = MethodHandles.lookup();
            READ = lookup.findVarHandle(SlowReader.class, "readArrivalNanos", long.class);
            EVICTED = lookup.findVarHandle(SlowReader.class, "evicted", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final FrameLog log;
    private final ReaderTotals totals;

    /// Arrival of the frame read last: opaque, by the reader for the kernel's thread, which needs
    /// no order with anything else.
    @SuppressWarnings("unused") // through READ
    private long readArrivalNanos;

    @SuppressWarnings("unused") // through EVICTED
    private volatile boolean evicted;

    /// Written by the reader.
    private volatile long skippedFrames;

    private int skips;
    private long firstSkipNanos;

    SlowReader(FrameLog log, ReaderTotals totals, long nowNanos) {
        this.log = log;
        this.totals = totals;
        readArrivalNanos = nowNanos;
    }

    long maxLagNanos() {
        return log.slowReaders().maxLagNanos();
    }

    void reads(long arrivalNanos) {
        READ.setOpaque(this, arrivalNanos);
    }

    /// `wake` for a reader that has read everything: from then on frames wait for it.
    Runnable waking(Runnable wake) {
        return () -> {
            reads(log.newestArrivalNanos());
            wake.run();
        };
    }

    /// Counts a skip, and evicts who does it too often.
    void skips(long frames, long nowNanos) {
        long skipped = skippedFrames + frames;
        skippedFrames = skipped;
        totals.skipped(frames);
        reads(nowNanos);
        var policy = log.slowReaders();
        if (skips == 0 || nowNanos - firstSkipNanos > policy.memory().toNanos()) {
            skips = 0;
            firstSkipNanos = nowNanos;
        }
        skips++;
        if (skips > policy.maxSkips()) {
            evict();
        }
    }

    /// Whether frames have waited for this reader for as long as the policy allows.
    boolean isFrozen() {
        long behindNanos = log.newestArrivalNanos() - (long) READ.getOpaque(this);
        return behindNanos > log.slowReaders().memory().toNanos();
    }

    void evict() {
        if (EVICTED.compareAndSet(this, false, true)) {
            totals.evicted();
        }
    }

    boolean isEvicted() {
        return evicted;
    }

    long skippedFrames() {
        return skippedFrames;
    }
}
