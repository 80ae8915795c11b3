package dev.anabranch.origin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the path of a request target, once, and refuses whatever could mean a place outside.
final class ResourcePath {

    static final int MAXIMUM_BYTES = 2048;

    private ResourcePath() {}

    /// The decoded path, or empty when it is not UTF-8, holds a control character or a backslash, a
    /// part that is empty, `.`, `..` or begins with a dot, or is too long. Decoding is done once:
    /// `%252e` is a name, and one no file has.
    ///
    /// @param raw percent-encoded, without query, without a leading `/`
    static Optional<String> decode(String raw) {
        if (raw.isEmpty() || raw.length() > MAXIMUM_BYTES) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            var value = c == '%' ? escaped(raw, i) : c;
            if (value < ' ' || value == 0x7f || value == '\\' || c > 0x7e) {
                return Optional.empty();
            }
            bytes.put((byte) value);
            i += c == '%' ? 2 : 0;
        }
        return text(bytes.flip()).filter(ResourcePath::isInside);
    }

    private static int escaped(String raw, int at) {
        if (at + 2 >= raw.length()) {
            return -1;
        }
        var high = Character.digit(raw.charAt(at + 1), 16);
        var low = Character.digit(raw.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static Optional<String> text(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static boolean isInside(String path) {
        for (var part : path.split("/", -1)) {
            if (part.isEmpty() || part.startsWith(".")) {
                return false;
            }
        }
        return true;
    }
}
