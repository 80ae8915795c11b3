package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.hls.Decimal;
import java.math.RoundingMode;
import java.time.Duration;

/// The lengths a presentation has promised and keeps for its whole life: PART-TARGET from its first
/// frames, EXT-X-TARGETDURATION from its first segment. Set by the feeding thread, read by any.
final class LiveTiming {

    /// What a first segment may be over a whole second without a longer target: rounding to
    /// milliseconds, and 60 frames at 59.94.
    private static final Duration SLACK = Duration.ofMillis(100);

    /// EXTINF rounds to the target at most: half a second more, less one frame of the longest
    /// sound, by which segments of other renditions differ.
    private static final Duration ROUNDING = Duration.ofMillis(450);

    private static final Timescale MILLIS = new Timescale(1000);

    private final LivePolicy policy;
    private final Decimal partTarget;
    private final long partMillis;

    // Published by the feeding thread once.
    private volatile long targetSeconds;

    LiveTiming(LivePolicy policy, long partMillis) {
        this.policy = policy;
        this.partMillis = partMillis;
        partTarget = new Decimal(partMillis, 3);
    }

    /// The part target for frames `frameTicks` apart: so many whole frames as come next to what the
    /// policy wants, rounded up to a millisecond.
    ///
    /// @param isRounded whether the times of frames are rounded to milliseconds themselves, so that
    ///   as many frames may last a little longer
    static LiveTiming of(
            LivePolicy policy, long frameTicks, Timescale timescale, boolean isRounded) {
        long wanted = timescale.ticks(policy.part());
        long frames = Math.max(1, Math.round((double) wanted / frameTicks));
        long millis = timescale.convert(frames * frameTicks, MILLIS, RoundingMode.CEILING);
        return new LiveTiming(policy, millis + (isRounded ? 1 : 0));
    }

    LivePolicy policy() {
        return policy;
    }

    Decimal partTarget() {
        return partTarget;
    }

    /// The longest a part may last, such that its length in microseconds is at most the target.
    long longestPartTicks(Timescale timescale) {
        long micros = partMillis * 1000;
        long ticks = Timescale.NANOS.convert(micros * 1000, timescale, RoundingMode.FLOOR);
        boolean isExact = timescale.compare(ticks, Timescale.NANOS, micros * 1000) == 0;
        return isExact
                ? ticks
                : Timescale.NANOS.convert((micros - 1) * 1000, timescale, RoundingMode.FLOOR);
    }

    /// The shortest a part may last that has others after it: 85 % of the target.
    long shortestPartTicks(Timescale timescale) {
        return Timescale.NANOS.convert(
                (partMillis * 850 + 1) * 1000, timescale, RoundingMode.CEILING);
    }

    boolean isFrozen() {
        return targetSeconds > 0;
    }

    long targetSeconds() {
        return targetSeconds;
    }

    /// Sets the target duration by the first segment: what the policy aims at, or more when that is
    /// longer.
    void freeze(long durationTicks, Timescale timescale) {
        var beyond = timescale.duration(durationTicks).minus(SLACK);
        targetSeconds = Math.max(roundedUp(policy.segment()), roundedUp(beyond));
    }

    /// The longest a segment may last, from here on.
    long longestSegmentTicks(Timescale timescale) {
        if (!isFrozen()) {
            return timescale.ticks(policy.longestSegment().plus(ROUNDING));
        }
        return timescale.ticks(Duration.ofSeconds(targetSeconds).plus(ROUNDING));
    }

    /// The longest of which EXTINF still rounds to the target.
    long hardLimitTicks(Timescale timescale) {
        return isFrozen()
                ? timescale.ticks(Duration.ofSeconds(targetSeconds).plusMillis(499))
                : timescale.ticks(policy.longestSegment().plusMillis(499));
    }

    private static long roundedUp(Duration duration) {
        return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
    }
}
