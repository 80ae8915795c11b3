package dev.anabranch.vod;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How far a job is. What is counted are frames that came out of the encoders, not what a program
/// says of itself.
///
/// @param renditions in the order of the plan
/// @param duration of the source as taken; empty when unknown
/// @param segments how many of every rendition are published
public record Progress(List<OfRendition> renditions, Optional<Duration> duration, int segments) {

    /// One rendition.
    ///
    /// @param name for people: `1080p h264`, `audio en`
    /// @param frames that came
    /// @param time up to when, from the start of the source
    /// @param bytes that came
    public record OfRendition(
            String name, long frames, Duration time, long bytes, boolean hasEnded) {}

    public Progress {
        renditions = List.copyOf(renditions);
    }

    /// Until all have ended: the last frame of a rendition comes before its end.
    private static final double NOT_YET = 0.99;

    /// How much of the slowest rendition is done, 0 to 1; empty when the duration is unknown. It is
    /// 1 when all have ended, and not before.
    public Optional<Double> share() {
        var slowest =
                renditions.stream()
                        .filter(one -> !one.hasEnded())
                        .map(OfRendition::time)
                        .min(Duration::compareTo);
        if (slowest.isEmpty()) {
            return renditions.isEmpty() ? Optional.of(0.0) : Optional.of(1.0);
        }
        return duration.filter(Duration::isPositive)
                .map(all ->
                        Math.clamp((double) slowest.get().toNanos() / all.toNanos(), 0, NOT_YET));
    }
}
