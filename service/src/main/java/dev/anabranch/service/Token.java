package dev.anabranch.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Words that cannot be guessed, of letters and digits alone so that they can be pasted anywhere.
final class Token {

    private static final String LETTERS =
            "0123456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int ID_BYTES = 7;

    private Token() {}

    /// For what names a thing: 14 letters, 82 bits.
    static String id(String prefix) {
        return letters(prefix, 14);
    }

    /// For what has no name of its own: the same for the same `text`, which it does not tell.
    static String idOf(String prefix, String text) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return prefix + HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// For what opens a door: 32 letters, 187 bits.
    static String secret(String prefix) {
        return letters(prefix, 32);
    }

    private static String letters(String prefix, int count) {
        var token = new StringBuilder(prefix);
        for (int i = 0; i < count; i++) {
            token.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return token.toString();
    }

    /// Compares in a time that does not tell how much of it is right.
    static boolean isSame(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
