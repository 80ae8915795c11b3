package dev.anabranch.media.codec;

import dev.anabranch.media.Rational;
import dev.anabranch.media.TrackKind;
import java.util.Optional;

/// A video codec's configuration, read from its own headers.
public sealed interface VideoConfiguration extends CodecConfiguration
        permits AvcConfiguration,
                HevcConfiguration,
                Av1Configuration,
                Vp9Configuration,
                Vp8Configuration {

    /// Width in pixels after cropping, before the sample aspect ratio.
    int width();

    /// Height in pixels after cropping.
    int height();

    /// The shape of one pixel, 1/1 when the headers do not say.
    Rational sampleAspectRatio();

    /// Frames per second as the headers say; the measured rate is the container's to tell.
    Optional<Rational> frameRate();

    ColourDescription colour();

    @Override
    default TrackKind kind() {
        return TrackKind.VIDEO;
    }
}
