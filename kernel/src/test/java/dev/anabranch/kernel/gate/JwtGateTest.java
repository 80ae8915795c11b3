package dev.anabranch.kernel.gate;

import static dev.anabranch.kernel.gate.Asking.play;
import static dev.anabranch.kernel.gate.Asking.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.MediaFormatException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JwtGateTest {

    private static final long NOW = 1_900_000_000;
    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair EC = pair("EC");
    private static final KeyPair ED = pair("Ed25519");
    private static final String GOOD =
            "{\"sub\":\"live/show\",\"aud\":\"publish\",\"exp\":" + (NOW + 60) + "}";

    private static KeyPair pair(String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String jwks() {
        var rsa = (RSAPublicKey) RSA.getPublic();
        var ec = (ECPublicKey) EC.getPublic();
        return "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"x\",\"k\":\"AAAA\"},"
                + "{\"kty\":\"RSA\",\"kid\":\"RS256\",\"use\":\"sig\",\"n\":\""
                + text(rsa.getModulus().toByteArray())
                + "\",\"e\":\""
                + text(rsa.getPublicExponent().toByteArray())
                + "\"},{\"kty\":\"EC\",\"kid\":\"ES256\",\"crv\":\"P-256\",\"x\":\""
                + text(fixed(ec.getW().getAffineX()))
                + "\",\"y\":\""
                + text(fixed(ec.getW().getAffineY()))
                + "\"},{\"kty\":\"OKP\",\"kid\":\"EDDSA\",\"crv\":\"Ed25519\",\"x\":\""
                + text(littleEndian((EdECPublicKey) ED.getPublic()))
                + "\"}]}";
    }

    private static byte[] fixed(BigInteger number) {
        var bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[31 - i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private static byte[] littleEndian(EdECPublicKey key) {
        var bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = key.getPoint().getY().shiftRight(8 * i).byteValue();
        }
        bytes[31] |= (byte) (key.getPoint().isXOdd() ? 0x80 : 0);
        return bytes;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String text(String json) {
        return text(json.getBytes(StandardCharsets.UTF_8));
    }

    private static PrivateKey key(JwtAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256 -> RSA.getPrivate();
            case ES256 -> EC.getPrivate();
            case EDDSA -> ED.getPrivate();
        };
    }

    private static String token(JwtAlgorithm algorithm, String claims) {
        var word = algorithm == JwtAlgorithm.EDDSA ? "EdDSA" : algorithm.name();
        return token(
                "{\"alg\":\"" + word + "\",\"kid\":\"" + algorithm.name() + "\"}",
                algorithm,
                claims);
    }

    private static String token(String header, JwtAlgorithm algorithm, String claims) {
        var name =
                switch (algorithm) {
                    case RS256 -> "SHA256withRSA";
                    case ES256 -> "SHA256withECDSAinP1363Format";
                    case EDDSA -> "Ed25519";
                };
        try {
            var signed = text(header) + "." + text(claims);
            var signer = Signature.getInstance(name);
            signer.initSign(key(algorithm));
            signer.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + text(signer.sign());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static JwtGate gate(JwtRules rules) {
        try {
            var keys = JsonWebKeys.parse(jwks().getBytes(StandardCharsets.UTF_8));
            return new JwtGate(
                    kid -> CompletableFuture.completedFuture(keys.find(kid)),
                    rules,
                    () -> Instant.ofEpochSecond(NOW));
        } catch (MediaFormatException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String publishing(String token) {
        return publish(gate(JwtRules.DEFAULT), "live", "show", "token=" + token);
    }

    private static String claiming(String claims) {
        return publishing(token(JwtAlgorithm.EDDSA, claims));
    }

    @ParameterizedTest
    @EnumSource
    void aGoodTokenLetsInHoweverItIsSigned(JwtAlgorithm algorithm) {
        var token = token(algorithm, GOOD);
        assertThat(publishing(token)).isEqualTo("live/show");
        assertThat(publish(gate(JwtRules.DEFAULT), "live", "other", "token=" + token))
                .isEqualTo("NOT_ALLOWED");
        assertThat(play(gate(JwtRules.DEFAULT), "live", "show", "jwt=" + token))
                .isEqualTo("NOT_ALLOWED");
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureOfSomethingElseDoesNot(JwtAlgorithm algorithm) {
        var parts = token(algorithm, GOOD).split("\\.");
        var longer = GOOD.replace(":" + (NOW + 60), ":" + (NOW + 90));
        assertThat(publishing(parts[0] + "." + text(longer) + "." + parts[2]))
                .isEqualTo("NOT_ALLOWED");
        assertThat(publishing(parts[0] + "." + parts[1] + ".")).isEqualTo("NOT_ALLOWED");
        assertThat(publishing(parts[0] + "." + parts[1] + ".AAAA")).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void aTokenThatSaysItIsNotSignedIsNotBelieved() {
        for (var alg : new String[] {"none", "None", "HS256", "", "RS384"}) {
            var header = "{\"alg\":\"" + alg + "\",\"kid\":\"RS256\"}";
            assertThat(publishing(text(header) + "." + text(GOOD) + ".")).isEqualTo("NOT_ALLOWED");
        }
        var mixed = token("{\"alg\":\"RS256\",\"kid\":\"EDDSA\"}", JwtAlgorithm.EDDSA, GOOD);
        assertThat(publishing(mixed)).isEqualTo("NOT_ALLOWED");
        var critical =
                token(
                        "{\"alg\":\"EdDSA\",\"kid\":\"EDDSA\",\"crit\":[\"b64\"]}",
                        JwtAlgorithm.EDDSA,
                        GOOD);
        assertThat(publishing(critical)).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void onlyAllowedAlgorithmsCount() {
        var rules =
                new JwtRules(
                        Optional.of("us"),
                        "publish",
                        "play",
                        Set.of(JwtAlgorithm.ES256),
                        Duration.ZERO);
        var claims = GOOD.replace("{", "{\"iss\":\"us\",");
        assertThat(
                        publish(
                                gate(rules),
                                "live",
                                "show",
                                "token=" + token(JwtAlgorithm.ES256, claims)))
                .isEqualTo("live/show");
        assertThat(publish(gate(rules), "live", "show", "token=" + token(JwtAlgorithm.ES256, GOOD)))
                .isEqualTo("NOT_ALLOWED");
        assertThat(
                        publish(
                                gate(rules),
                                "live",
                                "show",
                                "token=" + token(JwtAlgorithm.RS256, claims)))
                .isEqualTo("NOT_ALLOWED");
    }

    @Test
    void timesAreHeldWithALittleLeeway() {
        assertThat(claiming(expiring(NOW - 29, ""))).isEqualTo("live/show");
        assertThat(claiming(expiring(NOW - 30, ""))).isEqualTo("EXPIRED");
        assertThat(claiming(expiring(NOW + 9, ",\"nbf\":" + (NOW + 30)))).isEqualTo("live/show");
        assertThat(claiming(expiring(NOW + 9, ",\"nbf\":" + (NOW + 31)))).isEqualTo("NOT_ALLOWED");
        assertThat(claiming(expiring(NOW + 9, ",\"nbf\":\"x\""))).isEqualTo("NOT_ALLOWED");
        assertThat(claiming("{\"sub\":\"show\",\"aud\":\"publish\"}")).isEqualTo("NOT_ALLOWED");
        assertThat(claiming("{\"sub\":\"show\",\"aud\":\"publish\",\"exp\":\"1\"}"))
                .isEqualTo("NOT_ALLOWED");
    }

    private static String expiring(long expirySeconds, String more) {
        return "{\"sub\":\"show\",\"aud\":[\"x\",\"publish\"],\"exp\":"
                + expirySeconds
                + more
                + "}";
    }

    @Test
    void brokenTokensAreRefusedWithAWord() {
        for (var broken :
                new String[] {"", "a", "a.b", "a.b.c", "..", "....", "W10.W10.", "e30.e30.e30"}) {
            assertThat(publishing(broken)).isEqualTo("NOT_ALLOWED");
        }
        assertThat(publishing("x".repeat(9000))).isEqualTo("NOT_ALLOWED");
        assertThat(claiming(GOOD.replace("{", "{\"sub\":\"live/show\","))).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void keysAreAskedForOnceAndAgainForAnUnknownOneButNotTooOften() {
        try (var server = new Asking.Server()) {
            server.answers(200, jwks());
            var now = new Instant[] {Instant.ofEpochSecond(NOW)};
            try (var keys =
                    new KeySetAddress(server.address(), Duration.ofSeconds(10), () -> now[0])) {
                var gate = new JwtGate(keys, JwtRules.DEFAULT, () -> now[0]);
                var query = "token=" + token(JwtAlgorithm.RS256, GOOD);
                for (int i = 0; i < 3; i++) {
                    assertThat(publish(gate, "live", "show", query)).isEqualTo("live/show");
                }
                assertThat(server.asked()).hasSize(1);
                var strange =
                        "token="
                                + token(
                                        "{\"alg\":\"RS256\",\"kid\":\"?\"}",
                                        JwtAlgorithm.RS256,
                                        GOOD);
                assertThat(publish(gate, "live", "show", strange)).isEqualTo("NOT_ALLOWED");
                assertThat(server.asked()).hasSize(1);
                now[0] = now[0].plusSeconds(11);
                for (int i = 0; i < 3; i++) {
                    assertThat(publish(gate, "live", "show", strange)).isEqualTo("NOT_ALLOWED");
                }
                assertThat(server.asked()).hasSize(2);
                server.answers(500, "");
                now[0] = now[0].plusSeconds(30);
                assertThat(publish(gate, "live", "show", query)).isEqualTo("live/show");
                now[0] = now[0].plusSeconds(4000);
                var later = "token=" + token(JwtAlgorithm.RS256, GOOD.replace(":19", ":29"));
                assertThat(publish(gate, "live", "show", later)).isEqualTo("live/show");
                assertThat(server.asked()).hasSize(3);
            }
        }
    }

    @Test
    void withoutAnyKeysNobodyComesIn() {
        try (var server = new Asking.Server()) {
            server.answers(404, "");
            try (var keys =
                    new KeySetAddress(
                            server.address(),
                            Duration.ofSeconds(10),
                            () -> Instant.ofEpochSecond(NOW))) {
                var gate = new JwtGate(keys, JwtRules.DEFAULT, () -> Instant.ofEpochSecond(NOW));
                var query = "token=" + token(JwtAlgorithm.RS256, GOOD);
                assertThat(publish(gate, "live", "show", query)).isEqualTo("ExecutionException");
                assertThat(publish(gate, "live", "show", query)).isEqualTo("ExecutionException");
                assertThat(server.asked()).hasSize(1);
            }
        }
    }
}
