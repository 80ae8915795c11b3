package dev.anabranch.packager.check;

import java.util.Arrays;

/// Takes the samples of one track of one segment in decode order; owned by one thread.
final class TrackMeasure {

    private final TrackFormat format;
    private long[] dts = new long[64];
    private long[] pts = new long[64];
    private long[] durations = new long[64];
    private int count;
    private boolean startsWithSync;

    TrackMeasure(TrackFormat format) {
        this.format = format;
    }

    /// @param durationTicks 0 when the container does not say
    void sample(long dtsTicks, long ptsTicks, long durationTicks, boolean isSync) {
        if (count == dts.length) {
            dts = Arrays.copyOf(dts, count * 2);
            pts = Arrays.copyOf(pts, count * 2);
            durations = Arrays.copyOf(durations, count * 2);
        }
        startsWithSync = count == 0 ? isSync : startsWithSync;
        dts[count] = dtsTicks;
        pts[count] = ptsTicks;
        durations[count++] = durationTicks;
    }

    int count() {
        return count;
    }

    /// Where the next sample is to be decoded, by what was said so far.
    long endTicks() {
        return count == 0 ? 0 : dts[count - 1] + duration(count - 1);
    }

    TrackFacts facts() {
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < count; i++) {
            earliest = Math.min(earliest, pts[i]);
            latest = Math.max(latest, pts[i] + duration(i));
            shortest = Math.min(shortest, duration(i));
            longest = Math.max(longest, duration(i));
        }
        // An edit list cuts off what would be shown before 0: the priming of an audio decoder.
        long shown = earliest + format.shiftTicks();
        boolean isCut = format.shiftTicks() < 0;
        return new TrackFacts(
                format,
                count,
                nanos(dts[0]),
                nanos(endTicks()),
                nanos(pts[0] + format.shiftTicks()),
                nanos(isCut ? Math.max(0, shown) : shown),
                nanos(latest + format.shiftTicks()),
                nanos(shortest),
                nanos(longest),
                startsWithSync);
    }

    /// What the container says, or else the distance to the next sample, or else the mean of all.
    private long duration(int i) {
        if (durations[i] > 0 || count == 1) {
            return durations[i];
        }
        return i + 1 < count ? dts[i + 1] - dts[i] : (dts[count - 1] - dts[0]) / (count - 1);
    }

    private long nanos(long ticks) {
        return format.clock().duration(ticks).toNanos();
    }
}
