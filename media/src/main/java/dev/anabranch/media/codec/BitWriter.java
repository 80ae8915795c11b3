package dev.anabranch.media.codec;

import java.util.Arrays;

/// Bits written most significant first into a growing array.
///
/// Owned by one thread.
final class BitWriter {

    private byte[] bytes = new byte[32];
    private int position;

    /// Writes the low `count` bits of `value`, 0 to 64 of them.
    BitWriter bits(int count, long value) {
        if ((position + count + 7) / 8 > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        for (int i = count - 1; i >= 0; i--) {
            bytes[position >> 3] |= (byte) ((value >> i & 1) << (7 - (position & 7)));
            position++;
        }
        return this;
    }

    BitWriter flag(boolean value) {
        return bits(1, value ? 1 : 0);
    }

    BitWriter bytes(byte[] source) {
        for (byte octet : source) {
            bits(8, octet & 0xFF);
        }
        return this;
    }

    BitWriter align() {
        return bits(-position & 7, 0);
    }

    /// What was written, the last byte filled up with zeros.
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, (position + 7) / 8);
    }
}
