package dev.anabranch.packager.live;

import dev.anabranch.media.Timestamp;
import java.time.Instant;

/// What lies between two discontinuities: a Period of the manifest.
///
/// @param discontinuityNumber as its segments have it
/// @param at the presentation's time at its beginning
/// @param zero the wall-clock time at the presentation's 0 in it
record Span(long discontinuityNumber, Timestamp at, Instant zero) {

    /// When its first picture was captured.
    Instant start() {
        return zero.plus(at.timescale().duration(at.ticks()));
    }
}
