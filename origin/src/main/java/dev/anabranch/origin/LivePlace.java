package dev.anabranch.origin;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What an address of a live stream names, and the token it carries:
/// `/live/{name}/[token={token}/]{rest}`.
///
/// The token is a part of the path, so that it is a part of every address that a playlist or an MPD
/// names relative to its own: playlists stay the same for all viewers, and players need to know
/// nothing of tokens.
///
/// @param token decoded; empty when the path has none
record LivePlace(String name, String token, String rest) {

    private static final String TOKEN = "token=";

    /// @param path one that [LiveDoor#takes]
    static LivePlace of(String path) {
        var slash = path.indexOf('/', LiveDoor.ROOT.length());
        var name = path.substring(LiveDoor.ROOT.length(), slash);
        var end = path.startsWith(TOKEN, slash + 1) ? path.indexOf('/', slash + 1) : -1;
        if (end < 0) {
            return new LivePlace(name, "", path.substring(slash + 1));
        }
        var token = decoded(path.substring(slash + 1 + TOKEN.length(), end));
        return new LivePlace(name, token, path.substring(end + 1));
    }

    /// Where the stream's addresses begin for who has `token`.
    static String address(String name, String token) {
        var stream = LiveDoor.ROOT + name + "/";
        if (token.isEmpty()) {
            return stream;
        }
        // For forms a space is a plus; a path has no such rule.
        var encoded = URLEncoder.encode(token, StandardCharsets.UTF_8).replace("+", "%20");
        return stream + TOKEN + encoded + "/";
    }

    /// Whether what is here leads to other addresses.
    boolean isIndex() {
        return rest.endsWith(".m3u8")
                || rest.endsWith(".mpd")
                || rest.endsWith(".mp4") && rest.indexOf('/') < 0;
    }

    /// @return empty when there is none, or it is not encoded as it should be
    static String tokenIn(@Nullable String query) {
        if (query == null) {
            return "";
        }
        for (var pair : query.split("&")) {
            if (pair.startsWith(TOKEN)) {
                return decoded(pair.substring(TOKEN.length()));
            }
        }
        return "";
    }

    /// What else is in the query, with its `?`; empty when nothing is.
    static String withoutToken(@Nullable String query) {
        if (query == null) {
            return "";
        }
        var others = new StringBuilder();
        for (var pair : query.split("&")) {
            if (!pair.startsWith(TOKEN) && !pair.isEmpty()) {
                others.append(others.isEmpty() ? '?' : '&').append(pair);
            }
        }
        return others.toString();
    }

    private static String decoded(String text) {
        try {
            // A plus sign is part of base64, and nobody puts spaces into a token.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
