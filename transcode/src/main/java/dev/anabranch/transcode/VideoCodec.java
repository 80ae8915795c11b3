package dev.anabranch.transcode;

/// What pictures are encoded as.
public enum VideoCodec {
    /// ITU-T H.264: every player has it.
    H264,
    /// ITU-T H.265, as `hvc1`.
    HEVC,
    /// AOMedia AV1.
    AV1
}
