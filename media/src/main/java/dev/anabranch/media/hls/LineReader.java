package dev.anabranch.media.hls;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Reads values from one stretch of the playlist's bytes: a tag's value, or an attribute's.
///
/// One instance serves all lines of a playlist; owned by one thread.
final class LineReader {

    private static final int MAX_NUMBER_LENGTH = 100;

    private final byte[] bytes;
    private final Charset charset;
    private int position;
    private int limit;

    LineReader(byte[] bytes) {
        this(bytes, StandardCharsets.UTF_8);
    }

    /// @param charset Latin-1 where it is known that all is ASCII: half the work of UTF-8
    LineReader(byte[] bytes, Charset charset) {
        this.bytes = bytes;
        this.charset = charset;
        this.limit = bytes.length;
    }

    /// Moves to the bytes `from` to `to`.
    LineReader on(int from, int to) {
        position = from;
        limit = to;
        return this;
    }

    int position() {
        return position;
    }

    boolean isAtEnd() {
        return position == limit;
    }

    boolean skip(char expected) {
        if (position < limit && bytes[position] == expected) {
            position++;
            return true;
        }
        return false;
    }

    /// All that is left.
    String rest() {
        return new String(bytes, position, limit - position, charset);
    }

    void end() throws LineException {
        if (position < limit) {
            throw new LineException("unexpected characters: " + rest());
        }
    }

    /// A decimal-integer.
    long integer() throws LineException {
        int start = position;
        long value = 0;
        while (position < limit && isDigit(bytes[position])) {
            value = 10 * value + (bytes[position] - '0');
            position++;
        }
        int digits = position - start;
        if (digits == 0) {
            throw new LineException("a decimal-integer is expected");
        }
        return digits <= Decimal.MAX_DIGITS ? value : longInteger(start);
    }

    /// A decimal-integer with nothing behind it.
    long lastInteger() throws LineException {
        long value = integer();
        end();
        return value;
    }

    /// A decimal-floating-point, signed or not; digits beyond the 18th are rounded away.
    Decimal decimal() throws LineException {
        boolean isNegative = skip('-');
        int start = position;
        long unscaled = 0;
        int point = -1;
        int at = start;
        for (; at < limit; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                unscaled = 10 * unscaled + digit;
            } else if (bytes[at] == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        position = at;
        int digits = at - start - (point < 0 ? 0 : 1);
        if (digits == 0) {
            throw new LineException("a decimal number is expected");
        }
        if (digits > Decimal.MAX_DIGITS) {
            return longDecimal(start, isNegative);
        }
        int scale = point < 0 ? 0 : at - point - 1;
        return new Decimal(isNegative ? -unscaled : unscaled, scale);
    }

    private long longInteger(int start) throws LineException {
        try {
            return Long.parseLong(text(start));
        } catch (NumberFormatException tooLarge) {
            throw new LineException("the number " + text(start) + " is larger than 2^63-1");
        }
    }

    private Decimal longDecimal(int start, boolean isNegative) throws LineException {
        if (position - start > MAX_NUMBER_LENGTH) {
            throw new LineException("a number of " + (position - start) + " characters");
        }
        var number = new BigDecimal(text(start)).stripTrailingZeros();
        int whole = Math.max(0, number.precision() - number.scale());
        if (whole > Decimal.MAX_DIGITS) {
            throw new LineException("the number " + text(start) + " is larger than 10^18");
        }
        int scale = Math.min(Math.max(0, number.scale()), Decimal.MAX_DIGITS - Math.max(1, whole));
        var rounded = number.setScale(scale, RoundingMode.HALF_UP);
        long unscaled = rounded.unscaledValue().longValueExact();
        return new Decimal(isNegative ? -unscaled : unscaled, scale);
    }

    private String text(int start) {
        return new String(bytes, start, position - start, StandardCharsets.ISO_8859_1);
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
