package dev.anabranch.kernel;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What one log may take of a [BlockMemory]. Thread-safe, without locks.
public final class MemoryShare {

    private final BlockMemory memory;
    private final AtomicLong usedBytes = new AtomicLong();
    private volatile long maxBytes;

    MemoryShare(BlockMemory memory, long maxBytes) {
        this.memory = memory;
        this.maxBytes = maxBytes;
    }

    /// A block of at least `sizeBytes` with one hold on it, or null when that would be more than
    /// this share or all the memory. Its content is whatever was there.
    public @Nullable Block take(int sizeBytes) {
        int blockBytes = BlockMemory.blockBytes(sizeBytes);
        if (blockBytes == 0 || !reserve(blockBytes)) {
            return null;
        }
        var piece = memory.take(blockBytes);
        if (piece == null) {
            usedBytes.addAndGet(-blockBytes);
            return null;
        }
        return new Block(piece, this);
    }

    private boolean reserve(int blockBytes) {
        long used = usedBytes.get();
        while (used + blockBytes <= maxBytes) {
            if (usedBytes.compareAndSet(used, used + blockBytes)) {
                return true;
            }
            used = usedBytes.get();
        }
        return false;
    }

    void giveBack(BlockMemory.Piece piece) {
        usedBytes.addAndGet(-piece.sizeBytes());
        memory.giveBack(piece);
    }

    /// Blocks taken before stay valid when the new bound is below them.
    void limit(long newMaxBytes) {
        maxBytes = newMaxBytes;
    }

    /// In blocks somebody holds.
    public long usedBytes() {
        return usedBytes.get();
    }

    public long maxBytes() {
        return maxBytes;
    }
}
