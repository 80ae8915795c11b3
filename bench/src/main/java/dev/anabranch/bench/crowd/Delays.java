package dev.anabranch.bench.crowd;

import java.util.Arrays;

/// Durations in nanoseconds, for quantiles.
final class Delays {

    private long[] nanos = new long[1024];
    private int count;

    void add(long value) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = value;
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    /// In milliseconds; not a number when there are none.
    double millis(double quantile) {
        if (count == 0) {
            return Double.NaN;
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, (long) (quantile * count))] / 1e6;
    }
}
