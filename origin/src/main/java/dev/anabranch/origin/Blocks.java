package dev.anabranch.origin;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Memory outside the heap for one segment, taken from a [BlockPool] block by block as it fills.
///
/// One thread fills it and tells others how far it has come; those read below that mark, until the
/// last of all who hold it releases it.
final class Blocks {

    private static final int BLOCK_BYTES = BlockPool.BLOCK_BYTES;

    private final BlockPool pool;
    private final @Nullable ByteBuf[] blocks;
    private final int sizeBytes;

    Blocks(BlockPool pool, int sizeBytes) {
        this.pool = pool;
        this.sizeBytes = sizeBytes;
        this.blocks = new ByteBuf[Math.ceilDiv(sizeBytes, BLOCK_BYTES)];
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /// The room from `at` to the end of its block, or of the segment; for the one who fills it.
    ByteBuffer room(int at) {
        var block = blocks[at / BLOCK_BYTES];
        if (block == null) {
            block = pool.take();
            blocks[at / BLOCK_BYTES] = block;
        }
        int start = at % BLOCK_BYTES;
        return block.nioBuffer(start, Math.min(BLOCK_BYTES - start, sizeBytes - at));
    }

    /// At most `mostBytes` from `at` on, at least one: as many as lie together. They are lent for
    /// as long as these blocks are held.
    ByteBuf slice(int at, int mostBytes) {
        var block = blocks[at / BLOCK_BYTES];
        if (block == null) {
            throw new IllegalStateException("at=" + at + " is not filled");
        }
        int start = at % BLOCK_BYTES;
        int count = Math.min(Math.min(BLOCK_BYTES - start, sizeBytes - at), mostBytes);
        return block.slice(start, count);
    }

    void release() {
        for (var block : blocks) {
            if (block != null) {
                pool.giveBack(block);
            }
        }
    }
}
