package dev.anabranch.kernel;

import dev.anabranch.media.Lease;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/// A hold on a block, for the bytes of one frame.
final class BlockLease implements Lease {

    private final Block block;
    private final MemorySegment bytes;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /// Takes over one hold on `block`.
    BlockLease(Block block, MemorySegment bytes) {
        this.block = block;
        this.bytes = bytes;
    }

    @Override
    public MemorySegment bytes() {
        return bytes;
    }

    @Override
    public Lease retain() {
        if (isClosed.get()) {
            throw new IllegalStateException("a lease that is closed");
        }
        block.retain();
        return new BlockLease(block, bytes);
    }

    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            throw new IllegalStateException("a lease that is closed already");
        }
        block.release();
    }
}
