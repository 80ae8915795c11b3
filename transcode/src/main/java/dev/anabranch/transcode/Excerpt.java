package dev.anabranch.transcode;

import java.time.Duration;
import java.util.Optional;

/// Some of a source's pictures, one after the other: what a run is to take of it, and what it
/// should then find. All times are from the start of the source.
///
/// `from` and `to` lie between two pictures, so that it does not matter how they are rounded.
///
/// @param start what the source's own clock says where times begin; may be negative
/// @param seek where to begin to read, at or before a keyframe that is far enough before the first
///   picture; zero for the start
/// @param from no picture before it is taken; zero for none left out
/// @param to no picture at or after it is taken; empty for all to the end
/// @param firstTicks when the first picture is shown, on the clock of the source
/// @param frames how many there are
public record Excerpt(
        Duration start,
        Duration seek,
        Duration from,
        Optional<Duration> to,
        long firstTicks,
        long frames) {

    public Excerpt {
        boolean isEmpty = to.isPresent() && to.get().compareTo(from) <= 0;
        if (seek.isNegative() || seek.compareTo(from) > 0 || isEmpty || frames < 1) {
            throw new IllegalArgumentException(
                    "seek=" + seek + " from=" + from + " to=" + to + " frames=" + frames);
        }
    }

    /// The same pictures, with everything before them read and decoded: slow, and right also where
    /// the source's index is wrong.
    public Excerpt readFromTheStart() {
        return new Excerpt(start, Duration.ZERO, from, to, firstTicks, frames);
    }

    /// Whether it is read from the start of the source.
    public boolean isReadFromTheStart() {
        return seek.isZero();
    }
}
