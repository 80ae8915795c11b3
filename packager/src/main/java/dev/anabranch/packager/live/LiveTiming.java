package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.hls.Decimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/// What a presentation has promised and keeps for its whole life: PART-TARGET and the number of its
/// first segment from its first frames, EXT-X-TARGETDURATION from its first segment. Set by the
/// feeding thread, read by any.
final class LiveTiming {

    /// What a first segment may be over a whole second without a longer target: rounding to
    /// milliseconds, and 60 frames at 59.94.
    private static final Duration SLACK = Duration.ofMillis(100);

    /// EXTINF rounds to the target at most: half a second more, less one frame of the longest
    /// sound, by which segments of other renditions differ.
    private static final Duration ROUNDING = Duration.ofMillis(450);

    private static final Timescale MILLIS = new Timescale(1000);

    /// Numbers count from here.
    private static final Instant NUMBERS_FROM = Instant.parse("2025-01-01T00:00:00Z");

    /// No stream has more segments in the long run.
    private static final Duration NUMBER = Duration.ofMillis(250);

    /// Numbers of initialization sections have nine digits at most.
    private static final long INITS = 900_000_000;

    private final LivePolicy policy;
    private final Decimal partTarget;
    private final long partMillis;
    private final long firstMsn;

    // Published by the feeding thread once.
    private volatile long targetSeconds;

    private LiveTiming(LivePolicy policy, long partMillis, long firstMsn) {
        this.policy = policy;
        this.partMillis = partMillis;
        this.firstMsn = firstMsn;
        partTarget = new Decimal(partMillis, 3);
    }

    /// The part target for frames `frameTicks` apart: so many whole frames as come next to what the
    /// policy wants, rounded up to a millisecond.
    ///
    /// @param isRounded whether the times of frames are rounded to milliseconds themselves, so that
    ///   as many frames may last a little longer
    /// @param start the wall clock at its beginning
    static LiveTiming of(
            LivePolicy policy,
            long frameTicks,
            Timescale timescale,
            boolean isRounded,
            Instant start) {
        long wanted = timescale.ticks(policy.part());
        long frames = Math.max(1, Math.round((double) wanted / frameTicks));
        long millis = timescale.convert(frames * frameTicks, MILLIS, RoundingMode.CEILING);
        return new LiveTiming(policy, millis + (isRounded ? 1 : 0), numberAt(start));
    }

    /// The number of the first segment of a presentation that begins then: quarters of a second
    /// since 2025, at least 1, within the 32 bits of an MPD's `@startNumber` until 2059. Segments
    /// last longer than that, so a presentation that begins after another has ended has numbers of
    /// its own, and no cache, no recording and no player ever sees one address with other bytes,
    /// unless the clock was set back meanwhile.
    private static long numberAt(Instant start) {
        return Math.max(1, Duration.between(NUMBERS_FROM, start).dividedBy(NUMBER));
    }

    /// EXT-X-MEDIA-SEQUENCE of the first segment; what tells the addresses of this presentation
    /// from those of others of the same stream.
    long firstMsn() {
        return firstMsn;
    }

    /// The number in the address of the first initialization section.
    int firstInit() {
        return (int) (1 + (firstMsn - 1) % INITS);
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

    /// What no segment lasts longer than: the target duration, to which each rounds.
    Duration longestSegment() {
        return Duration.ofSeconds(targetSeconds).plusMillis(500);
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
