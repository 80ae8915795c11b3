package dev.anabranch.transcode.title;

/// Text in markup that is HTML and XML.
final class Markup {

    private Markup() {}

    /// With everything escaped that could end a text or an attribute; what XML cannot have at all
    /// is replaced (XML 1.0, 2.2).
    static String text(String raw) {
        var safe = new StringBuilder();
        raw.codePoints().forEach(c -> append(c, safe));
        return safe.toString();
    }

    private static void append(int c, StringBuilder safe) {
        switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
        }
    }

    private static boolean isAllowed(int c) {
        boolean isSurrogate = c >= 0xD800 && c <= 0xDFFF;
        boolean isNone = c == 0xFFFE || c == 0xFFFF;
        return c == '\t' || c == '\n' || c >= ' ' && !isSurrogate && !isNone;
    }
}
