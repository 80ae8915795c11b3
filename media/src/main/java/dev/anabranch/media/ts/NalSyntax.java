package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AvcNal;
import dev.anabranch.media.codec.HevcNal;
import dev.anabranch.media.codec.RandomAccess;
import java.nio.ByteBuffer;
import java.util.List;

/// What the NAL units of H.264 and of HEVC are to the access unit they lie in.
enum NalSyntax {
    AVC,
    HEVC;

    /// Bytes [#role] looks at.
    static final int HEADER_BYTES = 3;

    /// A unit's part in its access unit.
    enum Role {
        DELIMITER,
        /// Comes before the first slice: after a slice it begins the next access unit.
        PREFIX,
        FIRST_SLICE,
        SLICE,
        /// Anything that may follow a slice.
        SUFFIX
    }

    Role role(ByteBuffer unit) {
        return this == AVC ? avc(unit) : hevc(unit);
    }

    private static Role avc(ByteBuffer unit) {
        int type = AvcNal.type(unit);
        if (AvcNal.isFirstSlice(unit)) {
            return Role.FIRST_SLICE;
        }
        return switch (type) {
            case 1, 2, 3, 4, 5 -> Role.SLICE;
            case AvcNal.ACCESS_UNIT_DELIMITER -> Role.DELIMITER;
            case AvcNal.SPS, AvcNal.PPS, AvcNal.SEI, 14, AvcNal.SUBSET_SPS, 16, 17, 18 ->
                    Role.PREFIX;
            default -> Role.SUFFIX;
        };
    }

    private static Role hevc(ByteBuffer unit) {
        int type = HevcNal.type(unit);
        if (unit.remaining() < HEADER_BYTES || HevcNal.layer(unit) != 0) {
            return Role.SUFFIX;
        }
        if (HevcNal.isSlice(unit)) {
            return HevcNal.isFirstSlice(unit) ? Role.FIRST_SLICE : Role.SLICE;
        }
        boolean isReservedPrefix = type >= 41 && type <= 44 || type >= 48 && type <= 55;
        return switch (type) {
            case HevcNal.ACCESS_UNIT_DELIMITER -> Role.DELIMITER;
            case HevcNal.VPS, HevcNal.SPS, HevcNal.PPS, HevcNal.PREFIX_SEI -> Role.PREFIX;
            default -> isReservedPrefix ? Role.PREFIX : Role.SUFFIX;
        };
    }

    RandomAccess randomAccess(List<ByteBuffer> units) throws MediaFormatException {
        return this == AVC ? AvcNal.randomAccess(units) : HevcNal.randomAccess(units);
    }

    /// Whether samples leave the unit out: delimiters and filler, which belong to the byte stream,
    /// and parameter sets, which are in the configuration.
    boolean isLeftOut(ByteBuffer unit) {
        if (this == AVC) {
            int type = AvcNal.type(unit);
            return type == AvcNal.ACCESS_UNIT_DELIMITER
                    || type == AvcNal.FILLER
                    || ParameterSetKind.of(this, unit) != ParameterSetKind.NONE;
        }
        int type = HevcNal.type(unit);
        return type == HevcNal.ACCESS_UNIT_DELIMITER
                || type == HevcNal.FILLER
                || ParameterSetKind.of(this, unit) != ParameterSetKind.NONE;
    }

    /// The kinds of parameter set.
    enum ParameterSetKind {
        VIDEO,
        SEQUENCE,
        PICTURE,
        NONE;

        static ParameterSetKind of(NalSyntax syntax, ByteBuffer unit) {
            if (syntax == AVC) {
                return switch (AvcNal.type(unit)) {
                    case AvcNal.SPS -> SEQUENCE;
                    case AvcNal.PPS -> PICTURE;
                    default -> NONE;
                };
            }
            return switch (HevcNal.type(unit)) {
                case HevcNal.VPS -> VIDEO;
                case HevcNal.SPS -> SEQUENCE;
                case HevcNal.PPS -> PICTURE;
                default -> NONE;
            };
        }
    }
}
