package dev.anabranch.packager;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.hls.Decimal;

/// When the segments of a rendition start and end: each ends where the next starts. Immutable.
public final class SegmentTimes {

    private final Timescale clock;
    private final long[] ticks;

    /// @param ticks the start of each segment and, last, the end of the last one; rising
    SegmentTimes(Timescale clock, long[] ticks) {
        this.clock = clock;
        this.ticks = ticks;
    }

    /// The cuts of `plan` as they are.
    static SegmentTimes of(CutPlan plan) {
        var clock = plan.reference().clock();
        var ticks = new long[plan.segmentCount() + 1];
        for (int n = 0; n < ticks.length; n++) {
            ticks[n] = plan.start(n).on(clock).ticks();
        }
        return new SegmentTimes(clock, ticks);
    }

    public Timescale clock() {
        return clock;
    }

    public int count() {
        return ticks.length - 1;
    }

    /// The start of segment `n`, or the end of all for `n == count()`.
    public long startTicks(int n) {
        return ticks[n];
    }

    public long durationTicks(int n) {
        return ticks[n + 1] - ticks[n];
    }

    public Timestamp start(int n) {
        return new Timestamp(ticks[n], clock);
    }

    public long totalTicks() {
        return ticks[count()] - ticks[0];
    }

    /// The duration of segment `n` as EXTINF says it.
    public Decimal extinf(int n) {
        return Decimal.between(ticks[n], ticks[n + 1], clock);
    }

    /// The longest segment in whole seconds, rounded as EXT-X-TARGETDURATION demands
    /// (draft-pantos-hls-rfc8216bis, 4.4.3.1), from the microseconds that EXTINF shows.
    public long targetSeconds() {
        long longest = 1;
        for (int n = 0; n < count(); n++) {
            longest = Math.max(longest, extinf(n).rounded());
        }
        return longest;
    }
}
