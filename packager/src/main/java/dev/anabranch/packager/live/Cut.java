package dev.anabranch.packager.live;

import dev.anabranch.media.Timestamp;
import java.time.Instant;

/// Where one segment ends and the next begins, in all renditions.
///
/// @param msn of the segment that begins
/// @param at when its first picture is presented; the others begin at their sample nearest to it
/// @param discontinuityNumber discontinuities so far, this one included
/// @param isDiscontinuity whether what follows continues nothing
/// @param epoch how often the timeline broke before it; samples of an earlier one come before it
/// @param zero the wall-clock time at the presentation's 0, as far as is known by now
record Cut(
        long msn,
        Timestamp at,
        long discontinuityNumber,
        boolean isDiscontinuity,
        int epoch,
        Instant zero) {}
