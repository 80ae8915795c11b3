package dev.anabranch.origin;

import org.jspecify.annotations.Nullable;

/// What a Range field asks for (RFC 9110, 14.1.2).
sealed interface ByteRange {

    /// All of it: there is no Range field, or one that may be ignored: another unit, bad syntax, or
    /// several ranges.
    record Whole() implements ByteRange {}

    /// @param last the position of the last byte
    record Part(long first, long last) implements ByteRange {

        long sizeBytes() {
            return last - first + 1;
        }
    }

    /// A range that begins behind the end, or a suffix of no bytes.
    record Unsatisfiable() implements ByteRange {}

    ByteRange WHOLE = new Whole();

    /// Reads the value of a Range field against a representation of `sizeBytes`.
    static ByteRange of(@Nullable String field, long sizeBytes) {
        if (field == null || !field.regionMatches(true, 0, "bytes=", 0, 6)) {
            return WHOLE;
        }
        var spec = field.substring(6).strip();
        var dash = spec.indexOf('-');
        if (dash < 0 || spec.indexOf(',') >= 0) {
            return WHOLE;
        }
        var first = digits(spec.substring(0, dash).strip());
        var last = digits(spec.substring(dash + 1).strip());
        if (first == MALFORMED || last == MALFORMED) {
            return WHOLE;
        }
        return first == ABSENT ? suffix(last, sizeBytes) : between(first, last, sizeBytes);
    }

    long ABSENT = -1;
    long MALFORMED = -2;

    private static ByteRange suffix(long length, long sizeBytes) {
        if (length == ABSENT) {
            return WHOLE;
        }
        if (length == 0 || sizeBytes == 0) {
            return new Unsatisfiable();
        }
        return new Part(Math.max(0, sizeBytes - length), sizeBytes - 1);
    }

    private static ByteRange between(long first, long last, long sizeBytes) {
        if (last != ABSENT && last < first) {
            return WHOLE;
        }
        if (first >= sizeBytes) {
            return new Unsatisfiable();
        }
        return new Part(first, last == ABSENT ? sizeBytes - 1 : Math.min(last, sizeBytes - 1));
    }

    /// A number too large for a `long` is as good as the largest.
    private static long digits(String text) {
        if (text.isEmpty()) {
            return ABSENT;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            var digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return MALFORMED;
            }
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return value;
    }
}
