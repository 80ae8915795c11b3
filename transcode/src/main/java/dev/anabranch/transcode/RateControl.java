package dev.anabranch.transcode;

import java.util.OptionalInt;

/// How many bits pictures may take.
///
/// @param crf constant quality on the scale of the encoder for its codec, 0 to 63; empty for a mean
///   bit rate
/// @param bitsPerSecond the mean; with a `crf` what is expected at most
/// @param maxBitsPerSecond what the decoder's buffer is filled at (VBV, H.264 Annex C)
/// @param bufferBits size of that buffer
public record RateControl(
        OptionalInt crf, long bitsPerSecond, long maxBitsPerSecond, long bufferBits) {

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
}
