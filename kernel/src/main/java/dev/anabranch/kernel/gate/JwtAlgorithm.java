package dev.anabranch.kernel.gate;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;

/// How a token may be signed (RFC 7518, 3.1; RFC 8037, 3.1). There is no `none`, and nothing
/// symmetric.
public enum JwtAlgorithm {
    RS256("RS256", "RSA", "SHA256withRSA"),
    ES256("ES256", "EC", "SHA256withECDSAinP1363Format"),
    EDDSA("EdDSA", "EdDSA", "Ed25519");

    private final String word;
    private final String keyAlgorithm;
    private final String signature;

    JwtAlgorithm(String word, String keyAlgorithm, String signature) {
        this.word = word;
        this.keyAlgorithm = keyAlgorithm;
        this.signature = signature;
    }

    static Optional<JwtAlgorithm> of(String word) {
        for (var algorithm : values()) {
            if (algorithm.word.equals(word)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /// Whether `signed` was signed by the owner of `key`; `false` too when the key is of another
    /// kind.
    boolean verifies(PublicKey key, byte[] signed, byte[] signatureBytes) {
        if (!key.getAlgorithm().equals(keyAlgorithm)) {
            return false;
        }
        try {
            var verifier = Signature.getInstance(signature);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signatureBytes);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
