package dev.anabranch.packager.live;

import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import org.jspecify.annotations.Nullable;

/// Puts the samples of a track that does not lead in the segments the leader has cut. Owned by the
/// feeding thread.
final class Follower {

    private final Announcer announcer;
    private final Runnable onOtherFormat;

    /// @param onOtherFormat asked for a discontinuity at the leader's next keyframe
    Follower(Announcer announcer, Runnable onOtherFormat) {
        this.announcer = announcer;
        this.onOtherFormat = onOtherFormat;
    }

    /// Puts all samples in their parts of which it is known where they belong.
    ///
    /// @param horizon no cut will come before this; null for never
    void follow(TrackInput input, @Nullable Timestamp horizon) {
        var lane = input.lane().orElse(null);
        var pending = input.pending();
        while (lane != null && !pending.isEmpty()) {
            var sample = pending.getFirst();
            if (isUndecodable(lane, sample)) {
                pending.removeFirst().drop();
                continue;
            }
            skipPassedCuts(input, lane, sample);
            var cut = input.cuts().peekFirst();
            if (cut != null && isBehind(input, sample, cut)) {
                input.cuts().removeFirst();
                take(input, lane, cut, sample);
                continue;
            }
            if (cut == null && !isCertain(lane, sample, horizon)) {
                return;
            }
            pending.removeFirst();
            place(input, lane, sample);
        }
    }

    /// Whether it comes before the first keyframe of a track, or of a new timeline.
    private static boolean isUndecodable(Lane lane, Sample sample) {
        boolean isNew = !lane.hasStarted() || sample.epoch() > lane.epoch();
        return isNew && !sample.isKeyframe();
    }

    /// A track that has not begun does so at the last cut before its first sample.
    private static void skipPassedCuts(TrackInput input, Lane lane, Sample sample) {
        var cuts = input.cuts();
        while (!lane.hasStarted() && cuts.size() > 1) {
            var first = cuts.removeFirst();
            if (!isBehind(input, sample, cuts.getFirst())) {
                cuts.addFirst(first);
                return;
            }
        }
    }

    private static boolean isBehind(TrackInput input, Sample sample, Cut cut) {
        return sample.epoch() >= cut.epoch() && !input.isBefore(sample, cut);
    }

    /// Whether no cut can come before the sample.
    private static boolean isCertain(Lane lane, Sample sample, @Nullable Timestamp horizon) {
        if (!lane.hasStarted() || sample.epoch() > lane.epoch()) {
            return horizon == null;
        }
        long until = lane.presentedTicks(sample.dtsTicks()) + lane.spacingTicks() / 2;
        return horizon == null || horizon.compareTo(new Timestamp(until, lane.clock())) >= 0;
    }

    /// Puts a sample in the segment that grows, or leaves it out where it has no place.
    private void place(TrackInput input, Lane lane, Sample sample) {
        if (!lane.hasStarted() || sample.epoch() != lane.epoch()) {
            sample.drop();
            return;
        }
        boolean isDecodable = lane.decodes(sample);
        if (!isDecodable) {
            onOtherFormat.run();
        }
        if (lane.isTooLate(sample.dtsTicks()) || lane.isMissed(sample.dtsTicks())) {
            input.lose();
        }
        if (!isDecodable
                || input.isBroken(sample)
                || lane.isTooLate(sample.dtsTicks())
                || lane.isMissed(sample.dtsTicks())) {
            sample.drop();
            return;
        }
        lane.settle(sample.dtsTicks());
        while (lane.isHoleBefore(sample.dtsTicks())) {
            lane.gap(Long.MAX_VALUE);
        }
        lane.append(sample);
    }

    private void take(TrackInput input, Lane lane, Cut cut, Sample sample) {
        long cutTicks = cut.at().on(lane.clock()).ticks() - lane.delayTicks();
        boolean isAt = !lane.hasStarted() || sample.dtsTicks() - cutTicks < lane.spacingTicks();
        if (lane.hasStarted()) {
            boolean isPicture = lane.rendition().kind() == TrackKind.VIDEO;
            end(lane, cut, isAt ? sample.dtsTicks() : cutTicks, isAt && isPicture);
        }
        boolean isUsable = lane.decodes(sample) || cut.isDiscontinuity() || !lane.hasStarted();
        boolean isFirst = isAt && isUsable || cut.epoch() > lane.epoch();
        if (isFirst && !sample.isKeyframe()) {
            announcer.warning(
                    "aligned " + input.name(),
                    input.name()
                            + ": its keyframes are not where those of the first video are; give all"
                            + " encodings the same keyframe interval and switch scene cut detection"
                            + " off");
        }
        lane.begin(cut, isFirst ? sample : null);
    }

    /// Ends the segment at `dtsTicks`, with gaps for what has not come.
    ///
    /// @param isShownOn whether what came last is shown until the first of the next segment, so
    ///   that less than a part is no gap: players stop before one, and a few pictures may just be
    ///   lost
    private static void end(Lane lane, Cut cut, long dtsTicks, boolean isShownOn) {
        if (cut.epoch() > lane.epoch()) {
            lane.complete();
            return;
        }
        lane.settle(dtsTicks);
        while (lane.isHoleBefore(dtsTicks)) {
            lane.gap(Long.MAX_VALUE);
        }
        if (lane.isHole(dtsTicks) && !isShownOn) {
            lane.gap(dtsTicks);
        }
        lane.complete(dtsTicks);
    }

    /// Says that nothing has come up to `ticks`, though the others are there: silence where that
    /// can be had, gaps elsewhere.
    void pass(TrackInput input, Timestamp horizon, long ticks) {
        var lane = input.lane().orElseThrow();
        var cut = input.cuts().peekFirst();
        if (cut != null && cut.epoch() > lane.epoch()) {
            input.cuts().removeFirst();
            lane.complete();
            lane.begin(cut, null);
        }
        if (input.fillWithSilence(ticks)) {
            follow(input, horizon);
            return;
        }
        for (cut = input.cuts().peekFirst(); cut != null; cut = input.cuts().peekFirst()) {
            long at = cut.at().on(lane.clock()).ticks();
            if (at > ticks || cut.epoch() > lane.epoch()) {
                break;
            }
            input.cuts().removeFirst();
            end(lane, cut, at - lane.delayTicks(), false);
            lane.begin(cut, null);
        }
        lane.settle(ticks - lane.delayTicks());
        while (lane.isHoleBefore(ticks - lane.delayTicks())
                && !lane.isTooLate(lane.startTicks() + lane.longestPartTicks())) {
            lane.gap(Long.MAX_VALUE);
        }
    }
}
