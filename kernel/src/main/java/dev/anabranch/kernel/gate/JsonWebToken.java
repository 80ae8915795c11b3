package dev.anabranch.kernel.gate;

import dev.anabranch.media.MediaFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A token in its compact form (RFC 7519, RFC 7515, 7.1), taken apart and not yet believed.
///
/// @param signed the bytes the signature is over
record JsonWebToken(JsonNode header, JsonNode claims, byte[] signed, byte[] signature) {

    static final int MAX_LENGTH = 8 * 1024;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    static JsonWebToken parse(String token) throws MediaFormatException {
        if (token.length() > MAX_LENGTH) {
            throw MediaFormatException.limit("", "length of a token", token.length(), MAX_LENGTH);
        }
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw MediaFormatException.malformed("", "a token has three parts");
        }
        var signed = parts[0] + "." + parts[1];
        return new JsonWebToken(
                object(parts[0], "header"),
                object(parts[1], "claims"),
                signed.getBytes(StandardCharsets.US_ASCII),
                decoded(parts[2], "signature"));
    }

    private static JsonNode object(String part, String where) throws MediaFormatException {
        try {
            var tree = JSON.readTree(decoded(part, where));
            if (tree.isObject()) {
                return tree;
            }
        } catch (JacksonException broken) {
            throw MediaFormatException.malformed(where, "not JSON");
        }
        throw MediaFormatException.malformed(where, "not a JSON object");
    }

    private static byte[] decoded(String part, String where) throws MediaFormatException {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException broken) {
            throw MediaFormatException.malformed(where, "not base64url");
        }
    }

    String headerText(String name) {
        return header.path(name).asString("");
    }

    String text(String claim) {
        return claims.path(claim).asString("");
    }

    /// Whether `aud`, a string or an array of them, contains `audience` (RFC 7519, 4.1.3).
    boolean isFor(String audience) {
        var aud = claims.path("aud");
        if (!aud.isArray()) {
            return aud.isString() && aud.asString().equals(audience);
        }
        for (var one : aud) {
            if (one.isString() && one.asString().equals(audience)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonWebToken token
                && Arrays.equals(signed, token.signed)
                && Arrays.equals(signature, token.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signed);
    }
}
