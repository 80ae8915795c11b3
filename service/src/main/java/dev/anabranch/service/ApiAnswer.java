package dev.anabranch.service;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the API answers: a status, and JSON or nothing.
sealed interface ApiAnswer {

    int status();

    /// A resource, or several.
    record Found(int status, Object words, Optional<String> location) implements ApiAnswer {}

    /// It is done and there is nothing to say.
    record Done() implements ApiAnswer {

        @Override
        public int status() {
            return 204;
        }
    }

    /// A problem document (RFC 9457).
    ///
    /// @param code stable, for programs: `name_taken`
    /// @param detail what is wrong, for people
    /// @param hint what to do about it; may be empty
    record Refused(int status, String code, String detail, String hint) implements ApiAnswer {}

    static ApiAnswer ok(Object words) {
        return new Found(200, words, Optional.empty());
    }

    static ApiAnswer created(Object words, String location) {
        return new Found(201, words, Optional.of(location));
    }

    static ApiAnswer notFound(String what) {
        return new Refused(404, "not_found", "There is no " + what + ".", "");
    }

    /// Event loop of the connection.
    static void send(ApiAnswer answer, HttpServerResponse response) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        switch (answer) {
            case Found found -> {
                found.location().ifPresent(path -> response.putHeader(HttpHeaders.LOCATION, path));
                response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(JsonText.compact(found.words()));
            }
            case Done _ -> response.end();
            case Refused refused -> {
                if (refused.status() == 401) {
                    response.putHeader("www-authenticate", "Bearer realm=\"anabranch\"");
                }
                response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                        .end(JsonText.compact(problem(refused)));
            }
        }
    }

    private static Map<String, Object> problem(Refused refused) {
        var words = new LinkedHashMap<String, Object>();
        words.put("type", "about:blank");
        words.put("title", refused.code().replace('_', ' '));
        words.put("status", refused.status());
        words.put("code", refused.code());
        words.put("detail", refused.detail());
        if (!refused.hint().isEmpty()) {
            words.put("hint", refused.hint());
        }
        return words;
    }
}
