package dev.anabranch.kernel;

import java.util.concurrent.atomic.LongAdder;

/// What all readers of a stream have missed so far. Thread-safe.
final class ReaderTotals {

    private final LongAdder skippedFrames = new LongAdder();
    private final LongAdder evictedReaders = new LongAdder();
    private final Runnable onEvicted;

    ReaderTotals(Runnable onEvicted) {
        this.onEvicted = onEvicted;
    }

    void skipped(long frames) {
        skippedFrames.add(frames);
    }

    void evicted() {
        evictedReaders.increment();
        onEvicted.run();
    }

    long skippedFrames() {
        return skippedFrames.sum();
    }

    long evictedReaders() {
        return evictedReaders.sum();
    }
}
