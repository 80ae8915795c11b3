package dev.anabranch.transcode;

import java.util.Map;
import java.util.OptionalDouble;

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
public record Rung(
        String name,
        int maxWidth,
        int maxHeight,
        OptionalDouble maxFrameRate,
        Map<VideoCodec, Long> bitsPerSecond) {

    static final int MIN_SIDE = 16;
    static final int MAX_SIDE = 16_384;
    static final long MIN_BITS = 10_000;
    static final long MAX_BITS = 500_000_000;

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
    }

    /// With the bit rates of the automatic ladder.
    public static Rung of(String name, int maxWidth, int maxHeight) {
        return new Rung(name, maxWidth, maxHeight, OptionalDouble.empty(), Map.of());
    }
}
