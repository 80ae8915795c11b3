package dev.anabranch.transcode;

/// How fast encoders were with one processor of a small virtual machine (2 GHz class, AVX2).
final class EncoderSpeed {

    static final double DECODED_PIXELS_PER_SECOND = 250e6;

    /// Seconds of sound a second.
    static final double AUDIO_SPEED = 60;

    private EncoderSpeed() {}

    /// Pixels of the rendition, of one processor.
    static double pixelsPerSecond(String encoder, Preset preset) {
        double balanced =
                switch (encoder) {
                    case "libx264", "x264enc" -> 35e6;
                    case "libopenh264", "openh264enc" -> 60e6;
                    case "libx265", "x265enc" -> 9e6;
                    case "libsvtav1" -> 16e6;
                    case "libaom-av1", "av1enc" -> 4e6;
                    default -> 150e6;
                };
        return balanced
                * switch (preset) {
                    case FAST -> 2;
                    case BALANCED -> 1;
                    case QUALITY -> 0.5;
                };
    }

    /// How many processors one run of a plan keeps busy, at least 1: it lasts as long as its slowest
    /// encoder, and the others wait for that.
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
