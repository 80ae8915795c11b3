package dev.anabranch.media.hls;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Builds a playlist as UTF-8 bytes in one growing array; owned by one thread.
final class LineWriter {

    private byte[] bytes;
    private int size;

    LineWriter(int expectedBytes) {
        bytes = new byte[Math.max(64, expectedBytes)];
    }

    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /// The start of a tag line: `#` and its name.
    LineWriter tag(String name) {
        return ascii('#').text(name);
    }

    /// The start of a tag line whose value is an attribute list.
    AttributeWriter attributes(String name) {
        tag(name).ascii(':');
        return new AttributeWriter(this);
    }

    LineWriter ascii(char c) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = (byte) c;
        return this;
    }

    LineWriter newLine() {
        return ascii('\n');
    }

    LineWriter raw(byte[] ascii) {
        grow(ascii.length);
        System.arraycopy(ascii, 0, bytes, size, ascii.length);
        size += ascii.length;
        return this;
    }

    LineWriter text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    LineWriter number(long value) {
        if (value < 0) {
            return value == Long.MIN_VALUE ? text(Long.toString(value)) : ascii('-').number(-value);
        }
        return digits(value, digitCount(value));
    }

    LineWriter decimal(Decimal value) {
        long unscaled = value.unscaled();
        if (unscaled == Long.MIN_VALUE) {
            return text(value.toString());
        }
        if (unscaled < 0) {
            ascii('-');
            unscaled = -unscaled;
        }
        if (value.scale() == 0) {
            return number(unscaled);
        }
        long power = Decimal.powerOfTen(value.scale());
        number(unscaled / power).ascii('.');
        return digits(unscaled % power, value.scale());
    }

    private LineWriter digits(long value, int count) {
        grow(count);
        long rest = value;
        for (int i = size + count - 1; i >= size; i--) {
            long tenth = rest / 10;
            bytes[i] = (byte) ('0' + (rest - 10 * tenth));
            rest = tenth;
        }
        size += count;
        return this;
    }

    private static int digitCount(long value) {
        int count = 1;
        for (long limit = 10; value >= limit && count < 19; limit *= 10) {
            count++;
        }
        return count;
    }

    private void grow(int wanted) {
        if (bytes.length - size < wanted) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + wanted));
        }
    }
}
