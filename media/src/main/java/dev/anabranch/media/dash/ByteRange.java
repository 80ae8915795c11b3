package dev.anabranch.media.dash;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Bytes of a resource, as HTTP counts them (RFC 7233, 2.1): `first-last`, both included.
///
/// @param first the first byte's position, at least 0
/// @param last the last byte's position; empty means to the end
public record ByteRange(long first, OptionalLong last) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})?");

    public ByteRange {
        if (first < 0 || last.isPresent() && last.getAsLong() < first) {
            throw new IllegalArgumentException("first=" + first + " last=" + last);
        }
    }

    public static ByteRange of(long first, long last) {
        return new ByteRange(first, OptionalLong.of(last));
    }

    /// Empty when the text is no range, or ends before it starts.
    static Optional<ByteRange> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(form.group(1));
        if (form.group(2) == null) {
            return Optional.of(new ByteRange(first, OptionalLong.empty()));
        }
        long last = Long.parseLong(form.group(2));
        return last < first ? Optional.empty() : Optional.of(of(first, last));
    }

    @Override
    public String toString() {
        return first + "-" + (last.isPresent() ? Long.toString(last.getAsLong()) : "");
    }
}
