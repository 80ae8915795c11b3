package dev.anabranch.origin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;

/// The header fields every answer has: date, CORS, timing, no sniffing. Owned by one event loop.
final class SharedFields {

    private static final CharSequence ALLOW_ORIGIN =
            HttpHeaders.createOptimized("access-control-allow-origin");
    private static final CharSequence EXPOSE =
            HttpHeaders.createOptimized("access-control-expose-headers");
    private static final CharSequence EXPOSED =
            HttpHeaders.createOptimized(
                    "content-length, content-range, date, etag, last-modified, server-timing");
    private static final CharSequence TIMING = HttpHeaders.createOptimized("timing-allow-origin");
    private static final CharSequence SNIFF = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence STAR = HttpHeaders.createOptimized("*");
    private static final CharSequence DATE = HttpHeaders.createOptimized("date");
    private static final String PREFLIGHT_AGE = "86400";

    private final List<String> origins;
    private final boolean isOpen;
    private CharSequence date = "";

    SharedFields(List<String> origins) {
        this.origins = origins;
        this.isOpen = origins.contains("*");
    }

    /// Called once a second.
    void tick(Instant now) {
        date = HttpHeaders.createOptimized(HttpDate.format(now));
    }

    void put(HttpServerRequest request, HttpServerResponse response) {
        response.putHeader(DATE, date).putHeader(SNIFF, NO_SNIFF);
        if (isOpen) {
            allow(response, STAR);
            return;
        }
        // The answer differs by origin even when this one is refused; added to, not set, by
        // representations.
        response.headers().add(HttpHeaders.VARY, "origin");
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && origins.contains(origin)) {
            allow(response, origin);
        }
    }

    private static void allow(HttpServerResponse response, CharSequence origin) {
        response.putHeader(ALLOW_ORIGIN, origin)
                .putHeader(EXPOSE, EXPOSED)
                .putHeader(TIMING, origin);
    }

    /// Answers an OPTIONS request, a CORS preflight or not (Fetch standard, CORS protocol).
    static void answerOptions(HttpServerRequest request) {
        var response = request.response().setStatusCode(204);
        response.putHeader(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS");
        if (response.headers().contains(ALLOW_ORIGIN)) {
            response.putHeader("access-control-allow-methods", "GET, HEAD, OPTIONS")
                    .putHeader(
                            "access-control-allow-headers",
                            "authorization, range, if-range, if-none-match, if-modified-since, cache-control, x-playback-session-id, cmcd-request, cmcd-object, cmcd-status, cmcd-session")
                    .putHeader("access-control-max-age", PREFLIGHT_AGE);
        }
        response.end();
    }
}
