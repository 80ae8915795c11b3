package dev.anabranch.packager.live;

import dev.anabranch.media.Timestamp;
import java.time.Instant;
import java.util.List;

/// A Period of the manifest: what lies between two discontinuities, or a piece of it in which the
/// same renditions have something.
///
/// @param firstMsn of the segments that begin it
/// @param at the presentation's time at its beginning
/// @param zero the wall-clock time at the presentation's 0 in it
record Span(long firstMsn, Timestamp at, Instant zero) {

    /// The span that begins with `cut`. Where the clock was set back meanwhile it begins when the
    /// one before has ended: Periods do not overlap (ISO/IEC 23009-1, 5.3.2.1).
    static Span after(List<Span> before, Cut cut) {
        boolean isBack = !before.isEmpty() && cut.zero().isBefore(before.getLast().zero);
        var zero = isBack ? before.getLast().zero : cut.zero();
        return new Span(cut.msn(), cut.at(), zero);
    }

    /// The piece of this one that begins with `cut`, on the same clock.
    Span from(Cut cut) {
        return new Span(cut.msn(), cut.at(), zero);
    }

    /// When its first picture was captured.
    Instant start() {
        return zero.plus(at.timescale().duration(at.ticks()));
    }
}
