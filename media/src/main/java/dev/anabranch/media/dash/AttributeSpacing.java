package dev.anabranch.media.dash;

import java.io.ByteArrayOutputStream;

/// Mends `a="1"b="2"`, the one break of XML's rules met in manifests in the field: it puts the
/// missing space in.
///
/// It works on bytes, for encodings that ASCII is a part of; other documents come back as they are.
final class AttributeSpacing {

    private AttributeSpacing() {}

    static byte[] mended(byte[] document) {
        var out = new ByteArrayOutputStream(document.length + 16);
        boolean isInTag = false;
        int quote = 0;
        for (int i = 0; i < document.length; i++) {
            int c = document[i];
            out.write(c);
            if (quote != 0) {
                boolean isClosing = c == quote;
                quote = isClosing ? 0 : quote;
                if (isClosing && i + 1 < document.length && isNameStart(document[i + 1])) {
                    out.write(' ');
                }
            } else if (isInTag) {
                isInTag = c != '>';
                quote = c == '"' || c == '\'' ? c : 0;
            } else if (c == '<') {
                int end = endOfOther(document, i);
                out.write(document, i + 1, Math.max(end - i - 1, 0));
                isInTag = end == i;
                i = Math.max(end - 1, i);
            }
        }
        return out.toByteArray();
    }

    /// Where a comment or a CDATA section that starts at `at` ends; `at` when neither does.
    private static int endOfOther(byte[] document, int at) {
        if (startsWith(document, at, "<!--")) {
            return after(document, at, "-->");
        }
        return startsWith(document, at, "<![CDATA[") ? after(document, at, "]]>") : at;
    }

    private static int after(byte[] document, int at, String end) {
        for (int i = at; i < document.length; i++) {
            if (startsWith(document, i, end)) {
                return i + end.length();
            }
        }
        return document.length;
    }

    private static boolean startsWith(byte[] document, int at, String text) {
        if (document.length - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (document[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameStart(byte c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':';
    }
}
