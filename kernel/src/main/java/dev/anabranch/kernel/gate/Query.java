package dev.anabranch.kernel.gate;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What follows `?` behind a stream's name: `a=1&b=2`, percent-encoded.
record Query(String text) {

    /// Longer ones are taken as empty.
    static final int MAX_LENGTH = 16 * 1024;

    /// The first value of `name`.
    Optional<String> value(String name) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        for (var pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equals(name)) {
                return decoded(pair.substring(equals + 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decoded(String value) {
        try {
            // A plus sign is part of base64, and nobody puts spaces into a token.
            var kept = value.replace("+", "%2B");
            return Optional.of(URLDecoder.decode(kept, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
