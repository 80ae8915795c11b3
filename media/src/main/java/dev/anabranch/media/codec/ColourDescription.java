package dev.anabranch.media.codec;

/// Colour code points of ISO/IEC 23091-2 (the same numbers in H.264, HEVC, AV1, VP9 and `colr`).
///
/// @param primaries ColourPrimaries, 2 when unspecified
/// @param transfer TransferCharacteristics, 2 when unspecified
/// @param matrix MatrixCoefficients, 2 when unspecified
/// @param fullRange whether samples use the full range
public record ColourDescription(int primaries, int transfer, int matrix, boolean fullRange) {

    public static final ColourDescription UNSPECIFIED = new ColourDescription(2, 2, 2, false);

    private static final int PQ = 16;
    private static final int HLG = 18;

    /// The value of EXT-X-STREAM-INF VIDEO-RANGE (RFC 8216bis, 4.4.6.2).
    public String videoRange() {
        return switch (transfer) {
            case PQ -> "PQ";
            case HLG -> "HLG";
            default -> "SDR";
        };
    }
}
