package dev.anabranch.media.text;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The lines of a text file whatever its encoding and line ends, read one after another. Owned by
/// one thread.
final class TextLines {

    static final int MAX_BYTES = 32 << 20;

    private final List<String> lines;
    private int next;

    private TextLines(List<String> lines) {
        this.lines = lines;
    }

    static TextLines of(byte[] file) throws MediaFormatException {
        if (file.length > MAX_BYTES) {
            throw MediaFormatException.limit("", "subtitle bytes", file.length, MAX_BYTES);
        }
        var text = decode(file).replace("\r\n", "\n").replace('\r', '\n').replace('\0', '\uFFFD');
        return new TextLines(text.lines().toList());
    }

    boolean hasNext() {
        return next < lines.size();
    }

    String peek() {
        return lines.get(next);
    }

    /// The line after [#peek()], empty at the end.
    String peekSecond() {
        return next + 1 < lines.size() ? lines.get(next + 1) : "";
    }

    String next() {
        return lines.get(next++);
    }

    /// The number of the line that [#next()] gave last, from 1.
    int number() {
        return next;
    }

    void skipBlank() {
        while (hasNext() && peek().isBlank()) {
            next++;
        }
    }

    /// A byte order mark decides; without one it is UTF-8, or Windows-1252 when it cannot be, as
    /// old SubRip files are.
    private static String decode(byte[] file) {
        if (startsWith(file, 0xEF, 0xBB, 0xBF)) {
            return decode(file, 3, StandardCharsets.UTF_8);
        }
        if (startsWith(file, 0xFF, 0xFE)) {
            return decode(file, 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(file, 0xFE, 0xFF)) {
            return decode(file, 2, StandardCharsets.UTF_16BE);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException e) {
            return decode(file, 0, Charset.forName("windows-1252"));
        }
    }

    private static String decode(byte[] file, int from, Charset charset) {
        return new String(file, from, file.length - from, charset);
    }

    private static boolean startsWith(byte[] file, int... mark) {
        if (file.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((file[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
