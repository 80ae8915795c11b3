package dev.anabranch.transcode.plan;

import dev.anabranch.transcode.PictureSize;
import dev.anabranch.transcode.Rung;
import dev.anabranch.transcode.VideoCodec;

/// Bits per second that the automatic ladder gives a size: measured by nobody for this picture, but
/// what services settled on for most.
final class UsualRates {

    /// Pixels of 16:9 at 240p, 360p, 480p, 720p, 1080p, 1440p, 2160p, 4320p.
    private static final long[] PIXELS = {
        426 * 240,
        640 * 360,
        854 * 480,
        1280 * 720,
        1920 * 1080,
        2560 * 1440,
        3840 * 2160,
        7680 * 4320
    };

    /// For 24 to 30 frames per second.
    private static final long[] H264 = {
        350_000, 800_000, 1_400_000, 2_800_000, 5_000_000, 9_000_000, 16_000_000, 45_000_000
    };

    private static final double HEVC_SHARE = 0.65;
    private static final double AV1_SHARE = 0.5;

    /// Twice the frames are not twice the work: neighbours are more alike.
    private static final double FRAME_EXPONENT = 0.6;

    private static final double SLOW = 24;
    private static final double FAST = 30;
    private static final double MAX_FRAME_FACTOR = 3;
    private static final double MIN_FRAME_FACTOR = 0.2;

    private UsualRates() {}

    static long bitsPerSecond(VideoCodec codec, PictureSize size, double framesPerSecond) {
        double bits = share(codec) * h264(size.pixels()) * frameFactor(framesPerSecond);
        return Math.max(Rung.MIN_BITS, Math.round(bits / 1000) * 1000);
    }

    /// What `codec` needs of what H.264 needs for the same look.
    static double share(VideoCodec codec) {
        return switch (codec) {
            case H264 -> 1;
            case HEVC -> HEVC_SHARE;
            case AV1 -> AV1_SHARE;
        };
    }

    /// Between and beyond the sizes of the table along the line through the two nearest, both axes
    /// logarithmic.
    private static double h264(long pixels) {
        int upper = 1;
        while (upper < PIXELS.length - 1 && PIXELS[upper] < pixels) {
            upper++;
        }
        int lower = upper - 1;
        double slope =
                Math.log((double) H264[upper] / H264[lower])
                        / Math.log((double) PIXELS[upper] / PIXELS[lower]);
        return H264[lower] * Math.pow((double) pixels / PIXELS[lower], slope);
    }

    private static double frameFactor(double framesPerSecond) {
        double near = Math.clamp(framesPerSecond, SLOW, FAST);
        return Math.clamp(
                Math.pow(framesPerSecond / near, FRAME_EXPONENT),
                MIN_FRAME_FACTOR,
                MAX_FRAME_FACTOR);
    }
}
