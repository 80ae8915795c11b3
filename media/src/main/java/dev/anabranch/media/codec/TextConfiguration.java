package dev.anabranch.media.codec;

import dev.anabranch.media.TrackKind;

/// Timed text in MP4: `wvtt` (ISO/IEC 14496-30), `stpp`, `tx3g`.
///
/// @param sampleEntry the four-character code
/// @param codecString `wvtt`, `stpp.ttml.im1t`, `tx3g`
public record TextConfiguration(String sampleEntry, String codecString)
        implements CodecConfiguration {

    @Override
    public TrackKind kind() {
        return TrackKind.TEXT;
    }
}
