package dev.anabranch.packager.live;

import java.util.Arrays;

/// Playlist lines as bytes in one growing array; owned by one thread.
final class PlaylistText {

    private byte[] bytes;
    private int size;

    PlaylistText(int expectedBytes) {
        bytes = new byte[Math.max(64, expectedBytes)];
    }

    /// Adds text of ASCII characters.
    PlaylistText text(String ascii) {
        ensure(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[size++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /// @param value at least 0
    PlaylistText number(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits(value, digits);
    }

    /// Adds microseconds as seconds with six decimals.
    PlaylistText micros(long micros) {
        return number(micros / 1_000_000).text(".").digits(micros % 1_000_000, 6);
    }

    private PlaylistText digits(long value, int count) {
        ensure(count);
        long rest = value;
        for (int i = size + count - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += count;
        return this;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
