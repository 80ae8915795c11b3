package dev.anabranch.media;

import java.lang.foreign.MemorySegment;

/// The right to read some bytes that somebody else will use again later.
///
/// Whoever holds a lease closes it, once. [#retain] gives a second lease on the same bytes to a
/// second holder. The bytes are read-only and stay as they are until the last lease on them is
/// closed; reading them afterwards is a bug. A lease may be handed to another thread, and closed
/// there.
public interface Lease extends AutoCloseable {

    /// The bytes; the same segment at every call.
    MemorySegment bytes();

    /// A further lease on the same bytes, to be closed by its own holder.
    ///
    /// @throws IllegalStateException when this lease is closed
    Lease retain();

    /// Gives the bytes back.
    ///
    /// @throws IllegalStateException when this lease is closed already
    @Override
    void close();

    /// A lease on an array nobody will change: closing it costs nothing and frees nothing.
    static Lease of(byte[] bytes) {
        return new ArrayLease(MemorySegment.ofArray(bytes).asReadOnly());
    }
}
