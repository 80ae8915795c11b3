package dev.anabranch.media;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes that can be read at any position: a file, an object in a store, an array.
///
/// Implementations allow any number of threads to read at once and never change size while open.
public interface ByteSource {

    /// How many bytes there are.
    long sizeBytes();

    /// Fills `destination` to its limit with the bytes from `position` on, and leaves its position
    /// at its limit.
    ///
    /// @throws java.io.EOFException when the source ends before the buffer is full
    /// @throws IOException when the bytes cannot be had
    void read(long position, ByteBuffer destination) throws IOException;

    /// A source over an array, which must not change afterwards.
    static ByteSource of(byte[] bytes) {
        return new ArraySource(bytes);
    }

    /// The `length` bytes from `position` on in an array of their own.
    default byte[] read(long position, int length) throws IOException {
        var bytes = new byte[length];
        read(position, ByteBuffer.wrap(bytes));
        return bytes;
    }
}
