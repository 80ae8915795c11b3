package dev.anabranch.kernel;

import java.lang.foreign.MemorySegment;

/// A piece of memory outside the heap that is used again when the last one who holds it lets go.
///
/// Taken from a [MemoryShare] with one hold on it. Any thread may retain and release. A block that
/// was let go never comes back to life: its memory does, as another block.
public final class Block {

    /// The memory; the same segment at every call. Only who holds the block may touch it.
    public MemorySegment bytes() {
        throw new UnsupportedOperationException();
    }

    public int sizeBytes() {
        throw new UnsupportedOperationException();
    }

    /// Holds the block unless everybody has let go of it: one compare-and-set.
    public boolean tryRetain() {
        throw new UnsupportedOperationException();
    }

    /// Holds the block once more; for who holds it already.
    ///
    /// @throws IllegalStateException when nobody holds it
    public void retain() {
        throw new UnsupportedOperationException();
    }

    /// Lets go.
    ///
    /// @throws IllegalStateException when nobody holds it
    public void release() {
        throw new UnsupportedOperationException();
    }
}
