package dev.anabranch.bench.crowd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A number inside a picture that every server hands on: an SEI message of unregistered user data
/// (ITU-T H.264, D.1.7) in front of the picture's other NAL units.
final class Stamp {

    private static final byte[] UUID = "anabranch-bench!".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 8;
    private static final int SEI_BYTES = 1 + 2 + 16 + DIGITS + 1;
    private static final int HEADER_BYTES = 5;

    private Stamp() {}

    /// The body of a picture's message with `number` in it.
    static byte[] put(byte[] body, int number) {
        var out = ByteBuffer.allocate(body.length + 4 + SEI_BYTES);
        out.put(body, 0, HEADER_BYTES).putInt(SEI_BYTES);
        out.put((byte) 6).put((byte) 5).put((byte) (UUID.length + DIGITS)).put(UUID);
        out.put("%08x".formatted(number).getBytes(StandardCharsets.US_ASCII)).put((byte) 0x80);
        out.put(body, HEADER_BYTES, body.length - HEADER_BYTES);
        return out.array();
    }

    /// The largest number in these bytes, or -1.
    static int last(byte[] bytes, int from, int to) {
        int found = -1;
        for (int i = from; i + UUID.length + DIGITS <= to; i++) {
            if (bytes[i] == UUID[0]
                    && Arrays.equals(bytes, i, i + UUID.length, UUID, 0, UUID.length)) {
                int at = i + UUID.length;
                var digits = new String(bytes, at, DIGITS, StandardCharsets.US_ASCII);
                found = Math.max(found, Integer.parseInt(digits, 16));
                i = at + DIGITS - 1;
            }
        }
        return found;
    }
}
