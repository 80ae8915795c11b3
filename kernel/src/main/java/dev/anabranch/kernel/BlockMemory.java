package dev.anabranch.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Memory outside the heap in blocks of 256 KiB and powers of two above, shared by all logs of a
/// kernel, bounded as a whole. Thread-safe, without locks.
public final class BlockMemory implements AutoCloseable {

    public static final int BLOCK_BYTES = 256 * 1024;

    /// Largest block, and so the largest frame.
    public static final int MAX_BLOCK_BYTES = 64 * 1024 * 1024;

    private static final int SIZES =
            Integer.numberOfTrailingZeros(MAX_BLOCK_BYTES / BLOCK_BYTES) + 1;

    /// One allocation. Its arena is closed by whoever took it out of the idle ones.
    record Piece(Arena arena, MemorySegment bytes) {

        int sizeBytes() {
            return (int) bytes.byteSize();
        }
    }

    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong idleBytes = new AtomicLong();
    private final Idle[] idle = new Idle[SIZES];
    private volatile boolean isClosed;

    public BlockMemory(long maxBytes) {
        this.maxBytes = maxBytes;
        for (int i = 0; i < SIZES; i++) {
            idle[i] = new Idle();
        }
    }

    /// The size of the block that holds `sizeBytes`, or 0 when there is none.
    static int blockBytes(int sizeBytes) {
        if (sizeBytes < 0 || sizeBytes > MAX_BLOCK_BYTES) {
            return 0;
        }
        return sizeBytes <= BLOCK_BYTES ? BLOCK_BYTES : Integer.highestOneBit(sizeBytes - 1) << 1;
    }

    /// A right to take up to `maxShareBytes`.
    public MemoryShare share(long maxShareBytes) {
        return new MemoryShare(this, maxShareBytes);
    }

    @Nullable Piece take(int blockBytes) {
        if (isClosed) {
            return null;
        }
        if (usedBytes.addAndGet(blockBytes) > maxBytes) {
            usedBytes.addAndGet(-blockBytes);
            return null;
        }
        var piece = pollIdle(blockBytes);
        if (piece == null) {
            piece = allocate(blockBytes);
        }
        if (piece == null) {
            usedBytes.addAndGet(-blockBytes);
        }
        return piece;
    }

    private @Nullable Piece pollIdle(int blockBytes) {
        var piece = idle[sizeIndex(blockBytes)].poll();
        if (piece != null) {
            idleBytes.addAndGet(-blockBytes);
        }
        return piece;
    }

    private @Nullable Piece allocate(int blockBytes) {
        if (usedBytes.get() + idleBytes.get() > maxBytes) {
            freeIdle();
        }
        var arena = Arena.ofShared();
        try {
            return new Piece(arena, arena.allocate(blockBytes, 64));
        } catch (OutOfMemoryError noMore) {
            // The JVM's own bound (-XX:MaxDirectMemorySize) is below ours: to a publisher it is the
            // same.
            arena.close();
            return null;
        }
    }

    void giveBack(Piece piece) {
        usedBytes.addAndGet(-piece.sizeBytes());
        if (isClosed) {
            piece.arena().close();
            return;
        }
        idleBytes.addAndGet(piece.sizeBytes());
        idle[sizeIndex(piece.sizeBytes())].push(piece);
        if (isClosed) {
            freeIdle();
        }
    }

    private static int sizeIndex(int blockBytes) {
        return Integer.numberOfTrailingZeros(blockBytes / BLOCK_BYTES);
    }

    private void freeIdle() {
        for (var pieces : idle) {
            free(pieces, Integer.MAX_VALUE);
        }
    }

    private void free(Idle pieces, int most) {
        for (int i = 0; i < most; i++) {
            var piece = pieces.poll();
            if (piece == null) {
                return;
            }
            idleBytes.addAndGet(-piece.sizeBytes());
            piece.arena().close();
        }
    }

    /// In blocks somebody holds.
    public long usedBytes() {
        return usedBytes.get();
    }

    /// Kept for use again.
    public long idleBytes() {
        return idleBytes.get();
    }

    /// Gives memory that nobody used since the last call back to the system. Called each second by
    /// the kernel's timer: closing an arena makes all threads of the process meet, which is not for
    /// a publisher's.
    public void trim() {
        for (var pieces : idle) {
            free(pieces, pieces.unusedSinceLast());
            pieces.remember();
        }
    }

    /// Gives all memory back that nobody holds; what is still held follows when it is let go.
    @Override
    public void close() {
        isClosed = true;
        freeIdle();
    }

    /// Idle pieces of one size, the one used last on top.
    private static final class Idle {

        private final ConcurrentLinkedDeque<Piece> pieces = new ConcurrentLinkedDeque<>();
        private final AtomicInteger count = new AtomicInteger();

        /// Fewest there were since [#remember]: so many were never needed.
        private final AtomicInteger fewest = new AtomicInteger();

        void push(Piece piece) {
            pieces.push(piece);
            count.incrementAndGet();
        }

        @Nullable Piece poll() {
            var piece = pieces.poll();
            if (piece != null) {
                int left = count.decrementAndGet();
                fewest.accumulateAndGet(left, Math::min);
            }
            return piece;
        }

        int unusedSinceLast() {
            return fewest.get();
        }

        void remember() {
            fewest.set(count.get());
        }
    }
}
