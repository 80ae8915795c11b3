package dev.anabranch.media.mp4;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.text.CueMarkup;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// One sample of `tx3g` (3GPP TS 26.245, 5.17) or of QuickTime's `text`.
///
/// ```
/// length:16 text[length]  boxes: styl hlit hclr krok dlay href tbox blnk twrp encd ...
/// ```
///
/// The text is UTF-8, or UTF-16 when it starts with a byte order mark; QuickTime's may be in the
/// Macintosh character set. Boxes behind it (styles, links, karaoke) are passed over.
final class TextSample {

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int BYTE_ORDER_MARK_REVERSED = 0xFFFE;

    private TextSample() {}

    /// The text as WebVTT cue text, empty when nothing is shown.
    static String cueText(BoxReader sample) throws MediaFormatException {
        if (sample.remaining() < 2) {
            return "";
        }
        int length = sample.u16();
        if (length > sample.remaining()) {
            throw sample.malformed(
                    "the text says it has " + length + " bytes, " + sample.remaining() + " follow");
        }
        return CueMarkup.ofPlain(text(sample.bytes(length)));
    }

    private static String text(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        return switch (mark) {
            case BYTE_ORDER_MARK -> from(bytes, 2, StandardCharsets.UTF_16BE);
            case BYTE_ORDER_MARK_REVERSED -> from(bytes, 2, StandardCharsets.UTF_16LE);
            default -> unmarked(bytes);
        };
    }

    private static String unmarked(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            boolean isMarked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
            return text.subSequence(isMarked ? 1 : 0, text.length()).toString();
        } catch (CharacterCodingException notUtf8) {
            return from(bytes, 0, macintosh());
        }
    }

    /// Not every Java runtime comes with it.
    private static Charset macintosh() {
        return Charset.isSupported("x-MacRoman")
                ? Charset.forName("x-MacRoman")
                : StandardCharsets.ISO_8859_1;
    }

    private static String from(byte[] bytes, int start, Charset charset) {
        return new String(bytes, start, bytes.length - start, charset);
    }
}
