package dev.anabranch.packager;

import dev.anabranch.media.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A run of bytes of a [Content], said in the way that costs least to send.
public sealed interface Slice {

    /// How much [Sink#transfer] copies at once.
    int COPY_BYTES = 256 * 1024;

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

        /// Takes bytes from where they lie. Sinks that can have the kernel move them override this;
        /// here they pass through one buffer.
        default void transfer(Range range) throws IOException {
            var buffer = ByteBuffer.allocate((int) Math.min(COPY_BYTES, range.sizeBytes()));
            long done = 0;
            while (done < range.sizeBytes()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), range.sizeBytes() - done));
                range.source().read(range.position() + done, buffer);
                done += buffer.position();
                write(buffer.flip());
            }
        }
    }
}
