package dev.anabranch.packager;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.hls.Decimal;
import java.util.Arrays;

/// When the segments of a rendition start and end: each ends where the next starts; and in which
/// span of the [CutPlan] they are. Immutable.
public final class SegmentTimes {

    private final Timescale clock;
    private final long[] ticks;
    private final int[] spanStarts;

    /// @param ticks the start of each segment and, last, the end of the last one; rising
    /// @param spanStarts the first segment of each span of the plan and, last, the number of
    ///   segments; not falling: spans in which the rendition has nothing are empty
    SegmentTimes(Timescale clock, long[] ticks, int[] spanStarts) {
        this.clock = clock;
        this.ticks = ticks;
        this.spanStarts = spanStarts;
    }

    /// The cuts of `plan` as they are.
    static SegmentTimes of(CutPlan plan) {
        var clock = plan.reference().clock();
        var ticks = new long[plan.segmentCount() + 1];
        for (int n = 0; n < ticks.length; n++) {
            ticks[n] = plan.start(n).on(clock).ticks();
        }
        var spanStarts = new int[plan.spanCount() + 1];
        for (int k = 0; k < spanStarts.length; k++) {
            spanStarts[k] = plan.spanStart(k);
        }
        return new SegmentTimes(clock, ticks, spanStarts);
    }

    /// Those of segments `from` to before `to` alone, as one span.
    SegmentTimes between(int from, int to) {
        return new SegmentTimes(
                clock, Arrays.copyOfRange(ticks, from, to + 1), new int[] {0, to - from});
    }

    /// How many spans the plan has.
    int spanCount() {
        return spanStarts.length - 1;
    }

    /// The first segment in span `k` or after it.
    int spanStart(int k) {
        return spanStarts[k];
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
