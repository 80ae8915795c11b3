package dev.anabranch.cli;

import java.util.Arrays;
import java.util.List;

/// How a number of measurements lie, in milliseconds rounded to a tenth.
///
/// @param count how many
/// @param p50 half are at most this
/// @param p95 nineteen of twenty are at most this
/// @param max the largest
record Quantiles(int count, double p50, double p95, double max) {

    static Quantiles ofNanos(List<Long> nanos) {
        var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0
                ? new Quantiles(0, 0, 0, 0)
                : new Quantiles(
                        sorted.length,
                        at(sorted, 0.50),
                        at(sorted, 0.95),
                        millis(Arrays.stream(sorted).max().orElse(0)));
    }

    private static double at(long[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return millis(sorted[Math.clamp(index, 0, sorted.length - 1)]);
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }

    @Override
    public String toString() {
        return count == 0
                ? "not measured"
                : "p50 %.1f ms, p95 %.1f ms, max %.1f ms".formatted(p50, p95, max);
    }
}
