package dev.anabranch.media;

import java.io.EOFException;
import java.nio.ByteBuffer;

/// A [ByteSource] over an array.
record ArraySource(byte[] bytes) implements ByteSource {

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public void read(long position, ByteBuffer destination) throws EOFException {
        if (position < 0 || position + destination.remaining() > bytes.length) {
            throw new EOFException(
                    "position="
                            + position
                            + " length="
                            + destination.remaining()
                            + " sizeBytes="
                            + bytes.length);
        }
        destination.put(bytes, (int) position, destination.remaining());
    }
}
