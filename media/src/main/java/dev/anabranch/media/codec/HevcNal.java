package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.List;

/// What single NAL units of HEVC are (ITU-T H.265, Table 7-1).
public final class HevcNal {

    public static final int BLA_FIRST = 16;
    public static final int BLA_LAST = 18;
    public static final int IDR_W_RADL = 19;
    public static final int IDR_N_LP = 20;
    public static final int CRA = 21;
    public static final int VPS = 32;
    public static final int SPS = 33;
    public static final int PPS = 34;
    public static final int ACCESS_UNIT_DELIMITER = 35;
    public static final int END_OF_SEQUENCE = 36;
    public static final int END_OF_STREAM = 37;
    public static final int FILLER = 38;
    public static final int PREFIX_SEI = 39;
    public static final int SUFFIX_SEI = 40;

    private static final int LAST_IRAP = 23;
    private static final int LAST_SLICE = 31;
    private static final int HEADER_BYTES = 2;

    private HevcNal() {}

    /// The nal_unit_type of a unit of at least one byte.
    public static int type(ByteBuffer unit) {
        return unit.get(unit.position()) >> 1 & 0x3F;
    }

    /// nuh_layer_id: 0 for the pictures every decoder knows. The unit has at least two bytes.
    public static int layer(ByteBuffer unit) {
        int at = unit.position();
        return (unit.get(at) & 1) << 5 | (unit.get(at + 1) & 0xF8) >> 3;
    }

    /// Whether the unit holds picture content and not information about it.
    public static boolean isSlice(ByteBuffer unit) {
        return type(unit) <= LAST_SLICE;
    }

    /// Whether the unit is a slice segment that starts a picture (first_slice_segment_in_pic_flag).
    public static boolean isFirstSlice(ByteBuffer unit) {
        return isSlice(unit)
                && unit.remaining() > HEADER_BYTES
                && unit.get(unit.position() + HEADER_BYTES) < 0;
    }

    /// Whether a unit of this type belongs to an intra random access point picture.
    public static boolean isIrap(int type) {
        return type >= BLA_FIRST && type <= LAST_IRAP;
    }

    /// How decoding can start at an access unit, by its first slice of the base layer.
    ///
    /// @param units of one access unit, in order
    public static RandomAccess randomAccess(List<ByteBuffer> units) throws MediaFormatException {
        for (var unit : units) {
            if (unit.remaining() < HEADER_BYTES) {
                throw MediaFormatException.malformed(
                        "HEVC NAL unit", "a unit of one byte has no room for its header");
            }
            int type = type(unit);
            if (!isSlice(unit) || layer(unit) != 0) {
                continue;
            }
            if (type == IDR_W_RADL || type == IDR_N_LP) {
                return RandomAccess.CLOSED;
            }
            return isIrap(type) ? RandomAccess.OPEN : RandomAccess.NONE;
        }
        return RandomAccess.NONE;
    }
}
