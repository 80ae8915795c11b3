package dev.anabranch.packager.live;

import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import java.time.Duration;
import java.time.Instant;

/// Puts the samples of the leading track in parts, and says where all segments end:
///
/// - at a keyframe, once the segment is as long as the policy wants, less a quarter, or earlier
///   when the next keyframe would come too late;
/// - without a keyframe when it could become longer than the target duration allows, which is said
///   in a warning;
/// - at the first keyframe after the timeline broke or the format changed, with a discontinuity.
///
/// Owned by the feeding thread.
final class Leader {

    /// Wall-clock times that differ less from those before are jitter of the network.
    private static final Duration JITTER = Duration.ofMillis(100);

    private static final int REMEMBERED_GOPS = 4;

    private final LivePolicy policy;
    private final Announcer announcer;
    private final Followers followers;
    private Lane lane;
    private final long[] gops = new long[REMEMBERED_GOPS];
    private int gopCount;
    private long lastKeyTicks = -1;
    private boolean isBreaking;
    private boolean takesAnyStart;
    private boolean awaitsKeyframe;
    private final long firstMsn;
    private long msn;
    private long discontinuities;
    private Instant zero = Instant.EPOCH;

    /// Those that are cut where the leader is.
    interface Followers {
        /// Whether a track is to join at a cut here.
        boolean isJoining(Timestamp at);

        void cut(Cut cut);
    }

    /// @param takesAnyStart whether to begin without a keyframe, since none comes
    Leader(
            Lane lane,
            LivePolicy policy,
            Announcer announcer,
            Followers followers,
            boolean takesAnyStart) {
        this.lane = lane;
        this.policy = policy;
        this.announcer = announcer;
        this.followers = followers;
        this.takesAnyStart = takesAnyStart;
        firstMsn = lane.firstMsn();
        msn = firstMsn - 1;
    }

    /// Another track leads from its next keyframe on.
    void handOver(Lane to) {
        lane = to;
        lastKeyTicks = -1;
        gopCount = 0;
    }

    /// The next keyframe begins a segment, after a discontinuity.
    void breakAtNextCut() {
        isBreaking = true;
    }

    void lead(Sample sample) {
        boolean isContinued = lane.hasStarted() && sample.epoch() == lane.epoch();
        awaitsKeyframe &= !sample.isKeyframe();
        boolean isDecodable = isContinued && !awaitsKeyframe && lane.decodes(sample);
        if (!isDecodable && !sample.isKeyframe() && !takesAnyStart) {
            sample.drop();
            return;
        }
        takesAnyStart = false;
        if (isContinued) {
            lane.settle(sample.dtsTicks());
            bridge(sample.dtsTicks());
        }
        boolean isCut =
                !isDecodable || lane.isOverdue() || sample.isKeyframe() && isDue(sample.dtsTicks());
        if (isCut) {
            warnOfForcedCut(sample, isDecodable);
            cut(sample, isContinued, isDecodable);
        }
        if (sample.isKeyframe()) {
            remember(sample.dtsTicks(), isContinued);
        }
        lane.append(sample);
    }

    private void remember(long keyTicks, boolean isContinued) {
        if (lastKeyTicks >= 0 && isContinued) {
            gops[gopCount++ % REMEMBERED_GOPS] = keyTicks - lastKeyTicks;
        }
        lastKeyTicks = keyTicks;
    }

    /// Whether the segment may end at a keyframe here.
    private boolean isDue(long dtsTicks) {
        long lasts = lane.segmentTicks() + Math.max(0, dtsTicks - lane.startTicks());
        long wanted = lane.clock().ticks(policy.segment());
        if (lane.rendition().kind() == TrackKind.AUDIO) {
            return isBreaking || lasts + lane.spacingTicks() / 2 >= wanted;
        }
        long gop = 0;
        for (long one : gops) {
            gop = Math.max(gop, one);
        }
        boolean isLastChance = lasts >= wanted / 4 && lasts + gop > lane.longestSegmentTicks();
        return isBreaking || lasts >= wanted - wanted / 4 || isLastChance;
    }

    private void warnOfForcedCut(Sample sample, boolean isDecodable) {
        if (!isDecodable || sample.isKeyframe() || lane.rendition().kind() != TrackKind.VIDEO) {
            return;
        }
        double seconds = policy.segment().toMillis() / 1000.0;
        announcer.warning(
                "keyframes",
                "No keyframe for "
                        + lane.clock().duration(sample.dtsTicks() - lastKeyTicks).toMillis()
                                / 1000.0
                        + " s: segments begin without one and players start late. Set the keyframe"
                        + " interval of the encoder to "
                        + seconds
                        + " s (OBS: Output, Keyframe Interval; ffmpeg: -force_key_frames"
                        + " \"expr:gte(t,n_forced*"
                        + seconds
                        + ")\")");
    }

    /// Whole parts in which nothing came are gaps; segments end as they would otherwise.
    private void bridge(long dtsTicks) {
        while (lane.isHoleBefore(dtsTicks)) {
            if (lane.segmentTicks() >= lane.clock().ticks(policy.segment()) || lane.isOverdue()) {
                lane.complete();
                var cut = next(lane.startTicks() + lane.delayTicks(), false, lane.epoch());
                lane.begin(cut, null);
                followers.cut(cut);
            }
            lane.gap(Long.MAX_VALUE);
        }
    }

    /// Begins a new timeline in which the leading track has not come: it is a gap until its next
    /// keyframe.
    ///
    /// @param first of a track that follows
    void breakWithout(Sample first, Timestamp at) {
        lane.complete();
        var now = first.wallClock().minus(at.timescale().duration(at.ticks()));
        zero = now.isAfter(zero) ? now : zero;
        isBreaking = false;
        awaitsKeyframe = true;
        var cut = next(at.on(lane.clock()).ticks(), true, first.epoch());
        lane.begin(cut, null);
        followers.cut(cut);
    }

    /// Says that nothing has come up to `ticks`, though the others are there.
    void pass(long ticks) {
        long dtsTicks = ticks - lane.delayTicks();
        lane.settle(dtsTicks);
        bridge(dtsTicks);
    }

    private void cut(Sample first, boolean isContinued, boolean isDecodable) {
        if (lane.hasStarted() && isContinued) {
            lane.complete(first.dtsTicks());
        } else if (lane.hasStarted()) {
            lane.complete();
        }
        long at = isContinued ? lane.startTicks() + lane.delayTicks() : first.ptsTicks();
        boolean isJoined = followers.isJoining(new Timestamp(at, lane.clock()));
        boolean isDiscontinuity = msn >= firstMsn && (!isDecodable || isBreaking || isJoined);
        mapWallClock(first, isContinued);
        isBreaking = false;
        var cut = next(at, isDiscontinuity, first.epoch());
        lane.begin(cut, first);
        followers.cut(cut);
    }

    private Cut next(long at, boolean isDiscontinuity, int epoch) {
        discontinuities += isDiscontinuity ? 1 : 0;
        return new Cut(
                ++msn,
                new Timestamp(at, lane.clock()),
                discontinuities,
                isDiscontinuity,
                epoch,
                zero);
    }

    /// A picture is dated when it arrived: decoded early to be shown later is no reason to be late.
    /// Follows the wall clock where it has moved away from the sender's, but not back by more than
    /// a quarter of a segment, and not at all where the timeline begins anew: what was there before
    /// may have been short.
    private void mapWallClock(Sample sample, boolean isContinued) {
        var now = sample.wallClock().minus(lane.clock().duration(sample.ptsTicks()));
        var by = Duration.between(zero, now);
        if (msn < firstMsn || !isContinued) {
            zero = msn < firstMsn || !by.isNegative() ? now : zero;
            return;
        }
        if (by.abs().compareTo(JITTER) > 0) {
            var back = policy.segment().dividedBy(4).negated();
            zero = zero.plus(by.compareTo(back) < 0 ? back : by);
        }
    }

    long nextTicks() {
        return lane.nextTicks();
    }

    Lane lane() {
        return lane;
    }

    void end() {
        if (lane.hasStarted()) {
            lane.complete();
        }
    }
}
