package dev.anabranch.media.dash;

/// Mends `a="1"b="2"`, the one break of XML's rules met in manifests in the field: it puts the
/// missing space in.
final class AttributeSpacing {

    private AttributeSpacing() {}

    static String mended(String document) {
        var out = new StringBuilder(document.length() + 16);
        boolean isInTag = false;
        int quote = 0;
        for (int i = 0; i < document.length(); i++) {
            char c = document.charAt(i);
            out.append(c);
            if (quote != 0) {
                boolean isClosing = c == quote;
                quote = isClosing ? 0 : quote;
                if (isClosing && isNameStart(document, i + 1)) {
                    out.append(' ');
                }
            } else if (isInTag) {
                isInTag = c != '>';
                quote = c == '"' || c == '\'' ? c : 0;
            } else if (c == '<') {
                int end = endOfOther(document, i);
                out.append(document, i + 1, Math.max(end, i + 1));
                isInTag = end == i;
                i = Math.max(end - 1, i);
            }
        }
        return out.toString();
    }

    /// Where a comment or a CDATA section that starts at `at` ends; `at` when neither does.
    private static int endOfOther(String document, int at) {
        if (document.startsWith("<!--", at)) {
            return after(document, at, "-->");
        }
        return document.startsWith("<![CDATA[", at) ? after(document, at, "]]>") : at;
    }

    private static int after(String document, int at, String end) {
        int found = document.indexOf(end, at);
        return found < 0 ? document.length() : found + end.length();
    }

    private static boolean isNameStart(String document, int at) {
        return at < document.length()
                && (Character.isLetter(document.charAt(at)) || document.charAt(at) == '_');
    }
}
