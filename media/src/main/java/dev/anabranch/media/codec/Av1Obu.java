package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// An open bitstream unit of AV1 (AV1 bitstream specification, 5.3) as a view of the bytes it lies
/// in.
///
/// @param type obu_type: 1 sequence header, 2 temporal delimiter, 3 frame header, 6 frame
/// @param header the first byte, and the extension byte when there is one
/// @param payload what follows header and size
public record Av1Obu(int type, ByteBuffer header, ByteBuffer payload) {

    private static final int EXTENSION = 4;
    private static final int HAS_SIZE = 2;
    private static final String WHAT = "AV1 OBU";

    /// Reads the unit at the buffer's position and moves behind it. One without a size goes to the
    /// buffer's end.
    public static Av1Obu read(ByteBuffer bytes) throws MediaFormatException {
        int begin = bytes.position();
        int first = octet(bytes);
        if ((first & 0x80) != 0) {
            throw malformed(begin, "the forbidden bit is set");
        }
        int headerBytes = (first & EXTENSION) == 0 ? 1 : 2;
        if (headerBytes == 2) {
            octet(bytes);
        }
        long size = (first & HAS_SIZE) == 0 ? bytes.remaining() : size(bytes);
        if (size > bytes.remaining()) {
            throw malformed(
                    begin, "a unit of " + size + " bytes has only " + bytes.remaining() + " left");
        }
        var payload = bytes.slice(bytes.position(), (int) size);
        bytes.position(bytes.position() + (int) size);
        return new Av1Obu(first >> 3 & 0xF, bytes.slice(begin, headerBytes), payload);
    }

    /// The first unit of `type` at or after the buffer's position, which stays.
    static Optional<Av1Obu> find(ByteBuffer units, int type) throws MediaFormatException {
        var rest = units.duplicate();
        for (int i = 0; i < Av1Configuration.MAX_UNITS && rest.hasRemaining(); i++) {
            var unit = read(rest);
            if (unit.type() == type) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /// Whether the temporal unit begins with a keyframe: it brings a sequence header, as each
    /// random access point does (7.20), and its first frame is a shown key frame.
    public static boolean isKeyframe(ByteBuffer temporalUnit) throws MediaFormatException {
        var rest = temporalUnit.duplicate();
        boolean sequence = false;
        while (rest.hasRemaining()) {
            var unit = read(rest);
            sequence |= unit.type() == Av1SequenceHeader.OBU_TYPE;
            if (unit.type() == 3 || unit.type() == 6) {
                // show_existing_frame 0, frame_type 0.
                return sequence && unit.payload().hasRemaining() && unit.payload().get(0) >> 5 == 0;
            }
        }
        return false;
    }

    /// The unit with its size written out and no extension.
    byte[] withSize() {
        var out = new BitWriter().bits(8, (long) type << 3 | HAS_SIZE);
        int size = payload.remaining();
        while (size >= 0x80) {
            out.bits(8, 0x80 | size & 0x7F);
            size >>= 7;
        }
        return out.bits(8, size).bytes(Octets.copyOf(payload).toByteArray()).toByteArray();
    }

    /// leb128(), of eight bytes at most (4.10.5).
    private static long size(ByteBuffer bytes) throws MediaFormatException {
        long size = 0;
        for (int i = 0; i < 8; i++) {
            int octet = octet(bytes);
            size |= (long) (octet & 0x7F) << 7 * i;
            if (octet < 0x80) {
                return size;
            }
        }
        throw malformed(bytes.position(), "obu_size is longer than eight bytes");
    }

    private static int octet(ByteBuffer bytes) throws MediaFormatException {
        if (!bytes.hasRemaining()) {
            throw malformed(bytes.position(), "the unit ends within its header");
        }
        return bytes.get() & 0xFF;
    }

    private static MediaFormatException malformed(int offset, String what) {
        return MediaFormatException.malformed(WHAT + " at offset " + offset, what);
    }
}
