package dev.anabranch.transcode;

import java.util.OptionalInt;

/// How many bits pictures may take.
///
/// @param crf constant quality on the scale of the encoder for its codec, 0 to 63; empty for a mean
///   bit rate
/// @param bitsPerSecond the mean; with a `crf` what is expected, at most unless it was measured
/// @param maxBitsPerSecond what the decoder's buffer is filled at (VBV, H.264 Annex C)
/// @param bufferBits size of that buffer
/// @param isMeasured whether the mean was found by encoding some of the picture like this
public record RateControl(
        OptionalInt crf,
        long bitsPerSecond,
        long maxBitsPerSecond,
        long bufferBits,
        boolean isMeasured) {

    public RateControl {
        if (bitsPerSecond < 1 || maxBitsPerSecond < bitsPerSecond || bufferBits < 1) {
            throw new IllegalArgumentException(
                    "bitsPerSecond="
                            + bitsPerSecond
                            + " maxBitsPerSecond="
                            + maxBitsPerSecond
                            + " bufferBits="
                            + bufferBits);
        }
    }

    /// That nobody has tried.
    public RateControl(
            OptionalInt crf, long bitsPerSecond, long maxBitsPerSecond, long bufferBits) {
        this(crf, bitsPerSecond, maxBitsPerSecond, bufferBits, false);
    }
}
