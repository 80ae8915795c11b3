package dev.anabranch.packager;

import dev.anabranch.media.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A run of bytes of a [Content], said in the way that costs least to send.
public sealed interface Slice {

    long sizeBytes();

    /// Bytes that are there: box headers, playlists.
    ///
    /// @param bytes from position to limit; never changed, read through duplicates
    record Memory(ByteBuffer bytes) implements Slice {

        public Memory {
            bytes = bytes.asReadOnlyBuffer();
        }

        @Override
        public long sizeBytes() {
            return bytes.remaining();
        }
    }

    /// Bytes that lie in a source and are sent from there, by the kernel where it can.
    record Range(ByteSource source, long position, long sizeBytes) implements Slice {

        public Range {
            if (position < 0 || sizeBytes < 0 || position > source.sizeBytes() - sizeBytes) {
                throw new IllegalArgumentException(
                        "position="
                                + position
                                + " sizeBytes="
                                + sizeBytes
                                + " sourceBytes="
                                + source.sizeBytes());
            }
        }
    }

    /// Bytes that are made while they are sent, of a length known before.
    record Generated(long sizeBytes, Generator generator) implements Slice {}

    /// Makes the same bytes at every call, on the caller's thread, in pieces handed to `sink`.
    @FunctionalInterface
    interface Generator {
        void writeTo(Sink sink) throws IOException;
    }

    /// Takes bytes in order; it has used them when it returns.
    @FunctionalInterface
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }
}
