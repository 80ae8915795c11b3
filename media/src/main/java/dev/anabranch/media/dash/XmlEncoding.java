package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A document's bytes as text (XML 1.0, appendix F): a byte order mark decides, else the XML
/// declaration, else it is UTF-8. The JDK's parser would write to standard error when it meets a
/// byte that does not fit.
final class XmlEncoding {

    private static final int SNIFFED_BYTES = 200;
    private static final Pattern DECLARED =
            Pattern.compile("^<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z][\\w.-]{0,40})[\"']");

    private XmlEncoding() {}

    static String decode(byte[] document) throws MediaFormatException {
        var charset = charset(document);
        try {
            var text = charset.newDecoder().decode(ByteBuffer.wrap(document)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw MediaFormatException.malformed("line 1", "the bytes are not all " + charset);
        }
    }

    private static Charset charset(byte[] document) throws MediaFormatException {
        if (startsWith(document, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        if (startsWith(document, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        var head =
                new String(
                        document,
                        0,
                        Math.min(document.length, SNIFFED_BYTES),
                        StandardCharsets.ISO_8859_1);
        var declared = DECLARED.matcher(head);
        if (!declared.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(declared.group(1));
        } catch (IllegalArgumentException e) {
            throw MediaFormatException.unsupported("line 1", "encoding " + declared.group(1));
        }
    }

    private static boolean startsWith(byte[] document, int first, int second) {
        return document.length >= 2
                && (document[0] & 0xFF) == first
                && (document[1] & 0xFF) == second;
    }
}
