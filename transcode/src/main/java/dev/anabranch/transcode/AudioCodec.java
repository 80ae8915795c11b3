package dev.anabranch.transcode;

/// What sound is encoded as.
public enum AudioCodec {
    /// MPEG-4 AAC-LC: every player has it.
    AAC,
    /// Opus (RFC 6716), at 48 kHz.
    OPUS
}
