package dev.anabranch.kernel;

import java.lang.foreign.MemorySegment;

/// Memory of a log that a publisher may fill. Belongs to the thread of its [Publication].
///
/// Readers see nothing before [#commit]. Several claims may be open at once; frames come in the
/// order in which they are committed.
public final class Claim implements AutoCloseable {

    /// Exactly as many bytes as were claimed, to be written.
    public MemorySegment bytes() {
        throw new UnsupportedOperationException();
    }

    /// Where the claimed bytes lie, for who fills them by address.
    public Block block() {
        throw new UnsupportedOperationException();
    }

    /// Where in [#block] they begin.
    public int offset() {
        throw new UnsupportedOperationException();
    }

    /// Publishes a part of the claim as a frame; may be called several times, for several tracks.
    /// The part must not be written afterwards.
    ///
    /// @param offset of the payload in the claim
    /// @return `false` when the frame was dropped: its track waits for a keyframe, or the
    ///   publication is over
    /// @throws IllegalArgumentException when the track was never described, or the part is not in
    ///   the claim
    public boolean commit(Sample sample, int offset, int sizeBytes) {
        throw new UnsupportedOperationException();
    }

    /// Gives back what was not committed; to be called always, once.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
