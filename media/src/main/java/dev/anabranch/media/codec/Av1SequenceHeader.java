package dev.anabranch.media.codec;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The sequence header of AV1 (AV1 bitstream specification, 5.5).
///
/// @param profile seq_profile: 0 Main, 1 High, 2 Professional
/// @param level seq_level_idx of the first operating point: 8 is 4.0, 31 unlimited
/// @param isHighTier seq_tier of the first operating point
/// @param width max_frame_width
/// @param height max_frame_height
/// @param frameRate when every picture is shown for the same time
/// @param samples bit depth, subsampling and colour
public record Av1SequenceHeader(
        int profile,
        int level,
        boolean isHighTier,
        int width,
        int height,
        Optional<Rational> frameRate,
        Samples samples) {

    /// The type of the open bitstream unit that holds it.
    static final int OBU_TYPE = 1;

    private static final String WHAT = "AV1 sequence header";

    /// How samples are coded and what their colour is.
    ///
    /// @param bitDepth 8, 10 or 12
    /// @param isMonochrome there is only luma
    /// @param subsamplingX chroma has half the width
    /// @param subsamplingY chroma has half the height
    /// @param chromaPosition chroma_sample_position: 0 unknown, 1 vertical, 2 colocated
    /// @param hasDescription the colour is told and not just assumed
    public record Samples(
            int bitDepth,
            boolean isMonochrome,
            boolean subsamplingX,
            boolean subsamplingY,
            int chromaPosition,
            boolean hasDescription,
            ColourDescription description) {}

    private record Level(int level, boolean highTier, Optional<Rational> frameRate) {}

    /// Reads the payload of an open bitstream unit of type 1.
    public static Av1SequenceHeader parse(ByteBuffer payload) throws MediaFormatException {
        var in = new BitReader(payload, WHAT);
        int profile = in.bits(3);
        if (profile > 2) {
            throw in.malformed("seq_profile " + profile + " is reserved");
        }
        in.skip(1);
        boolean reduced = in.flag();
        var level = reduced ? new Level(in.bits(5), false, Optional.empty()) : level(in);
        int widthBits = 1 + in.bits(4);
        int heightBits = 1 + in.bits(4);
        int width = 1 + in.bits(widthBits);
        int height = 1 + in.bits(heightBits);
        if (!reduced && in.flag()) {
            in.skip(7);
        }
        in.skip(3);
        if (!reduced) {
            skipTools(in);
        }
        in.skip(3);
        return new Av1SequenceHeader(
                profile,
                level.level(),
                level.highTier(),
                width,
                height,
                level.frameRate(),
                samples(in, profile));
    }

    /// Timing, decoder model and operating points.
    private static Level level(BitReader in) throws MediaFormatException {
        var rate = Optional.<Rational>empty();
        int delayBits = 0;
        if (in.flag()) {
            rate = frameRate(in);
            if (in.flag()) {
                delayBits = 1 + in.bits(5);
                in.skip(42);
            }
        }
        boolean displayDelay = in.flag();
        int points = 1 + in.bits(5);
        int firstLevel = 0;
        boolean firstTier = false;
        for (int i = 0; i < points; i++) {
            in.skip(12);
            int level = in.bits(5);
            boolean tier = level > 7 && in.flag();
            if (i == 0) {
                firstLevel = level;
                firstTier = tier;
            }
            if (delayBits > 0 && in.flag()) {
                in.skip(2L * delayBits + 1);
            }
            if (displayDelay && in.flag()) {
                in.skip(4);
            }
        }
        return new Level(firstLevel, firstTier, rate);
    }

    private static Optional<Rational> frameRate(BitReader in) throws MediaFormatException {
        long ticks = in.longBits(32);
        long scale = in.longBits(32);
        if (!in.flag()) {
            return Optional.empty();
        }
        return VideoUsability.rate(scale, ticks * (variableLength(in) + 1));
    }

    /// uvlc() (4.10.3).
    private static long variableLength(BitReader in) throws MediaFormatException {
        int zeros = 0;
        while (!in.flag()) {
            if (++zeros >= 32) {
                throw in.malformed("num_ticks_per_picture_minus_1 is longer than 63 bits");
            }
        }
        return in.longBits(zeros) + (1L << zeros) - 1;
    }

    private static void skipTools(BitReader in) throws MediaFormatException {
        in.skip(4);
        boolean orderHint = in.flag();
        in.skip(orderHint ? 2 : 0);
        boolean chosenPerFrame = in.flag();
        boolean screenContent = chosenPerFrame || in.flag();
        if (screenContent && !in.flag()) {
            in.skip(1);
        }
        in.skip(orderHint ? 3 : 0);
    }

    private static Samples samples(BitReader in, int profile) throws MediaFormatException {
        boolean highDepth = in.flag();
        int depth = highDepth ? 10 : 8;
        if (highDepth && profile == 2 && in.flag()) {
            depth = 12;
        }
        boolean monochrome = profile != 1 && in.flag();
        boolean described = in.flag();
        int primaries = described ? in.bits(8) : 2;
        int transfer = described ? in.bits(8) : 2;
        int matrix = described ? in.bits(8) : 2;
        boolean rgb = primaries == 1 && transfer == 13 && matrix == 0 && !monochrome;
        boolean fullRange = rgb || in.flag();
        var colour = new ColourDescription(primaries, transfer, matrix, fullRange);
        if (monochrome || rgb) {
            return new Samples(depth, monochrome, monochrome, monochrome, 0, true, colour);
        }
        boolean x = profile != 1;
        boolean y = profile == 0;
        if (profile == 2 && depth == 12) {
            x = in.flag();
            y = x && in.flag();
        }
        int position = x && y ? in.bits(2) : 0;
        return new Samples(depth, false, x, y, position, described, colour);
    }
}
