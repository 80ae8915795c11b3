package dev.anabranch.transcode;

import dev.anabranch.media.Rational;
import java.time.Duration;
import java.util.Optional;

/// The picture of a source, as it is stored.
///
/// @param index of the stream in the input
/// @param codec as ffprobe names it: `h264`
/// @param profile as ffprobe names it: `High`; empty when unknown
/// @param width pixels of the stored picture, before aspect and rotation
/// @param height likewise
/// @param sampleAspectRatio shape of one pixel, 1:1 when unsaid
/// @param rotationDegrees clockwise turn to apply: 0, 90, 180 or 270
/// @param frameRate of a constant rate, or the mean of a variable one
/// @param isVariableRate whether frames are not evenly spaced
/// @param timeBase the unit of its times in seconds, such as 1/15360
/// @param isInterlaced whether fields have to be woven before scaling
/// @param pixelFormat as ffmpeg names it: `yuv420p`
/// @param bitDepth of a component, 8 when unknown
/// @param range what the code values mean
/// @param bitsPerSecond 0 when unknown
/// @param frames 0 when unknown
/// @param end when its last picture is over, from the start of the source; empty when it is not
///   said. Sound may go on
/// @param colour as the source says it
public record SourceVideo(
        int index,
        String codec,
        String profile,
        int width,
        int height,
        Rational sampleAspectRatio,
        int rotationDegrees,
        Rational frameRate,
        boolean isVariableRate,
        Rational timeBase,
        boolean isInterlaced,
        String pixelFormat,
        int bitDepth,
        Range range,
        long bitsPerSecond,
        long frames,
        Optional<Duration> end,
        Colour colour) {

    /// What code values stand for (ITU-T H.273), in ffmpeg's words such as `bt709`; each is empty
    /// when the source does not say.
    ///
    /// @param isFullRange whether black is 0, and not 16 of 255
    /// @param mastering what is said of high dynamic range
    public record Colour(
            String primaries,
            String transfer,
            String matrix,
            boolean isFullRange,
            HdrMetadata mastering) {

        public static final Colour UNKNOWN = new Colour("", "", "", false);

        /// Nothing is said of high dynamic range.
        public Colour(String primaries, String transfer, String matrix, boolean isFullRange) {
            this(primaries, transfer, matrix, isFullRange, HdrMetadata.NONE);
        }
    }

    /// How bright a code value is.
    public enum Range {
        SDR,
        /// SMPTE ST 2084.
        PQ,
        /// ARIB STD-B67.
        HLG
    }

    public SourceVideo {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("width=" + width + " height=" + height);
        }
        if (rotationDegrees % 90 != 0 || rotationDegrees < 0 || rotationDegrees >= 360) {
            throw new IllegalArgumentException("rotationDegrees=" + rotationDegrees);
        }
    }

    /// The same picture with more said of its dynamic range.
    public SourceVideo withMastering(HdrMetadata mastering) {
        return new SourceVideo(
                index,
                codec,
                profile,
                width,
                height,
                sampleAspectRatio,
                rotationDegrees,
                frameRate,
                isVariableRate,
                timeBase,
                isInterlaced,
                pixelFormat,
                bitDepth,
                range,
                bitsPerSecond,
                frames,
                end,
                new Colour(
                        colour.primaries,
                        colour.transfer,
                        colour.matrix,
                        colour.isFullRange,
                        mastering));
    }

    /// Pixels across when pixels are square and the picture is upright.
    public int displayWidth() {
        return isTurned() ? height : squareWidth();
    }

    /// Pixels down when pixels are square and the picture is upright.
    public int displayHeight() {
        return isTurned() ? squareWidth() : height;
    }

    private boolean isTurned() {
        return rotationDegrees % 180 != 0;
    }

    private int squareWidth() {
        long wide = (long) width * sampleAspectRatio.numerator();
        return Math.max(1, (int) Math.round((double) wide / sampleAspectRatio.denominator()));
    }
}
