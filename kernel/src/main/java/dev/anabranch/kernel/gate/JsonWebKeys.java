package dev.anabranch.kernel.gate;

import dev.anabranch.media.MediaFormatException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Public keys by their `kid`, as a JWK set holds them (RFC 7517; RFC 7518, 6; RFC 8037, 2): RSA of
/// at least 2048 bits, EC on P-256, OKP of Ed25519. Others, and keys that are not for signatures,
/// are passed over.
record JsonWebKeys(Map<String, PublicKey> keys) {

    static final int MAX_BYTES = 256 * 1024;
    static final int MAX_KEYS = 128;

    private static final int MIN_RSA_BITS = 2048;
    private static final int COORDINATE_BYTES = 32;
    private static final JsonMapper JSON = JsonMapper.shared();

    JsonWebKeys {
        keys = Map.copyOf(keys);
    }

    /// @throws MediaFormatException when it is no JWK set
    static JsonWebKeys parse(byte[] json) throws MediaFormatException {
        if (json.length > MAX_BYTES) {
            throw MediaFormatException.limit("", "size of the key set", json.length, MAX_BYTES);
        }
        var list = tree(json).path("keys");
        if (!list.isArray()) {
            throw MediaFormatException.malformed("keys", "a key set has an array of keys");
        }
        if (list.size() > MAX_KEYS) {
            throw MediaFormatException.limit("keys", "number of keys", list.size(), MAX_KEYS);
        }
        var keys = new HashMap<String, PublicKey>();
        for (var key : list) {
            key(key).ifPresent(one -> keys.putIfAbsent(text(key, "kid"), one));
        }
        return new JsonWebKeys(keys);
    }

    private static JsonNode tree(byte[] json) throws MediaFormatException {
        try {
            return JSON.readTree(json);
        } catch (JacksonException broken) {
            throw MediaFormatException.malformed("", "the key set is not JSON");
        }
    }

    private static Optional<PublicKey> key(JsonNode key) {
        if (key.has("use") && !text(key, "use").equals("sig")) {
            return Optional.empty();
        }
        try {
            return switch (text(key, "kty")) {
                case "RSA" -> rsa(key);
                case "EC" -> ec(key);
                case "OKP" -> okp(key);
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> rsa(JsonNode key) throws GeneralSecurityException {
        var spec = new RSAPublicKeySpec(number(key, "n"), number(key, "e"));
        var rsa = KeyFactory.getInstance("RSA").generatePublic(spec);
        boolean isLong = ((RSAPublicKey) rsa).getModulus().bitLength() >= MIN_RSA_BITS;
        return isLong ? Optional.of(rsa) : Optional.empty();
    }

    private static Optional<PublicKey> ec(JsonNode key) throws GeneralSecurityException {
        if (!text(key, "crv").equals("P-256")) {
            return Optional.empty();
        }
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var point = new ECPoint(number(key, "x"), number(key, "y"));
        var spec = new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class));
        return Optional.of(KeyFactory.getInstance("EC").generatePublic(spec));
    }

    private static Optional<PublicKey> okp(JsonNode key) throws GeneralSecurityException {
        if (!text(key, "crv").equals("Ed25519")) {
            return Optional.empty();
        }
        // RFC 8032, 5.1.2: y little-endian, the highest bit is the sign of x.
        var bytes = Base64.getUrlDecoder().decode(text(key, "x"));
        if (bytes.length != COORDINATE_BYTES) {
            return Optional.empty();
        }
        boolean isOdd = bytes[COORDINATE_BYTES - 1] < 0;
        bytes[COORDINATE_BYTES - 1] &= 0x7F;
        var bigEndian = new byte[COORDINATE_BYTES];
        for (int i = 0; i < COORDINATE_BYTES; i++) {
            bigEndian[i] = bytes[COORDINATE_BYTES - 1 - i];
        }
        var point = new EdECPoint(isOdd, new BigInteger(1, bigEndian));
        var spec = new EdECPublicKeySpec(NamedParameterSpec.ED25519, point);
        return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(spec));
    }

    private static BigInteger number(JsonNode key, String field) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text(key, field)));
    }

    private static String text(JsonNode key, String field) {
        return key.path(field).asString("");
    }

    /// The key a token names; the only one when it names none.
    Optional<PublicKey> find(String kid) {
        if (kid.isEmpty() && keys.size() == 1) {
            return keys.values().stream().findFirst();
        }
        return Optional.ofNullable(keys.get(kid));
    }
}
