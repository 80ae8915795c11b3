package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.util.Optional;
import java.util.OptionalInt;

/// What the VUI of an H.264 or HEVC sequence parameter set says (ITU-T H.264 and H.265, Annex E).
///
/// @param sampleAspectRatio 1/1 when not given
/// @param frameRate frames per second, when timing is given
/// @param reorderFrames `num_reorder_frames`, when given (H.264 only)
public record VideoUsability(
        Rational sampleAspectRatio,
        ColourDescription colour,
        Optional<Rational> frameRate,
        OptionalInt reorderFrames) {

    /// When there is no VUI.
    public static final VideoUsability ABSENT =
            new VideoUsability(
                    Rational.ONE,
                    ColourDescription.UNSPECIFIED,
                    Optional.empty(),
                    OptionalInt.empty());

    /// Frames per second no profile allows; a higher rate is the clock of a stream that has no
    /// fixed rate.
    private static final int MAX_FRAME_RATE = 300;

    private static final int EXTENDED_SAR = 255;

    /// Width and height of one pixel by aspect_ratio_idc (H.264 Table E-1); 0 is unspecified.
    private static final int[][] SAR = {
        {1, 1}, {1, 1}, {12, 11}, {10, 11}, {16, 11}, {40, 33}, {24, 11}, {20, 11}, {32, 11},
        {80, 33}, {18, 11}, {15, 11}, {64, 33}, {160, 99}, {4, 3}, {3, 2}, {2, 1}
    };

    /// The aspect_ratio_info part.
    static Rational sampleAspectRatio(BitReader in) throws MediaFormatException {
        if (!in.flag()) {
            return Rational.ONE;
        }
        int idc = in.bits(8);
        if (idc == EXTENDED_SAR) {
            return ratio(in.bits(16), in.bits(16));
        }
        return idc < SAR.length ? new Rational(SAR[idc][0], SAR[idc][1]) : Rational.ONE;
    }

    /// The overscan part, which says nothing a packager could use.
    static void skipOverscan(BitReader in) throws MediaFormatException {
        if (in.flag()) {
            in.skip(1);
        }
    }

    /// The video_signal_type part.
    static ColourDescription colour(BitReader in) throws MediaFormatException {
        if (!in.flag()) {
            return ColourDescription.UNSPECIFIED;
        }
        in.skip(3);
        boolean fullRange = in.flag();
        if (!in.flag()) {
            return new ColourDescription(2, 2, 2, fullRange);
        }
        return new ColourDescription(in.bits(8), in.bits(8), in.bits(8), fullRange);
    }

    /// The chroma_loc part.
    static void skipChromaLocation(BitReader in) throws MediaFormatException {
        if (in.flag()) {
            in.ue("chroma_sample_loc_type_top_field", 5);
            in.ue("chroma_sample_loc_type_bottom_field", 5);
        }
    }

    /// The rate of `timeScale / ticksPerFrame`, or empty when it cannot be one.
    static Optional<Rational> rate(long timeScale, long ticksPerFrame) {
        if (timeScale == 0 || timeScale / MAX_FRAME_RATE > ticksPerFrame || ticksPerFrame == 0) {
            return Optional.empty();
        }
        return Optional.of(new Rational(timeScale, ticksPerFrame));
    }

    private static Rational ratio(int width, int height) {
        // Zero in either is "unspecified" (H.264, E.2.1).
        return width == 0 || height == 0 ? Rational.ONE : new Rational(width, height);
    }
}
