package dev.anabranch.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A piece of memory outside the heap that is used again when the last one who holds it lets go.
///
/// Taken from a [MemoryShare] with one hold on it. Any thread may retain and release. A block that
/// was let go never comes back to life: its memory does, as another block, so that who still knows
/// the old one cannot retain it by mistake.
public final class Block {

    private static final VarHandle HOLDS;

    static {
        try {
            HOLDS = MethodHandles.lookup().findVarHandle(Block.class, "holds", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final BlockMemory.Piece piece;
    private final MemoryShare share;

    /// Whoever brings it to 0 owns the memory again: everything done under a hold is visible to
    /// them.
    @SuppressWarnings("unused") // through HOLDS
    private volatile int holds = 1;

    Block(BlockMemory.Piece piece, MemoryShare share) {
        this.piece = piece;
        this.share = share;
    }

    /// The memory; the same segment at every call. Only who holds the block may touch it.
    public MemorySegment bytes() {
        return piece.bytes();
    }

    public int sizeBytes() {
        return piece.sizeBytes();
    }

    /// Holds the block unless everybody has let go of it: one compare-and-set.
    public boolean tryRetain() {
        int held = holds;
        while (held > 0) {
            if (HOLDS.compareAndSet(this, held, held + 1)) {
                return true;
            }
            held = holds;
        }
        return false;
    }

    /// Holds the block once more; for who holds it already.
    ///
    /// @throws IllegalStateException when nobody holds it
    public void retain() {
        if (!tryRetain()) {
            throw new IllegalStateException("a block that was let go");
        }
    }

    /// Lets go.
    ///
    /// @throws IllegalStateException when nobody holds it
    public void release() {
        int before = (int) HOLDS.getAndAdd(this, -1);
        if (before == 1) {
            share.giveBack(piece);
        } else if (before < 1) {
            HOLDS.getAndAdd(this, 1);
            throw new IllegalStateException("a block that was let go already");
        }
    }
}
