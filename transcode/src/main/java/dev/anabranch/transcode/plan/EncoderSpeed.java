package dev.anabranch.transcode.plan;

import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.process.Limits;

/// How many pixels encoders make in a second of one processor. Measured with FFmpeg 8.0 and 5.1 as
/// user time on an animated film of 720p25, on a small virtual machine with AVX-512; slow x265 and
/// libaom are guesses.
final class EncoderSpeed {

    static final double DECODED_PIXELS_PER_SECOND = 300e6;

    /// Seconds of sound a second.
    static final double AUDIO_SPEED = 60;

    /// One that does it in hardware, or that nobody measured.
    private static final double UNKNOWN = 150e6;

    private EncoderSpeed() {}

    /// Pixels of the rendition, of one processor.
    static double pixelsPerSecond(String encoder, Preset preset) {
        return switch (encoder) {
            case "libx264", "x264enc" -> at(preset, 74e6, 28e6, 20e6);
            case "libx265", "x265enc" -> at(preset, 16e6, 11e6, 4e6);
            case "libopenh264", "openh264enc" -> 64e6;
            case "libsvtav1" -> at(preset, 64e6, 36e6, 14e6);
            case "libaom-av1", "av1enc" -> at(preset, 12e6, 6e6, 2e6);
            default -> UNKNOWN;
        };
    }

    private static double at(Preset preset, double fast, double balanced, double quality) {
        return switch (preset) {
            case FAST -> fast;
            case BALANCED -> balanced;
            case QUALITY -> quality;
        };
    }

    /// How many processors one run of a plan keeps busy, at least 1: it lasts as long as its
    /// slowest encoder, and the others wait for that.
    static int processorsOfOneRun(TranscodePlan plan) {
        double all = 0;
        double longest = 0;
        for (var output : plan.video()) {
            if (output instanceof VideoOutput.Encoded encoded) {
                double pixels =
                        (double) encoded.width() * encoded.height() / encoded.frameDivisor();
                double work = pixels / pixelsPerSecond(encoded.encoder(), encoded.preset());
                all += work;
                longest = Math.max(longest, work / threads(encoded, plan.limits()));
            }
        }
        return longest == 0 ? 1 : (int) Math.max(1, Math.round(all / longest));
    }

    /// How many threads of an encoder have something to do most of the time.
    private static int threads(VideoOutput.Encoded output, Limits limits) {
        int useful =
                switch (output.encoder()) {
                    case "libopenh264", "openh264enc" -> 1;
                    case "libaom-av1", "av1enc" -> 2;
                    case "libx265", "x265enc" -> 4;
                    default -> 8;
                };
        return limits.threads() > 0 ? Math.min(limits.threads(), useful) : useful;
    }
}
