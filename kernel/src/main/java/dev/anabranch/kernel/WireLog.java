package dev.anabranch.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A stream as it goes over the wire, encoded once, for any number of readers.
///
/// Whole messages lie one behind the other in blocks; a message never goes over the end of a block.
/// So a reader is a position, what it has not sent yet is one piece of memory, and it may skip
/// after any piece. What the messages are, only the writer knows.
///
/// One thread writes; readers are [WireReader]s of other threads. Nothing waits for anybody: blocks
/// older than the window go, held by those who are just sending them.
public final class WireLog implements AutoCloseable {

    /// Where a new reader begins, and one that was lapped goes on.
    ///
    /// @param preamble what must be sent before: the codec configurations
    /// @param position of the first byte, counted since the log began
    record Entry(WireBlock block, int offset, long position, byte[] preamble) {}

    private final MemoryShare memory;
    private final long windowBytes;

    private @Nullable WireBlock oldest;
    private @Nullable WireBlock newest;
    private long retainedBytes;

    /// Where the next published byte comes to lie in `newest`.
    private int end;

    private byte @Nullable [] pendingPreamble;

    /// Written by the writer, read by readers that join or skip.
    private volatile @Nullable Entry entry;

    /// Written by the writer, read by readers that have read everything.
    private volatile boolean hasEnded;

    /// @param memory bounds the log as a whole
    /// @param windowBytes kept for readers that are behind, beside what the newest entry needs
    public WireLog(MemoryShare memory, long windowBytes) {
        this.memory = memory;
        this.windowBytes = windowBytes;
    }

    /// A reader that begins at the newest entry, or waits for the first one.
    public WireReader reader() {
        return new WireReader(this);
    }

    /// Memory for a message of `sizeBytes`, to be filled and then [#publish]ed; null when there is
    /// none although everything that may go has gone: the message is lost, and the log wants an
    /// entry before it makes sense again.
    public @Nullable MemorySegment room(int sizeBytes) {
        var block = newest;
        if (block == null || block.bytes().byteSize() - end < sizeBytes) {
            block = append(sizeBytes);
        }
        return block == null ? null : block.bytes().asSlice(end, sizeBytes);
    }

    /// The next message published is one to begin at.
    public void entry(byte[] preamble) {
        pendingPreamble = preamble;
    }

    /// Shows what was written at the start of the last [#room] to the readers.
    public void publish(int sizeBytes) {
        var block = newest;
        if (block == null || sizeBytes > block.bytes().byteSize() - end) {
            throw new IllegalStateException("sizeBytes=" + sizeBytes + " were not made room for");
        }
        int start = end;
        end += sizeBytes;
        block.limit(end);
        var preamble = pendingPreamble;
        if (preamble != null) {
            pendingPreamble = null;
            entry = new Entry(block, start, block.start() + start, preamble);
            trim();
        }
    }

    /// Nothing will follow; readers go on to the end.
    public void end() {
        hasEnded = true;
    }

    /// Bytes of blocks the log itself holds.
    public long retainedBytes() {
        return retainedBytes;
    }

    /// Lets go of everything; readers find nothing any more. To be called by the writer.
    @Override
    public void close() {
        hasEnded = true;
        entry = null;
        while (oldest != null) {
            evict();
        }
        newest = null;
    }

    @Nullable Entry newestEntry() {
        return entry;
    }

    boolean hasEnded() {
        return hasEnded;
    }

    private @Nullable WireBlock append(int sizeBytes) {
        var taken = memory.take(sizeBytes);
        while (taken == null && oldest != null && oldest != newest) {
            evict();
            taken = memory.take(sizeBytes);
        }
        if (taken == null) {
            return null;
        }
        var last = newest;
        var block = new WireBlock(taken, last == null ? 0 : last.start() + end);
        if (last == null) {
            oldest = block;
        } else {
            last.next(block);
        }
        newest = block;
        end = 0;
        retainedBytes += block.bytes().byteSize();
        trim();
        return block;
    }

    /// Evicts what is out of the window and not needed to join.
    private void trim() {
        var joining = entry;
        while (oldest != null
                && oldest != newest
                && (joining == null || oldest != joining.block())
                && retainedBytes - oldest.bytes().byteSize() >= windowBytes) {
            evict();
        }
    }

    private void evict() {
        var block = oldest;
        if (block == null) {
            return;
        }
        var joining = entry;
        if (joining != null && joining.block() == block) {
            entry = null;
        }
        oldest = block.next();
        retainedBytes -= block.bytes().byteSize();
        block.memory().release();
    }
}
