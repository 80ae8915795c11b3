package dev.anabranch.media.ts;

import java.nio.ByteBuffer;

/// The id by which a parameter set replaces another of its kind.
final class ParameterSetId {

    private ParameterSetId() {}

    /// Ids above the standards' limits are brought into them: such sets are broken anyway.
    static int of(NalSyntax syntax, NalSyntax.ParameterSetKind kind, ByteBuffer unit) {
        return switch (kind) {
            case VIDEO -> unit.remaining() > 2 ? unit.get(unit.position() + 2) >> 4 & 0x0F : 0;
            // The id of an HEVC sequence parameter set lies behind a structure of variable length;
            // streams of one layer have one such set at a time.
            case SEQUENCE -> syntax == NalSyntax.AVC ? exponentialGolomb(unit, 4) & 0x1F : 0;
            case PICTURE ->
                    exponentialGolomb(unit, syntax == NalSyntax.AVC ? 1 : 2)
                            & (syntax == NalSyntax.AVC ? 0xFF : 0x3F);
            case NONE -> 0;
        };
    }

    /// The ue(v) that begins `skip` bytes into the unit (ITU-T H.264, 9.1); ids are too small for
    /// emulation prevention to come in between.
    private static int exponentialGolomb(ByteBuffer unit, int skip) {
        int bits = 0;
        for (int i = 0; i < 4; i++) {
            int at = unit.position() + skip + i;
            bits = bits << 8 | (at < unit.limit() ? unit.get(at) & 0xFF : 0);
        }
        int zeros = Integer.numberOfLeadingZeros(bits);
        return zeros > 15 ? 0 : (bits << zeros >>> 31 - zeros) - 1;
    }
}
