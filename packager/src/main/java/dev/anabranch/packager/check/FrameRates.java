package dev.anabranch.packager.check;

import dev.anabranch.media.TrackKind;
import java.util.List;
import java.util.Optional;

/// How many pictures a second a rendition has.
///
/// @param mean over everything
/// @param highest what the shortest distance of two pictures makes
record FrameRates(double mean, double highest) {

    private static final double SLACK = 0.01;

    static Optional<FrameRates> of(MeasuredRendition rendition) {
        List<TrackFacts> video =
                rendition.segments().stream()
                        .flatMap(segment -> segment.facts().stream())
                        .flatMap(facts -> facts.track(TrackKind.VIDEO).stream())
                        .toList();
        long samples = video.stream().mapToLong(TrackFacts::samples).sum();
        long nanos = video.stream().mapToLong(one -> one.endNanos() - one.startNanos()).sum();
        long shortest =
                video.stream()
                        .mapToLong(TrackFacts::shortestNanos)
                        .filter(one -> one > 0)
                        .min()
                        .orElse(0);
        if (samples < 2 || nanos <= 0 || shortest == 0) {
            return Optional.empty();
        }
        return Optional.of(new FrameRates(samples * 1e9 / nanos, 1e9 / shortest));
    }

    /// Whether a manifest may say so: the mean rate, or for pictures that come unevenly any rate up
    /// to that of the closest two.
    boolean allows(double declared) {
        return declared >= mean * (1 - SLACK) && declared <= highest * (1 + SLACK);
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%.3f", mean)
                + (highest > mean * (1 + SLACK)
                        ? String.format(java.util.Locale.ROOT, " to %.3f", highest)
                        : "");
    }
}
