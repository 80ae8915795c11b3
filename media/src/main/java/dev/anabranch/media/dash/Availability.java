package dev.anabranch.media.dash;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// When the segments of a representation can be had (ISO/IEC 23009-1, 5.3.9.5.3).
///
/// @param zero the wall clock at the start of the Period
/// @param early how much sooner than its end a segment is there, in seconds; may be infinite
/// @param isComplete whether it is whole by then
record Availability(Instant zero, double early, boolean isComplete) {

    /// So far ahead nothing is made.
    private static final double MOST_EARLY_SECONDS = 1e9;

    /// Empty when no clock says it: of a static presentation, or one that names no start.
    static Optional<Availability> of(EffectiveRepresentation of, SegmentBase base) {
        var mpd = of.mpd();
        if (mpd.type() != PresentationType.DYNAMIC) {
            return Optional.empty();
        }
        var urls = urls(of);
        double early =
                Stream.concat(
                                urls.stream().flatMap(url -> url.availabilityTimeOffset().stream()),
                                base.availabilityTimeOffset().stream())
                        .mapToDouble(seconds -> seconds)
                        .sum();
        boolean isComplete =
                base.availabilityTimeComplete().orElse(true)
                        && urls.stream()
                                .allMatch(url -> url.availabilityTimeComplete().orElse(true));
        return mpd.availabilityStartTime()
                .flatMap(start -> of.span().start().map(start::plus))
                .map(zero -> new Availability(zero, early, isComplete));
    }

    private static List<BaseUrl> urls(EffectiveRepresentation of) {
        return Stream.of(
                        of.mpd().baseUrls(),
                        of.span().period().baseUrls(),
                        of.set().baseUrls(),
                        of.representation().baseUrls())
                .flatMap(level -> level.stream().limit(1))
                .toList();
    }

    /// Up to where whole segments are there at `now`, from the start of the Period; empty when all
    /// are at once.
    Optional<Duration> reach(Instant now) {
        double ahead = isComplete ? early : 0;
        if (!(Math.abs(ahead) <= MOST_EARLY_SECONDS)) {
            return Optional.empty();
        }
        var reach = Duration.between(zero, now).plusNanos((long) (ahead * 1e9));
        return Optional.of(reach.isNegative() ? Duration.ZERO : reach);
    }
}
