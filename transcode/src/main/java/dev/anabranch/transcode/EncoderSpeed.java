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
}
