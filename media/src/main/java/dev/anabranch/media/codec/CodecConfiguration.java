package dev.anabranch.media.codec;

import dev.anabranch.media.TrackKind;

/// What a decoder must know before the first frame of a track.
public sealed interface CodecConfiguration
        permits VideoConfiguration, AudioConfiguration, TextConfiguration, OpaqueConfiguration {

    TrackKind kind();

    /// The CODECS value of RFC 6381, such as `avc1.64001f`.
    String codecString();

    /// Whether a decoder that was set up with this decodes frames of `other` too: they are equal
    /// but for what only informs, such as bit rates.
    default boolean decodes(CodecConfiguration other) {
        return equals(other);
    }

    /// The four-character sample entry type it is written with in MP4, such as `avc1`.
    String sampleEntry();
}
