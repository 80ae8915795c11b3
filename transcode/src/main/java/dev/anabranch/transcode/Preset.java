package dev.anabranch.transcode;

/// How much time an encoder may take for the same bits.
public enum Preset {
    FAST,
    BALANCED,
    QUALITY
}
