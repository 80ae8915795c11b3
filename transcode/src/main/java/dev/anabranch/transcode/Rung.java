package dev.anabranch.transcode;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// One step of a [Ladder]: a box that pictures are scaled into with their aspect kept, and what
/// they may cost. The box lies for pictures that are wider than tall, and is turned for others.
///
/// @param name for people: `1080p`
/// @param maxWidth pixels of the longer side, 16 to 16384
/// @param maxHeight pixels of the shorter side, 16 to 16384
/// @param maxFrameRate frames per second; a source with more gives the rung only every second
///   frame, or not the rung at all
/// @param bitsPerSecond the mean by codec; a codec that is absent gets what the automatic ladder
///   would give it
/// @param crf constant quality on the scale of x264, 0 to 51, that was found to take
///   `bitsPerSecond`: encoders that have it keep to it, and to twice those bits at most; others to
///   the mean
public record Rung(
        String name,
        int maxWidth,
        int maxHeight,
        OptionalDouble maxFrameRate,
        Map<VideoCodec, Long> bitsPerSecond,
        OptionalInt crf) {

    static final int MIN_SIDE = 16;
    public static final int MAX_SIDE = 16_384;
    public static final long MIN_BITS = 10_000;
    static final long MAX_BITS = 500_000_000;
    public static final int MAX_CRF = 51;

    public Rung {
        bitsPerSecond = Map.copyOf(bitsPerSecond);
        if (maxWidth < MIN_SIDE
                || maxHeight < MIN_SIDE
                || maxWidth > MAX_SIDE
                || maxHeight > MAX_SIDE) {
            throw new IllegalArgumentException("rung " + name + ": " + maxWidth + "x" + maxHeight);
        }
        if (bitsPerSecond.values().stream().anyMatch(bits -> bits < MIN_BITS || bits > MAX_BITS)) {
            throw new IllegalArgumentException("rung " + name + ": " + bitsPerSecond);
        }
        if (maxFrameRate.isPresent() && !(maxFrameRate.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "rung " + name + ": maxFrameRate=" + maxFrameRate.getAsDouble());
        }
        if (crf.isPresent() && (crf.getAsInt() < 0 || crf.getAsInt() > MAX_CRF)) {
            throw new IllegalArgumentException("rung " + name + ": crf=" + crf.getAsInt());
        }
    }

    /// Without a constant quality.
    public Rung(
            String name,
            int maxWidth,
            int maxHeight,
            OptionalDouble maxFrameRate,
            Map<VideoCodec, Long> bitsPerSecond) {
        this(name, maxWidth, maxHeight, maxFrameRate, bitsPerSecond, OptionalInt.empty());
    }

    /// With the bit rates of the automatic ladder.
    public static Rung of(String name, int maxWidth, int maxHeight) {
        return new Rung(name, maxWidth, maxHeight, OptionalDouble.empty(), Map.of());
    }

    /// The same under another name.
    public Rung named(String other) {
        return new Rung(other, maxWidth, maxHeight, maxFrameRate, bitsPerSecond, crf);
    }

    /// The same box for a mean of `bitsPerSecond` in H.264, and constant quality where there is
    /// one; other codecs get what looks alike.
    public Rung at(long bitsPerSecond, OptionalInt crf) {
        return new Rung(
                name,
                maxWidth,
                maxHeight,
                maxFrameRate,
                Map.of(VideoCodec.H264, bitsPerSecond),
                crf);
    }
}
