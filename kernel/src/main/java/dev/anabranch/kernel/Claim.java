package dev.anabranch.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Memory of a log that a publisher may fill. Belongs to the thread of its [Publication].
///
/// Readers see nothing before [#commit]. Several claims may be open at once; frames come in the
/// order in which they are committed.
public final class Claim implements AutoCloseable {

    private final Publication publication;
    private final Block block;
    private final int offset;
    private final int sizeBytes;
    private boolean isClosed;

    /// Takes over one hold on `block`.
    Claim(Publication publication, Block block, int offset, int sizeBytes) {
        this.publication = publication;
        this.block = block;
        this.offset = offset;
        this.sizeBytes = sizeBytes;
    }

    /// Exactly as many bytes as were claimed, to be written.
    public MemorySegment bytes() {
        return block().bytes().asSlice(offset, sizeBytes);
    }

    /// Where the claimed bytes lie, for who fills them by address.
    public Block block() {
        if (isClosed) {
            throw new IllegalStateException("a claim that is closed");
        }
        return block;
    }

    /// Where in [#block] they begin.
    public int offset() {
        return offset;
    }

    public int sizeBytes() {
        return sizeBytes;
    }

    /// Publishes a part of the claim as a frame; may be called several times, for several tracks.
    /// The part must not be written afterwards.
    ///
    /// @param partOffset of the payload in the claim
    /// @return `false` when the frame was dropped: its track waits for a keyframe, something of a
    ///   higher rank is on air, or the publication is over
    /// @throws IllegalArgumentException when the track was never described
    /// @throws IndexOutOfBoundsException when the part is not in the claim
    public boolean commit(Sample sample, int partOffset, int partBytes) {
        Objects.checkFromIndexSize(partOffset, partBytes, sizeBytes);
        return publication.commit(sample, block(), offset + partOffset, partBytes);
    }

    /// Gives back what was not committed; to be called always. May be called again.
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            block.release();
        }
    }
}
