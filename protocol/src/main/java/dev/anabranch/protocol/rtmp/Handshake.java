package dev.anabranch.protocol.rtmp;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The three packets each side sends before the first chunk (RTMP 1.0, 5.2), as functions of bytes.
///
/// ```
/// client                       server
/// C0 version, C1 1536 bytes ->
///                           <- S0 version, S1 1536 bytes, S2 1536 bytes
/// C2 1536 bytes             ->
/// ```
///
/// Three kinds are in use. In the simple one S2 and C2 repeat what the other side sent. In the
/// other two, which Flash Player brought and the specification does not mention, C1 and S1 carry a
/// HMAC-SHA256 digest at one of two places, and C2 and S2 end with one that proves to have read it.
final class Handshake {

    /// Of plain RTMP; 6 would be the encrypted RTMPE, which nobody should use.
    static final int VERSION = 3;

    static final int PACKET_BYTES = 1536;

    private static final int DIGEST_BYTES = 32;
    private static final byte[] FIXED =
            HexFormat.of()
                    .parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");
    private static final byte[] PLAYER =
            "Genuine Adobe Flash Player 001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER =
            "Genuine Adobe Flash Media Server 001".getBytes(StandardCharsets.US_ASCII);

    /// How a packet of the first round proves itself.
    enum Kind {
        SIMPLE(-1),
        /// The digest's place is told at byte 8.
        DIGEST_FIRST(8),
        /// The digest's place is told at byte 772.
        DIGEST_SECOND(772);

        private final int pointer;

        Kind(int pointer) {
            this.pointer = pointer;
        }

        private int digestOffset(byte[] packet) {
            int sum = 0;
            for (int i = 0; i < 4; i++) {
                sum += packet[pointer + i] & 0xFF;
            }
            return pointer + 4 + sum % 728;
        }
    }

    private Handshake() {}

    static void checkVersion(int version) throws MediaFormatException {
        if (version != VERSION) {
            throw MediaFormatException.unsupported(
                    "handshake", "version " + version + " is not RTMP");
        }
    }

    /// C0 and C1.
    static byte[] hello(Kind kind, RandomGenerator random) {
        var packet = packet(kind, PLAYER, random);
        return concatenate(new byte[] {VERSION}, packet);
    }

    /// S0, S1 and S2 as the answer to `c1`, of its kind.
    static byte[] answer(byte[] c1, RandomGenerator random) {
        var kind = kind(c1, PLAYER);
        var s1 = packet(kind, SERVER, random);
        return concatenate(new byte[] {VERSION}, s1, proof(c1, kind, SERVER, random));
    }

    /// C2 as the answer to `s1`.
    static byte[] acknowledgement(byte[] s1, RandomGenerator random) {
        return proof(s1, kind(s1, SERVER), PLAYER, random);
    }

    /// The kind of a client's C1.
    static Kind kind(byte[] c1) {
        return kind(c1, PLAYER);
    }

    private static Kind kind(byte[] packet, byte[] key) {
        // Bytes 4 to 7 are zero in the simple handshake, the program's version in the others.
        if (ByteBuffer.wrap(packet).getInt(4) == 0) {
            return Kind.SIMPLE;
        }
        for (var kind : new Kind[] {Kind.DIGEST_FIRST, Kind.DIGEST_SECOND}) {
            int offset = kind.digestOffset(packet);
            var digest = Arrays.copyOfRange(packet, offset, offset + DIGEST_BYTES);
            if (Arrays.equals(digest, digest(packet, offset, key))) {
                return kind;
            }
        }
        return Kind.SIMPLE;
    }

    private static byte[] packet(Kind kind, byte[] key, RandomGenerator random) {
        var packet = new byte[PACKET_BYTES];
        random.nextBytes(packet);
        var header = ByteBuffer.wrap(packet).putInt(0);
        if (kind == Kind.SIMPLE) {
            header.putInt(0);
            return packet;
        }
        // Any version that is not zero; this one all servers know.
        header.putInt(0x0D00_0A30);
        int offset = kind.digestOffset(packet);
        System.arraycopy(digest(packet, offset, key), 0, packet, offset, DIGEST_BYTES);
        return packet;
    }

    private static byte[] proof(byte[] received, Kind kind, byte[] key, RandomGenerator random) {
        if (kind == Kind.SIMPLE) {
            return received.clone();
        }
        int offset = kind.digestOffset(received);
        var theirs = Arrays.copyOfRange(received, offset, offset + DIGEST_BYTES);
        var secret = hmac(concatenate(key, FIXED), theirs);
        var packet = new byte[PACKET_BYTES];
        random.nextBytes(packet);
        int end = PACKET_BYTES - DIGEST_BYTES;
        var digest = hmac(secret, Arrays.copyOf(packet, end));
        System.arraycopy(digest, 0, packet, end, DIGEST_BYTES);
        return packet;
    }

    /// Over the packet without the place of the digest itself.
    private static byte[] digest(byte[] packet, int offset, byte[] key) {
        return hmac(
                key,
                Arrays.copyOf(packet, offset),
                Arrays.copyOfRange(packet, offset + DIGEST_BYTES, PACKET_BYTES));
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (var part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] concatenate(byte[]... parts) {
        int size = 0;
        for (var part : parts) {
            size += part.length;
        }
        var all = ByteBuffer.allocate(size);
        for (var part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
