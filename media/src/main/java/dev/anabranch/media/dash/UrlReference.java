package dev.anabranch.media.dash;

import java.util.ArrayDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Relative references (RFC 3986, 5.2) on plain text: addresses in manifests hold characters that
/// [java.net.URI] refuses, and the base itself may be relative.
public final class UrlReference {

    /// RFC 3986, appendix B.
    private static final Pattern FORM =
            Pattern.compile("(?s)(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(\\?[^#]*)?(#.*)?");

    private UrlReference() {}

    /// Where `reference` leads from `base`; the fragment and the query are kept as RFC 3986 says.
    public static String resolve(String base, String reference) {
        var to = parts(reference);
        if (to.group(1) != null) {
            return reference;
        }
        var from = parts(base);
        var scheme = from.group(1) == null ? "" : from.group(1) + ":";
        if (to.group(2) != null) {
            return scheme + reference;
        }
        var root = scheme + (from.group(2) == null ? "" : "//" + from.group(2));
        if (to.group(3).isEmpty()) {
            var query = to.group(4) == null ? text(from.group(4)) : to.group(4);
            return root + from.group(3) + query + text(to.group(5));
        }
        var path = to.group(3).startsWith("/") ? to.group(3) : merged(from, to.group(3));
        return root + withoutDots(path) + text(to.group(4)) + text(to.group(5));
    }

    private static String merged(Matcher from, String path) {
        if (from.group(2) != null && from.group(3).isEmpty()) {
            return "/" + path;
        }
        return from.group(3).substring(0, from.group(3).lastIndexOf('/') + 1) + path;
    }

    private static String withoutDots(String path) {
        boolean isAbsolute = path.startsWith("/");
        var kept = new ArrayDeque<String>();
        var pieces = path.substring(isAbsolute ? 1 : 0).split("/", -1);
        for (int i = 0; i < pieces.length; i++) {
            boolean isLast = i == pieces.length - 1;
            boolean isUp = pieces[i].equals("..");
            if (!isUp && !pieces[i].equals(".")) {
                kept.addLast(pieces[i]);
                continue;
            }
            if (isUp && !kept.isEmpty() && !kept.getLast().equals("..")) {
                kept.removeLast();
            } else if (isUp && !isAbsolute) {
                kept.addLast(pieces[i]);
            }
            if (isLast) {
                kept.addLast("");
            }
        }
        return (isAbsolute ? "/" : "") + String.join("/", kept);
    }

    private static Matcher parts(String reference) {
        var parts = FORM.matcher(reference);
        if (!parts.matches()) {
            throw new IllegalStateException("every text is a reference: " + reference);
        }
        return parts;
    }

    private static String text(@org.jspecify.annotations.Nullable String part) {
        return part == null ? "" : part;
    }
}
