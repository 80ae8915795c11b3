package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The segments that a timeline, or a duration, stands for. Owned by one thread, used once.
final class TimelineExpansion {

    static final int MAX_SEGMENTS = 1_000_000;

    /// One segment without its address.
    ///
    /// @param subNumber which part of a segment sequence, from 1
    record Slot(long number, long subNumber, long timeTicks, long durationTicks) {}

    private final String where;
    private final boolean isCut;
    private final List<Slot> slots = new ArrayList<>();

    /// @param where the element for messages
    /// @param isCut whether the end is where time has come to, and not that of the Period: a
    ///   segment that is not over by then is none yet
    TimelineExpansion(String where, boolean isCut) {
        this.where = where;
        this.isCut = isCut;
    }

    /// @param endTicks where the media timeline ends; needed for a repeat of -1 in the last run
    List<Slot> timeline(
            SegmentTimeline timeline, long startNumber, long endNumber, OptionalLong endTicks)
            throws MediaFormatException {
        long time = 0;
        long number = startNumber;
        var runs = timeline.entries();
        for (int i = 0; i < runs.size(); i++) {
            var run = runs.get(i);
            time = run.t().orElse(time);
            number = run.n().orElse(number);
            boolean isLast = i + 1 == runs.size();
            var end = isLast ? endTicks : next(runs, i, endTicks);
            long all = isLast && isCut ? whole(run, time, end) : count(run, time, end);
            long count = Math.min(all, Math.max(0, endNumber - number + 1));
            check(count);
            check(parts(run));
            check(slots.size() + count * parts(run));
            for (long n = 0; n < count; n++) {
                long follows = plus(time, run.d());
                add(run, number++, time);
                time = follows;
            }
        }
        return slots;
    }

    /// Equal segments from `startTicks` to `endTicks`, the last one shorter.
    List<Slot> equal(
            long startTicks, long endTicks, long durationTicks, long startNumber, long endNumber)
            throws MediaFormatException {
        if (durationTicks == 0) {
            throw MediaFormatException.malformed(where, "@duration is 0");
        }
        long count =
                Math.min(
                        Math.ceilDiv(Math.max(0, endTicks - startTicks), durationTicks),
                        Math.max(0, endNumber - startNumber + 1));
        check(count);
        if (isCut && count > 0 && count * durationTicks > endTicks - startTicks) {
            count--;
        }
        for (long n = 0; n < count; n++) {
            long time = startTicks + n * durationTicks;
            slots.add(new Slot(startNumber + n, 1, time, Math.min(durationTicks, endTicks - time)));
        }
        return slots;
    }

    private static OptionalLong next(
            List<SegmentTimeline.S> runs, int index, OptionalLong endTicks) {
        var next = runs.get(index + 1).t();
        return next.isPresent() ? OptionalLong.of(next.get()) : endTicks;
    }

    private long count(SegmentTimeline.S run, long time, OptionalLong end)
            throws MediaFormatException {
        if (run.r() >= MAX_SEGMENTS) {
            check(run.r());
        }
        if (run.r() >= 0) {
            return run.r() + 1;
        }
        if (run.d() == 0 || end.isEmpty()) {
            throw MediaFormatException.malformed(
                    where, "S@r is -1 and nothing says where the run ends");
        }
        return Math.ceilDiv(Math.max(0, end.getAsLong() - time), run.d());
    }

    /// The same without a segment of an open run that goes on behind `end`.
    private long whole(SegmentTimeline.S run, long time, OptionalLong end)
            throws MediaFormatException {
        long count = count(run, time, end);
        boolean isOver = run.r() >= 0 || count == 0 || (end.orElse(0) - time) % run.d() == 0;
        return isOver ? count : count - 1;
    }

    private void add(SegmentTimeline.S run, long number, long time) {
        long parts = parts(run);
        long each = run.d() / parts;
        for (long part = 0; part < parts; part++) {
            slots.add(new Slot(number, part + 1, time + part * each, each));
        }
    }

    private static long parts(SegmentTimeline.S run) {
        return Math.max(1, run.k().orElse(1L));
    }

    private void check(long count) throws MediaFormatException {
        if (count > MAX_SEGMENTS || count < 0) {
            throw MediaFormatException.limit(where, "segments", count, MAX_SEGMENTS);
        }
    }

    private long plus(long time, long duration) throws MediaFormatException {
        if (time > Long.MAX_VALUE - duration) {
            throw MediaFormatException.malformed(where, "times exceed 63 bits");
        }
        return time + duration;
    }
}
