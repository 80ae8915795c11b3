package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;

/// Bits of a codec header, most significant first; every read is checked against the end.
///
/// Owned by one thread.
public final class BitReader {

    private final ByteBuffer bytes;
    private final String what;
    private final long end;
    private long position;

    /// @param bytes the header, from its position to its limit; the buffer's position stays
    /// @param what the header's name for messages: `H.264 SPS`
    public BitReader(ByteBuffer bytes, String what) {
        this.bytes = bytes.slice();
        this.what = what;
        this.end = 8L * this.bytes.remaining();
    }

    /// A reader over a NAL unit, its header included, without its emulation prevention bytes.
    public static BitReader ofNalUnit(ByteBuffer unit, String what) {
        return new BitReader(ByteBuffer.wrap(NalUnits.unescape(unit)), what);
    }

    /// The next `count` bits, 0 to 31 of them, as an unsigned number.
    public int bits(int count) throws MediaFormatException {
        return (int) longBits(count);
    }

    /// The next `count` bits, 0 to 63 of them, as an unsigned number.
    public long longBits(int count) throws MediaFormatException {
        need(count);
        long value = 0;
        int left = count;
        while (left > 0) {
            int inByte = (int) (position & 7);
            int take = Math.min(8 - inByte, left);
            int octet = bytes.get((int) (position >> 3)) & 0xFF;
            value = value << take | (octet >> (8 - inByte - take) & (1 << take) - 1);
            position += take;
            left -= take;
        }
        return value;
    }

    public boolean flag() throws MediaFormatException {
        return bits(1) == 1;
    }

    /// An unsigned Exp-Golomb code, 0 to 2^32 - 2 (ITU-T H.264, 9.1).
    public long ue() throws MediaFormatException {
        int zeros = 0;
        while (!flag()) {
            if (++zeros > 31) {
                throw malformed("an Exp-Golomb code is longer than 63 bits");
            }
        }
        return (1L << zeros) - 1 + longBits(zeros);
    }

    /// An unsigned Exp-Golomb code that may be `maximum` at most.
    ///
    /// @param name the syntax element, for the message
    public int ue(String name, int maximum) throws MediaFormatException {
        long value = ue();
        if (value > maximum) {
            throw MediaFormatException.limit(where(), name, value, maximum);
        }
        return (int) value;
    }

    /// A signed Exp-Golomb code.
    public long se() throws MediaFormatException {
        long code = ue();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }

    public void skip(long count) throws MediaFormatException {
        need(count);
        position += count;
    }

    /// Moves to the next byte boundary, if not on one.
    public void align() {
        position = position + 7 & ~7L;
    }

    /// The next `length` whole bytes, read from any bit position.
    public byte[] bytes(int length) throws MediaFormatException {
        need(8L * length);
        var copy = new byte[length];
        for (int i = 0; i < length; i++) {
            copy[i] = (byte) bits(8);
        }
        return copy;
    }

    /// Bits already read.
    public long position() {
        return position;
    }

    /// Bits left.
    public long remaining() {
        return end - position;
    }

    public MediaFormatException malformed(String problem) {
        return MediaFormatException.malformed(where(), problem);
    }

    public MediaFormatException unsupported(String problem) {
        return MediaFormatException.unsupported(where(), problem);
    }

    /// Goes back to a position read before, to try another reading.
    void rewind(long earlier) {
        position = earlier;
    }

    private String where() {
        return what + ", bit " + position;
    }

    private void need(long count) throws MediaFormatException {
        if (count > end - position) {
            throw malformed("the header ends " + (count - (end - position)) + " bits too early");
        }
    }
}
