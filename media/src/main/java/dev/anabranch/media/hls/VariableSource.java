package dev.anabranch.media.hls;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the values of EXT-X-DEFINE variables come from, and whether references to them are
/// replaced while a playlist is read.
///
/// @param isSubstituting false to keep references as they stand
/// @param uri of the playlist, after redirects; null when unknown
/// @param imports the variables of the Multivariant Playlist; null when there was none
public record VariableSource(
        boolean isSubstituting, @Nullable URI uri, @Nullable Map<String, String> imports) {

    /// References stay as they are, for tools that pass a playlist on.
    public static final VariableSource UNRESOLVED = new VariableSource(false, null, null);

    public VariableSource {
        imports = imports == null ? null : Map.copyOf(imports);
    }

    /// For a playlist loaded from `uri`, after redirects, and not from a Multivariant Playlist.
    public static VariableSource of(URI uri) {
        return new VariableSource(true, uri, null);
    }

    /// For a Media Playlist loaded from `uri` because a Multivariant Playlist named it.
    public static VariableSource of(URI uri, Map<String, String> imports) {
        return new VariableSource(true, uri, imports);
    }

    String value(Define define) throws LineException {
        String known = define.value();
        if (known != null) {
            return known;
        }
        if (!isSubstituting) {
            return "";
        }
        return switch (define.source()) {
            case IMPORT -> imported(define.name());
            case QUERYPARAM -> parameter(define.name());
            case NAME -> throw new IllegalStateException("NAME without a value");
        };
    }

    private String imported(String name) throws LineException {
        String value = imports == null ? null : imports.get(name);
        if (value == null) {
            throw new LineException(
                    "the Multivariant Playlist has no variable " + name + " to import");
        }
        return value;
    }

    private String parameter(String name) throws LineException {
        String query = uri == null ? null : uri.getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && decoded(pair.substring(0, equals)).equals(name)) {
                return checked(decoded(pair.substring(equals + 1)));
            }
        }
        throw new LineException("the playlist's URI has no query parameter " + name);
    }

    private static String checked(String value) throws LineException {
        if (value.isEmpty()
                || value.indexOf('"') >= 0
                || value.indexOf('\n') >= 0
                || value.indexOf('\r') >= 0) {
            throw new LineException("a query parameter that no quoted-string can hold: " + value);
        }
        return value;
    }

    /// Percent-decoding only: `+` stands for itself in a URI.
    private static String decoded(String text) throws LineException {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new LineException("a query parameter is not percent-encoded: " + text);
        }
    }
}
