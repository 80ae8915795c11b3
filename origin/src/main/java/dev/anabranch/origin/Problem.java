package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/// An answer that is not what was asked for, as a problem document (RFC 9457), or a page for those
/// who ask with a browser. It never shows a path of the server or a stack trace.
///
/// @param detail for the person who asked
record Problem(int status, String title, String detail) {

    static final Problem NOT_FOUND =
            new Problem(404, "Not found", "There is nothing at this address.");
    static final Problem METHOD_NOT_ALLOWED =
            new Problem(405, "Method not allowed", "Only GET, HEAD and OPTIONS are.");
    static final Problem PRECONDITION_FAILED =
            new Problem(412, "Precondition failed", "The resource has changed.");
    static final Problem RANGE_NOT_SATISFIABLE =
            new Problem(416, "Range not satisfiable", "The range begins behind the end.");
    static final Problem NO_DIRECTIVE =
            new Problem(
                    400,
                    "Not a delivery directive",
                    "_HLS_msn and _HLS_part are numbers, and a part is asked for with its segment.");
    static final Problem TOO_FAR =
            new Problem(
                    400,
                    "Too far ahead",
                    "Only the next two segments can be waited for, and parts of the next three seconds.");
    static final Problem TOO_LATE =
            new Problem(
                    503,
                    "It did not come",
                    "The stream has made nothing new for three target durations.");
    static final Problem TOO_MANY =
            new Problem(503, "Too many wait", "More requests wait here than this server lets.");
    static final Problem CLOSING =
            new Problem(503, "The server stops", "What was waited for will not come from here.");

    /// A viewer that may not watch.
    static Problem notAllowed(String why) {
        return new Problem(403, "Not allowed", why);
    }

    /// A viewer of whom nobody can say whether it may watch.
    static Problem undecided(String why) {
        return new Problem(503, "Nobody can be asked", why);
    }

    /// What a failure while looking up or making a resource means to the one who asked: the source
    /// is at fault (502), or we are (500).
    static Problem of(Throwable failure) {
        if (failure instanceof MediaFormatException unusable) {
            return new Problem(
                    502, "The source is not usable", String.valueOf(unusable.getMessage()));
        }
        return new Problem(500, "Internal error", "The resource could not be read or made.");
    }

    void send(HttpServerResponse response) {
        send(response, "application/problem+json", json(), "no-store");
    }

    /// @param cacheControl how long caches may keep the refusal
    void send(HttpServerResponse response, String cacheControl) {
        send(response, "application/problem+json", json(), cacheControl);
    }

    /// For people: the same status with a page that says so.
    void sendPage(HttpServerResponse response, String html) {
        send(response, Pages.TYPE, html, "no-store");
    }

    private void send(HttpServerResponse response, String type, String body, String cacheControl) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
                .end(body);
    }

    String json() {
        return "{\"type\":\"about:blank\",\"title\":"
                + quote(title)
                + ",\"status\":"
                + status
                + ",\"detail\":"
                + quote(detail)
                + "}\n";
    }

    static String quote(String text) {
        var json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
