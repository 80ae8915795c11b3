package dev.anabranch.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One block of a [WireLog]: written from the front, read up to its limit.
final class WireBlock {

    private final Block memory;
    private final MemorySegment bytes;
    private final long start;

    /// The writer publishes bytes to readers with it.
    private volatile int limit;

    /// The writer publishes the following block with it, after the last limit of this one.
    private volatile @Nullable WireBlock next;

    WireBlock(Block memory, long start) {
        this.memory = memory;
        this.bytes = memory.bytes();
        this.start = start;
    }

    Block memory() {
        return memory;
    }

    MemorySegment bytes() {
        return bytes;
    }

    /// The position of its first byte in the log.
    long start() {
        return start;
    }

    int limit() {
        return limit;
    }

    void limit(int end) {
        limit = end;
    }

    @Nullable WireBlock next() {
        return next;
    }

    void next(WireBlock following) {
        next = following;
    }
}
