package dev.anabranch.media.codec;

import dev.anabranch.media.TrackKind;

/// Timed text in MP4: `wvtt` and `stpp` (ISO/IEC 14496-30), `tx3g` (3GPP TS 26.245), `text`
/// (QuickTime).
///
/// @param sampleEntry the four-character code
/// @param codecString `wvtt`, `stpp.ttml.im1t`, `tx3g`
/// @param header of `wvtt`: what stands before the first cue, from `WEBVTT` on; else empty
public record TextConfiguration(String sampleEntry, String codecString, String header)
        implements CodecConfiguration {

    /// Text without a header of its own.
    public TextConfiguration(String sampleEntry, String codecString) {
        this(sampleEntry, codecString, "");
    }

    @Override
    public TrackKind kind() {
        return TrackKind.TEXT;
    }
}
