package dev.anabranch.media.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable run of bytes that is equal to any other with the same content: a parameter set, an
/// AudioSpecificConfig, a sequence header.
public final class Octets {

    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of `bytes`.
    public static Octets of(byte... bytes) {
        return new Octets(bytes.clone());
    }

    /// A copy of what `bytes` has remaining; its position stays.
    public static Octets copyOf(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return new Octets(copy);
    }

    public int size() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// The byte at `index`, 0 to 255.
    public int at(int index) {
        return bytes[index] & 0xFF;
    }

    /// A read-only view, big-endian, of its own position and limit.
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Lower-case hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
