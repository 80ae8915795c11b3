package dev.anabranch.kernel;

/// Memory outside the heap in blocks of 256 KiB and powers of two above, shared by all logs of a
/// kernel, bounded as a whole. Thread-safe, without locks.
public final class BlockMemory implements AutoCloseable {

    public static final int BLOCK_BYTES = 256 * 1024;

    /// Largest block, and so the largest frame.
    public static final int MAX_BLOCK_BYTES = 64 * 1024 * 1024;

    public BlockMemory(long maxBytes) {}

    /// A right to take up to `maxBytes`.
    public MemoryShare share(long maxBytes) {
        throw new UnsupportedOperationException();
    }

    /// In blocks somebody holds.
    public long usedBytes() {
        throw new UnsupportedOperationException();
    }

    /// Kept for use again.
    public long idleBytes() {
        throw new UnsupportedOperationException();
    }

    /// Gives memory that nobody used since the last call back to the system. Called each second by
    /// the kernel's timer.
    public void trim() {
        throw new UnsupportedOperationException();
    }

    /// Gives all memory back that nobody holds; what is still held follows when it is let go.
    @Override
    public void close() {}
}
