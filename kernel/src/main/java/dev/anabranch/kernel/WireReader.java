package dev.anabranch.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A position in a [WireLog], used by one thread at a time. Moving on does not allocate.
///
/// [#next] gives a run: all that is there and not sent yet, within one block, whole messages. The
/// block is held until [#sent]. A reader whose next bytes are gone goes on at the newest entry.
public final class WireReader implements AutoCloseable {

    private final WireLog log;

    /// Null when it has to join at an entry.
    private @Nullable WireBlock block;

    private int offset;
    private int runEnd;
    private boolean isHolding;
    private byte @Nullable [] preamble;
    private long skippedBytes;
    private int skips;

    /// The position before the skip that is under way, -1 when there is none.
    private long skippedFrom = -1;

    WireReader(WireLog log) {
        this.log = log;
    }

    /// Moves to the next run.
    ///
    /// @return `false` when there is nothing yet, or the end has come
    /// @throws IllegalStateException when the last run was not [#sent]
    public boolean next() {
        if (isHolding) {
            throw new IllegalStateException("the last run was not sent");
        }
        while (block != null || join()) {
            if (take()) {
                return true;
            }
            if (block != null) {
                return false;
            }
        }
        return false;
    }

    /// What has to be sent before the current run: once after joining or skipping, null otherwise.
    /// A second call answers null.
    public byte @Nullable [] takePreamble() {
        var bytes = preamble;
        preamble = null;
        return bytes;
    }

    /// The memory the current run lies in.
    public MemorySegment bytes() {
        var current = block;
        if (current == null || !isHolding) {
            throw new IllegalStateException("there is no run");
        }
        return current.bytes();
    }

    /// Where in [#bytes] the current run begins.
    public int offset() {
        return offset;
    }

    public int sizeBytes() {
        return runEnd - offset;
    }

    /// The current run is sent: its block is let go.
    public void sent() {
        var current = block;
        if (current == null || !isHolding) {
            throw new IllegalStateException("there is no run");
        }
        isHolding = false;
        offset = runEnd;
        current.memory().release();
    }

    /// Whether the writer has ended: when it said so before [#next] said `false`, nothing follows.
    public boolean hasEnded() {
        return log.hasEnded();
    }

    /// Bytes left out because the reader was too slow.
    public long skippedBytes() {
        return skippedBytes;
    }

    public int skips() {
        return skips;
    }

    /// Gives back what it holds; may be called again.
    @Override
    public void close() {
        if (isHolding) {
            sent();
        }
        block = null;
    }

    private boolean join() {
        var entry = log.newestEntry();
        if (entry == null) {
            return false;
        }
        block = entry.block();
        offset = entry.offset();
        preamble = entry.preamble();
        if (skippedFrom >= 0) {
            skippedBytes += entry.position() - skippedFrom;
            skippedFrom = -1;
        }
        return true;
    }

    /// Takes a run of this block or of a later one; forgets the place when it is gone.
    private boolean take() {
        for (var current = block; current != null; current = block) {
            var following = current.next();
            // Read after `next`: nothing is added to a block that has a follower.
            int limit = current.limit();
            if (offset < limit) {
                return hold(current, limit);
            }
            if (following == null) {
                return false;
            }
            block = following;
            offset = 0;
        }
        return false;
    }

    private boolean hold(WireBlock current, int limit) {
        if (!current.memory().tryRetain()) {
            skips++;
            skippedFrom = current.start() + offset;
            block = null;
            preamble = null;
            return false;
        }
        isHolding = true;
        runEnd = limit;
        return true;
    }
}
