package dev.anabranch.kernel;

import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import org.jspecify.annotations.Nullable;

/// Makes the times of one publisher after the other, and of clocks that jump, into one time that
/// runs on.
///
/// The first publisher's times are taken as they are. After a jump or a change of publisher times
/// continue where they were, plus the time that has passed since on our clock. A gap stays a gap:
/// what jumps is a timestamp that went on by 10 s more than our clock did, or went back by more
/// than half a second; a smaller step back is made one tick forward.
///
/// Each track is moved on its own, so that the frames of one that has not yet jumped keep their
/// place. Belongs to whoever has the log's turn.
final class Timeline {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long FORWARD_NANOS = 10 * SECOND_NANOS;
    private static final long BACKWARD_NANOS = SECOND_NANOS / 2;

    /// A later composition than this is a fault, and does not count for where a stream has got to.
    private static final long LONGEST_COMPOSITION_NANOS = 2 * SECOND_NANOS;

    /// A longer step between two frames is a gap and no frame's duration.
    private static final long LONGEST_STEP_NANOS = SECOND_NANOS / 5;

    /// Nobody's clock runs for longer; what does would leave a long of nanoseconds.
    private static final long LONGEST_SECONDS = 3_000_000_000L;

    /// One track's own way.
    private static final class Course {
        long ticksPerSecond;
        long lastTicks;
        long lastStepTicks;
        long shiftTicks;

        /// -1 before its publisher's first frame of it.
        long epoch = -1;

        boolean hasLast;

        /// The next frame is its first in this epoch.
        boolean isFirst;

        /// It came here from another epoch and may still be behind where that ended.
        boolean catchesUp;
    }

    private final @Nullable Course[] courses = new Course[Publication.MAX_TRACKS + 1];

    private long epoch;

    /// The epoch's first sample, at its source's time and at ours.
    private long anchorTicks;

    private long anchorTicksPerSecond = 1;
    private long anchorNanos;

    /// Decode time of the newest frame over all tracks, and when it came.
    private long frontNanos;

    private long frontArrivalNanos;

    /// Where the last picture or sound ends.
    private long endNanos;

    private boolean hasFrames;
    private boolean isAnchorPending;

    /// The moved times of the sample at hand.
    private long dtsTicks;

    private long ptsTicks;
    private long dtsNanos;
    private long ptsNanos;

    /// The next sample is the first of another publisher.
    void change() {
        isAnchorPending = hasFrames;
        for (var course : courses) {
            if (course != null) {
                course.epoch = -1;
            }
        }
    }

    /// Whether `sample` does not continue its track, so that a new epoch begins.
    boolean isJump(Sample sample, Track track, long nowNanos) {
        if (!hasFrames || isAnchorPending) {
            return false;
        }
        var course = course(track);
        if (course.epoch >= 0 && continues(course, course.shiftTicks, sample, nowNanos)) {
            return false;
        }
        if (course.epoch != epoch) {
            long shiftTicks = shiftTicks(course);
            if (continues(course, shiftTicks, sample, nowNanos)) {
                enter(course, shiftTicks);
                return false;
            }
        }
        isAnchorPending = true;
        return true;
    }

    private boolean continues(Course course, long shiftTicks, Sample sample, long nowNanos) {
        long moved = sample.dtsTicks() + shiftTicks;
        if (isTooFar(moved, course)) {
            return false;
        }
        long movedNanos = nanos(moved, course.ticksPerSecond);
        long elapsedNanos = Math.max(0, nowNanos - frontArrivalNanos);
        if (movedNanos - frontNanos > FORWARD_NANOS + elapsedNanos) {
            return false;
        }
        if (!course.hasLast) {
            return movedNanos - frontNanos >= -FORWARD_NANOS;
        }
        long lastNanos = nanos(course.lastTicks, course.ticksPerSecond);
        return movedNanos - lastNanos >= -BACKWARD_NANOS;
    }

    private static boolean isTooFar(long ticks, Course course) {
        return Math.abs(ticks / course.ticksPerSecond) > LONGEST_SECONDS;
    }

    /// Of the current epoch, for a track with its own clock.
    private long shiftTicks(Course course) {
        return ticks(anchorNanos, course.ticksPerSecond)
                - rescale(anchorTicks, anchorTicksPerSecond, course.ticksPerSecond);
    }

    private void enter(Course course, long shiftTicks) {
        course.shiftTicks = shiftTicks;
        course.epoch = epoch;
        course.catchesUp = course.hasLast;
        course.isFirst = true;
    }

    /// Moves `sample`; then the accessors speak of it.
    ///
    /// @return `false` when it is sound that would come before what was sent already, of another
    ///   epoch
    boolean move(Sample sample, Track track, long nowNanos) {
        var course = course(track);
        if (isAnchorPending || !hasFrames && isTooFar(sample.dtsTicks(), course)) {
            anchor(sample, course, nowNanos);
        }
        if (course.epoch < 0) {
            enter(course, shiftTicks(course));
        }
        long moved = sample.dtsTicks() + course.shiftTicks;
        if (course.hasLast && moved <= course.lastTicks) {
            // A picture that is left out would take those with it that refer to it.
            if (course.catchesUp && track.kind() != TrackKind.VIDEO) {
                return false;
            }
            moved = course.lastTicks + 1;
        } else {
            course.catchesUp = false;
        }
        dtsTicks = moved;
        ptsTicks = Math.max(moved, sample.ptsTicks() + course.shiftTicks);
        course.lastStepTicks = course.isFirst ? 0 : moved - course.lastTicks;
        course.isFirst = false;
        course.lastTicks = moved;
        course.hasLast = true;
        advance(sample, course, nowNanos);
        return true;
    }

    private void anchor(Sample first, Course course, long nowNanos) {
        long passedNanos = Math.max(0, nowNanos - frontArrivalNanos);
        anchorNanos = hasFrames ? Math.max(endNanos, frontNanos + passedNanos) : 0;
        anchorTicks = first.dtsTicks();
        anchorTicksPerSecond = course.ticksPerSecond;
        epoch++;
        isAnchorPending = false;
        enter(course, shiftTicks(course));
    }

    private void advance(Sample sample, Course course, long nowNanos) {
        dtsNanos = nanos(dtsTicks, course.ticksPerSecond);
        if (!hasFrames || dtsNanos > frontNanos) {
            frontNanos = dtsNanos;
            frontArrivalNanos = nowNanos;
        }
        long shownNanos = nanos(ptsTicks, course.ticksPerSecond);
        shownNanos = Math.min(shownNanos, dtsNanos + LONGEST_COMPOSITION_NANOS);
        ptsNanos = shownNanos;
        shownNanos += lastsNanos(sample, course);
        endNanos = hasFrames ? Math.max(endNanos, shownNanos) : shownNanos;
        hasFrames = true;
    }

    /// How long the sample at hand is shown; as long as the one before when it does not say.
    private static long lastsNanos(Sample sample, Course course) {
        if (sample.durationTicks() == 0) {
            return Math.min(nanos(course.lastStepTicks, course.ticksPerSecond), LONGEST_STEP_NANOS);
        }
        long longestTicks = ticks(LONGEST_COMPOSITION_NANOS, course.ticksPerSecond);
        return nanos(Math.min(sample.durationTicks(), longestTicks), course.ticksPerSecond);
    }

    private Course course(Track track) {
        var course = courses[track.id()];
        long ticksPerSecond = track.timescale().ticksPerSecond();
        if (course == null) {
            course = new Course();
            course.ticksPerSecond = ticksPerSecond;
            courses[track.id()] = course;
        }
        if (course.ticksPerSecond != ticksPerSecond) {
            course.lastTicks = rescale(course.lastTicks, course.ticksPerSecond, ticksPerSecond);
            course.ticksPerSecond = ticksPerSecond;
            course.shiftTicks = shiftTicks(course);
        }
        return course;
    }

    long dtsTicks() {
        return dtsTicks;
    }

    long ptsTicks() {
        return ptsTicks;
    }

    /// `dtsTicks` in nanoseconds.
    long dtsNanos() {
        return dtsNanos;
    }

    /// When it is shown, at most two seconds after [#dtsNanos].
    long ptsNanos() {
        return ptsNanos;
    }

    // Not Timescale.convert: 90 kHz times a second of nanoseconds leaves a long after 28 hours, and
    // it would then
    // allocate for each frame.
    private static long nanos(long ticks, long ticksPerSecond) {
        return rescale(ticks, ticksPerSecond, SECOND_NANOS);
    }

    private static long ticks(long nanos, long ticksPerSecond) {
        return rescale(nanos, SECOND_NANOS, ticksPerSecond);
    }

    private static long rescale(long value, long from, long to) {
        long whole = Math.floorDiv(value, from);
        long rest = Math.floorMod(value, from);
        return whole * to + (rest * to + from / 2) / from;
    }
}
