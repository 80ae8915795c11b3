package dev.anabranch.packager.live;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The slabs one segment lies in, and who still reads them.
///
/// Born with one holder, the rendition. One thread fills it; any thread retains and releases.
final class SegmentMemory {

    private final SlabPool pool;
    private final List<SlabPool.Slab> slabs = new ArrayList<>();
    private final AtomicInteger holders = new AtomicInteger(1);
    private final int slabBytes;
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /// @param slabBytes how much to take at a time
    SegmentMemory(SlabPool pool, int slabBytes) {
        this.pool = pool;
        this.slabBytes = slabBytes;
    }

    /// Room for `bytes` in one piece, to be filled by the caller.
    ByteBuffer allocate(int bytes) {
        if (rest.remaining() < bytes) {
            var slab = pool.take(Math.max(bytes, slabBytes));
            slabs.add(slab);
            rest = slab.bytes();
        }
        var room = rest.slice(rest.position(), bytes);
        rest.position(rest.position() + bytes);
        return room;
    }

    boolean retain() {
        int now = holders.get();
        while (now > 0 && !holders.compareAndSet(now, now + 1)) {
            now = holders.get();
        }
        return now > 0;
    }

    void release() {
        int left = holders.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("released more often than retained");
        }
        if (left == 0) {
            slabs.forEach(pool::give);
        }
    }
}
