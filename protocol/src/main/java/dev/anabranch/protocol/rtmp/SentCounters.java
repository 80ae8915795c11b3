package dev.anabranch.protocol.rtmp;

import java.util.concurrent.atomic.LongAdder;

/// What went over an outgoing connection; counted by its event loop, read by anybody.
final class SentCounters {

    private final LongAdder bytes = new LongAdder();
    private final LongAdder frames = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    void frame(long sizeBytes) {
        frames.increment();
        bytes.add(sizeBytes);
    }

    void drop() {
        dropped.increment();
    }

    long bytes() {
        return bytes.sum();
    }

    long frames() {
        return frames.sum();
    }

    long dropped() {
        return dropped.sum();
    }
}
