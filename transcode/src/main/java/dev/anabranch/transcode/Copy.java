package dev.anabranch.transcode;

/// Whether what fits as it is may be moved without being decoded.
public enum Copy {
    /// Wherever it fits.
    AUTO,
    /// All is encoded.
    NEVER
}
