package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.List;

/// What single NAL units of H.264 are (ITU-T H.264, Table 7-1).
public final class AvcNal {

    public static final int SLICE = 1;
    public static final int PARTITION_A = 2;
    public static final int IDR = 5;
    public static final int SEI = 6;
    public static final int SPS = 7;
    public static final int PPS = 8;
    public static final int ACCESS_UNIT_DELIMITER = 9;
    public static final int END_OF_SEQUENCE = 10;
    public static final int END_OF_STREAM = 11;
    public static final int FILLER = 12;
    public static final int SPS_EXTENSION = 13;
    public static final int SUBSET_SPS = 15;

    /// SEI messages in one NAL unit.
    public static final int MAX_SEI_MESSAGES = 256;

    private static final int RECOVERY_POINT = 6;

    /// first_mb_in_slice and slice_type are two Exp-Golomb codes of 63 bits at most.
    private static final int SLICE_HEADER_BYTES = 24;

    private AvcNal() {}

    /// The nal_unit_type of a unit of at least one byte.
    public static int type(ByteBuffer unit) {
        return unit.get(unit.position()) & 0x1F;
    }

    /// Whether the unit holds picture content and not information about it.
    public static boolean isSlice(ByteBuffer unit) {
        int type = type(unit);
        return type == SLICE || type == PARTITION_A || type == IDR;
    }

    /// Whether the unit is a slice that starts at the picture's first macroblock: with one slice a
    /// picture that is where a new access unit begins.
    public static boolean isFirstSlice(ByteBuffer unit) {
        // first_mb_in_slice is ue(v): 0 is the single bit 1.
        return isSlice(unit) && unit.remaining() > 1 && unit.get(unit.position() + 1) < 0;
    }

    /// Whether a slice is coded without reference to other pictures (I or SI).
    public static boolean isIntraSlice(ByteBuffer unit) throws MediaFormatException {
        int length = Math.min(unit.remaining(), SLICE_HEADER_BYTES);
        var in = BitReader.ofNalUnit(unit.slice(unit.position(), length), "H.264 slice");
        in.skip(8);
        in.ue();
        int sliceType = in.ue("slice_type", 9) % 5;
        return sliceType == 2 || sliceType == 4;
    }

    /// How decoding can start at an access unit, of one frame or of two fields.
    ///
    /// @param units of one access unit, in order
    public static RandomAccess randomAccess(List<ByteBuffer> units) throws MediaFormatException {
        long recoveryFrames = -1;
        for (var unit : units) {
            if (type(unit) == IDR) {
                return RandomAccess.CLOSED;
            }
            if (type(unit) == SEI && recoveryFrames < 0) {
                recoveryFrames = recoveryFrames(unit);
            }
            if (isSlice(unit)) {
                // Of a frame in two fields only the first need be intra.
                return recoveryPoint(recoveryFrames, unit);
            }
        }
        return RandomAccess.NONE;
    }

    private static RandomAccess recoveryPoint(long recoveryFrames, ByteBuffer slice)
            throws MediaFormatException {
        if (recoveryFrames < 0) {
            return RandomAccess.NONE;
        }
        boolean starts = recoveryFrames == 0 && isIntraSlice(slice);
        return starts ? RandomAccess.OPEN : RandomAccess.GRADUAL;
    }

    /// Whether every slice is an I slice: a picture that can be shown by itself, although nothing
    /// promises that the ones after it can.
    public static boolean isIntra(List<ByteBuffer> units) throws MediaFormatException {
        boolean any = false;
        for (var unit : units) {
            if (!isSlice(unit)) {
                continue;
            }
            if (!isIntraSlice(unit)) {
                return false;
            }
            any = true;
        }
        return any;
    }

    /// recovery_frame_cnt of the recovery point SEI in the unit, or -1 when there is none (D.1.8).
    static long recoveryFrames(ByteBuffer unit) throws MediaFormatException {
        var in = BitReader.ofNalUnit(unit, "H.264 SEI");
        in.skip(8);
        // The shortest message is two bytes; what is left then is the trailing bits.
        for (int i = 0; i < MAX_SEI_MESSAGES && in.remaining() > 16; i++) {
            int type = seiNumber(in);
            int size = seiNumber(in);
            if (type == RECOVERY_POINT) {
                return in.ue();
            }
            if (8L * size > in.remaining()) {
                return -1;
            }
            in.skip(8L * size);
        }
        return -1;
    }

    /// A payload type or size, or what there is of it when the unit ends.
    private static int seiNumber(BitReader in) throws MediaFormatException {
        int number = 0;
        int octet = 0xFF;
        while (octet == 0xFF && in.remaining() >= 8) {
            octet = in.bits(8);
            number += octet;
        }
        return number;
    }
}
