package dev.anabranch.kernel;

import org.jspecify.annotations.Nullable;

/// Cuts claims out of blocks, one behind the other. Belongs to whoever has the log's turn.
final class BlockWriter {

    /// A block holds at least this many frames as large as the one it was taken for, so that what
    /// is left at its end is less than a quarter.
    private static final int FRAMES_A_BLOCK = 4;

    private static final int SMALLEST_PART_OF_SHARE = 16;

    private final MemoryShare share;
    private @Nullable Block block;
    private int position;
    private int offset;

    BlockWriter(MemoryShare share) {
        this.share = share;
    }

    /// A block with `sizeBytes` at [#offset] that nobody else was given, or null when a new one is
    /// needed and cannot be had. The caller retains it.
    @Nullable Block reserve(int sizeBytes) {
        var current = block;
        if (current == null || current.sizeBytes() - position < sizeBytes) {
            close();
            current = take(sizeBytes);
            block = current;
        }
        if (current == null) {
            return null;
        }
        offset = position;
        position += sizeBytes;
        return current;
    }

    private @Nullable Block take(int sizeBytes) {
        long roomy =
                Math.min(
                        (long) sizeBytes * FRAMES_A_BLOCK,
                        share.maxBytes() / SMALLEST_PART_OF_SHARE);
        if (roomy > sizeBytes && roomy <= BlockMemory.MAX_BLOCK_BYTES) {
            var large = share.take((int) roomy);
            if (large != null) {
                return large;
            }
        }
        return share.take(sizeBytes);
    }

    int offset() {
        return offset;
    }

    /// Lets go of the block at hand.
    void close() {
        if (block != null) {
            block.release();
        }
        block = null;
        position = 0;
    }
}
