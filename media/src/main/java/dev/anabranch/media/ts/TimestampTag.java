package dev.anabranch.media.ts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/// The ID3 tag that begins a segment of packed audio and places it on the timeline (RFC 8216, 3.4):
/// a PRIV frame with a 33-bit timestamp in 90 kHz.
///
/// ```
/// "ID3" 04 00 00  size(4 x 7 bits)  "PRIV" size(4 x 7 bits) 00 00  owner 00  timestamp(64)
/// ```
public final class TimestampTag {

    private static final byte[] OWNER =
            "com.apple.streaming.transportStreamTimestamp\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final int HEADER_BYTES = 10;

    /// What [#write] writes.
    public static final int BYTES = HEADER_BYTES * 2 + OWNER.length + 8;

    /// A tag of a size beyond this is taken for something else: it would be a large picture.
    private static final int MAX_TAG_BYTES = 16 << 20;

    private TimestampTag() {}

    /// @param ticks only the lower 33 bits are written
    public static byte[] write(long ticks) {
        var out = ByteBuffer.allocate(BYTES);
        out.put(new byte[] {'I', 'D', '3', 4, 0, 0}).putInt(sevenBits(BYTES - HEADER_BYTES));
        out.put(new byte[] {'P', 'R', 'I', 'V'}).putInt(sevenBits(OWNER.length + 8));
        out.putShort((short) 0).put(OWNER).putLong(ticks & PesHeader.WRAP_TICKS - 1);
        return out.array();
    }

    /// The timestamp of the tag the buffer begins with; empty when there is no such tag.
    public static OptionalLong read(ByteBuffer bytes) {
        int size = tagBytes(bytes);
        if (size == 0 || size > bytes.remaining()) {
            return OptionalLong.empty();
        }
        int at = bytes.position() + HEADER_BYTES;
        int end = bytes.position() + size;
        boolean isVersion4 = bytes.get(bytes.position() + 3) >= 4;
        while (at + HEADER_BYTES <= end && bytes.get(at) != 0) {
            int length = isVersion4 ? sevenBits(bytes, at + 4) : bytes.getInt(at + 4);
            if (length < 0 || length > end - at - HEADER_BYTES) {
                return OptionalLong.empty();
            }
            var found = timestamp(bytes.slice(at, HEADER_BYTES + length));
            if (found.isPresent()) {
                return found;
            }
            at += HEADER_BYTES + length;
        }
        return OptionalLong.empty();
    }

    private static OptionalLong timestamp(ByteBuffer frame) {
        boolean isPrivate = frame.getInt(0) == 0x5052_4956;
        if (!isPrivate || frame.remaining() < HEADER_BYTES + OWNER.length + 8) {
            return OptionalLong.empty();
        }
        var owner = new byte[OWNER.length];
        frame.get(HEADER_BYTES, owner);
        return Arrays.equals(owner, OWNER)
                ? OptionalLong.of(
                        frame.getLong(HEADER_BYTES + OWNER.length) & PesHeader.WRAP_TICKS - 1)
                : OptionalLong.empty();
    }

    /// Bytes of the ID3v2 tag the buffer begins with, 0 when it begins with none; needs 10 bytes.
    static int tagBytes(ByteBuffer bytes) {
        int at = bytes.position();
        boolean isTag =
                bytes.remaining() >= HEADER_BYTES
                        && bytes.get(at) == 'I'
                        && bytes.get(at + 1) == 'D'
                        && bytes.get(at + 2) == '3';
        if (!isTag || (bytes.getInt(at + 6) & 0x8080_8080) != 0) {
            return 0;
        }
        boolean hasFooter = (bytes.get(at + 5) & 0x10) != 0;
        int size = HEADER_BYTES + sevenBits(bytes, at + 6) + (hasFooter ? HEADER_BYTES : 0);
        return size > MAX_TAG_BYTES ? 0 : size;
    }

    private static int sevenBits(int value) {
        return (value >> 21 & 0x7F) << 24
                | (value >> 14 & 0x7F) << 16
                | (value >> 7 & 0x7F) << 8
                | value & 0x7F;
    }

    private static int sevenBits(ByteBuffer bytes, int at) {
        int value = bytes.getInt(at);
        return (value >> 24 & 0x7F) << 21
                | (value >> 16 & 0x7F) << 14
                | (value >> 8 & 0x7F) << 7
                | value & 0x7F;
    }
}
