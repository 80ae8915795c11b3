package dev.anabranch.media.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Strings in boxes.
final class Text {

    /// Longest string that is read; longer ones are cut.
    private static final int MAX_BYTES = 1024;

    private Text() {}

    /// UTF-8 up to the first NUL or the end.
    static String untilNul(ByteBuffer bytes) {
        int length = 0;
        while (length < Math.min(bytes.remaining(), MAX_BYTES)
                && bytes.get(bytes.position() + length) != 0) {
            length++;
        }
        var text = new byte[length];
        bytes.get(bytes.position(), text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
