package dev.anabranch.media.hls;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Checks that bytes are text of a playlist at all: not empty, not a web page, UTF-8 (4.1).
final class Encoding {

    private static final int DECODE_CHARS = 8192;

    private final byte[] bytes;
    private final ParseContext context;

    Encoding(byte[] bytes, ParseContext context) {
        this.bytes = bytes;
        this.context = context;
    }

    /// Where the text starts.
    int check() throws MediaFormatException {
        int start = byteOrderMark();
        int first = start;
        while (first < bytes.length && bytes[first] <= ' ' && bytes[first] >= 0) {
            first++;
        }
        if (first == bytes.length) {
            throw MediaFormatException.malformed("", "the playlist is empty");
        }
        if (bytes[first] == '<') {
            throw MediaFormatException.malformed(
                    "line " + lineOf(first), "this is HTML or XML, not a playlist");
        }
        if (bytes[first] != '#') {
            throw MediaFormatException.malformed(
                    "line " + lineOf(first), "not a playlist: EXTM3U must be the first line");
        }
        if (!context.isAscii) {
            utf8();
        }
        return start;
    }

    private int byteOrderMark() throws MediaFormatException {
        if (bytes.length >= 2
                && ((bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF
                        || (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xFE)) {
            throw MediaFormatException.malformed("line 1", "the playlist is UTF-16, not UTF-8");
        }
        if (bytes.length < 3
                || (bytes[0] & 0xFF) != 0xEF
                || (bytes[1] & 0xFF) != 0xBB
                || (bytes[2] & 0xFF) != 0xBF) {
            return 0;
        }
        fault(1, "a byte order mark before EXTM3U");
        return 3;
    }

    private void utf8() throws MediaFormatException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(DECODE_CHARS);
        var result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        try {
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException malformed) {
            fault(lineOf(in.position()), "not UTF-8: " + malformed.getMessage());
        }
    }

    private void fault(int line, String what) throws MediaFormatException {
        if (context.isStrict()) {
            throw MediaFormatException.malformed("line " + line, what);
        }
        context.note(line, what);
    }

    private int lineOf(int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
