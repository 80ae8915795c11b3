package dev.anabranch.packager.live;

import dev.anabranch.media.Timestamp;
import java.time.Instant;
import java.util.List;

/// What lies between two discontinuities: a Period of the manifest.
///
/// @param discontinuityNumber as its segments have it
/// @param at the presentation's time at its beginning
/// @param zero the wall-clock time at the presentation's 0 in it
record Span(long discontinuityNumber, Timestamp at, Instant zero) {

    /// The span that begins with `cut`. Where the clock was set back meanwhile it begins when the
    /// one before has ended: Periods do not overlap (ISO/IEC 23009-1, 5.3.2.1).
    static Span after(List<Span> before, Cut cut) {
        boolean isBack = !before.isEmpty() && cut.zero().isBefore(before.getLast().zero);
        var zero = isBack ? before.getLast().zero : cut.zero();
        return new Span(cut.discontinuityNumber(), cut.at(), zero);
    }

    /// When its first picture was captured.
    Instant start() {
        return zero.plus(at.timescale().duration(at.ticks()));
    }
}
