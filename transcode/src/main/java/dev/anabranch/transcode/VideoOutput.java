package dev.anabranch.transcode;

import java.util.Optional;
import java.util.OptionalInt;

/// One rendition of the picture.
public sealed interface VideoOutput {

    /// Its track in [TrackSink], unique in a plan.
    int trackId();

    VideoCodec codec();

    /// Pixels of the picture as it is shown.
    int width();

    int height();

    /// The source's pictures as they are, moved but not decoded.
    record Copied(int trackId, VideoCodec codec, int width, int height) implements VideoOutput {}

    /// Decoded, scaled and encoded.
    ///
    /// @param encoder as the backend names it
    /// @param frameDivisor 1 for every frame of the source, 2 for every second one
    /// @param profile in the words of the standard, such as `high`; empty for the encoder's choice
    /// @param level times ten, such as 41; empty for the lowest that fits
    /// @param bitDepth 8 or 10
    /// @param range of the pictures that come out
    record Encoded(
            int trackId,
            VideoCodec codec,
            String encoder,
            int width,
            int height,
            int frameDivisor,
            RateControl rate,
            Preset preset,
            Optional<String> profile,
            OptionalInt level,
            int bitDepth,
            SourceVideo.Range range)
            implements VideoOutput {

        public Encoded {
            if (width % 2 != 0 || height % 2 != 0 || width < 2 || height < 2) {
                throw new IllegalArgumentException("width=" + width + " height=" + height);
            }
            if (frameDivisor < 1 || frameDivisor > 2) {
                throw new IllegalArgumentException("frameDivisor=" + frameDivisor);
            }
        }
    }
}
