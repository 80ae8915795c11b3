package dev.anabranch.packager.live;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// Memory outside the heap in pieces of a few sizes, used again by one segment after the other.
///
/// Sizes are powers of two; what is free is kept up to [#MAX_FREE_BYTES], the rest goes back to the
/// system at once. Any thread takes and gives.
final class SlabPool implements AutoCloseable {

    static final int SMALLEST_BYTES = 16 << 10;

    /// As much as a segment of 8 Mb/s has; more would only wait.
    static final long MAX_FREE_BYTES = 4 << 20;

    private static final int CLASSES = 17;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private final ArrayDeque<Slab>[] free = new ArrayDeque[CLASSES];

    private long freeBytes;
    private long usedBytes;
    private boolean isClosed;

    SlabPool() {
        for (int i = 0; i < CLASSES; i++) {
            free[i] = new ArrayDeque<>();
        }
    }

    /// One piece of memory and how much of it is written.
    static final class Slab {

        private final Arena arena = Arena.ofShared();
        private final ByteBuffer bytes;
        private final int size;

        private Slab(int size) {
            this.size = size;
            try {
                bytes = arena.allocate(size, 8).asByteBuffer();
            } catch (OutOfMemoryError tooLittle) {
                arena.close();
                throw tooLittle;
            }
        }

        /// All of it, in a view of the caller's own.
        ByteBuffer bytes() {
            return bytes.duplicate();
        }

        int sizeBytes() {
            return size;
        }
    }

    /// A slab of at least `leastBytes`, up to 1 GiB; an [OutOfMemoryError] when there is none.
    synchronized Slab take(int leastBytes) {
        int index = classOf(leastBytes);
        var slab = free[index].pollFirst();
        if (slab == null) {
            slab = new Slab(SMALLEST_BYTES << index);
        } else {
            freeBytes -= slab.size;
        }
        usedBytes += slab.size;
        return slab;
    }

    /// Takes back a slab nobody reads any more.
    synchronized void give(Slab slab) {
        usedBytes -= slab.size;
        if (isClosed || freeBytes + slab.size > MAX_FREE_BYTES) {
            slab.arena.close();
            return;
        }
        freeBytes += slab.size;
        free[classOf(slab.size)].addFirst(slab);
    }

    /// Bytes in use and bytes kept for use.
    synchronized long sizeBytes() {
        return usedBytes + freeBytes;
    }

    /// Frees what is not in use; the rest is freed when it is given back.
    @Override
    public synchronized void close() {
        isClosed = true;
        for (var slabs : free) {
            slabs.forEach(slab -> slab.arena.close());
            slabs.clear();
        }
        freeBytes = 0;
    }

    private static int classOf(int bytes) {
        if (bytes <= SMALLEST_BYTES) {
            return 0;
        }
        int index = 32 - Integer.numberOfLeadingZeros((bytes - 1) / SMALLEST_BYTES);
        if (index >= CLASSES) {
            throw new IllegalArgumentException("bytes=" + bytes);
        }
        return index;
    }
}
