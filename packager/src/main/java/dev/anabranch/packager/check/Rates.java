package dev.anabranch.packager.check;

import java.util.List;

/// The bit rates of a rendition as its segments have them (draft-pantos-hls-rfc8216bis, 4.4.6.2).
///
/// @param peak the highest of any run of segments of 0.5 to 1.5 target durations, in bits per
///   second
/// @param average all bits over all time
record Rates(double peak, double average) {

    static final Rates NONE = new Rates(0, 0);

    /// The rates of segments whose sizes and durations are known; [#NONE] when one is not.
    static Rates of(List<MeasuredSegment> segments, long targetSeconds) {
        boolean isKnown =
                !segments.isEmpty()
                        && segments.stream()
                                .allMatch(
                                        one -> one.facts().isPresent() && one.declaredNanos() > 0);
        if (!isKnown) {
            return NONE;
        }
        double peak = 0;
        for (int from = 0; from < segments.size(); from++) {
            peak = Math.max(peak, peakFrom(segments, from, targetSeconds));
        }
        double average = rate(segments);
        return new Rates(peak == 0 ? average : peak, average);
    }

    private static double peakFrom(List<MeasuredSegment> segments, int from, long targetSeconds) {
        double peak = 0;
        long bytes = 0;
        double seconds = 0;
        for (int to = from; to < segments.size(); to++) {
            bytes += segments.get(to).facts().orElseThrow().bytes();
            seconds += segments.get(to).declaredNanos() / 1e9;
            if (seconds > 1.5 * targetSeconds) {
                break;
            }
            if (seconds >= 0.5 * targetSeconds) {
                peak = Math.max(peak, bytes * 8 / seconds);
            }
        }
        return peak;
    }

    private static double rate(List<MeasuredSegment> segments) {
        long bytes = segments.stream().mapToLong(one -> one.facts().orElseThrow().bytes()).sum();
        double seconds = segments.stream().mapToLong(MeasuredSegment::declaredNanos).sum() / 1e9;
        return bytes * 8 / seconds;
    }

    boolean isKnown() {
        return average > 0;
    }

    Rates plus(Rates other) {
        return new Rates(peak + other.peak, average + other.average);
    }

    /// The higher of each.
    Rates max(Rates other) {
        return new Rates(Math.max(peak, other.peak), Math.max(average, other.average));
    }
}
