package dev.anabranch.media;

import dev.anabranch.media.codec.CodecConfiguration;

/// What some or all samples of a track are decoded and shown with: a sample entry of MP4 (ISO/IEC
/// 14496-12, 8.5.2).
///
/// @param picture what the container says of the picture where the bitstream is silent
public record TrackConfiguration(CodecConfiguration codec, ContainerPicture picture) {

    /// A container that says nothing about the picture.
    public static TrackConfiguration of(CodecConfiguration codec) {
        return new TrackConfiguration(codec, ContainerPicture.UNSPECIFIED);
    }

    /// Whether samples of `other` are decoded and shown in the same way.
    public boolean decodes(TrackConfiguration other) {
        return codec.decodes(other.codec) && picture.equals(other.picture);
    }
}
