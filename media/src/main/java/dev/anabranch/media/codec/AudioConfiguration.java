package dev.anabranch.media.codec;

import dev.anabranch.media.TrackKind;

/// An audio codec's configuration, read from its own headers.
public sealed interface AudioConfiguration extends CodecConfiguration
        permits AacConfiguration,
                Mp3Configuration,
                OpusConfiguration,
                FlacConfiguration,
                Ac3Configuration,
                Eac3Configuration {

    /// Samples per second of the decoded sound (after SBR).
    int sampleRateHz();

    /// Channels of the decoded sound, the low-frequency one counted (after parametric stereo).
    int channels();

    /// The channels and where they belong; as many as [#channels()].
    ChannelLayout layout();

    /// Decoded samples, at [#sampleRateHz()], one frame gives; 0 when frames vary.
    int samplesPerFrame();

    @Override
    default TrackKind kind() {
        return TrackKind.AUDIO;
    }
}
