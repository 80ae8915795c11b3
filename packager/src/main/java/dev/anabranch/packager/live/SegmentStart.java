package dev.anabranch.packager.live;

import java.time.Instant;

/// What is known of a segment when it begins.
///
/// @param msn its media sequence number
/// @param discontinuityNumber discontinuities so far, its own included
/// @param isDiscontinuity whether it continues nothing
/// @param initNumber what it is decoded with
/// @param startTicks decode time of its first sample
/// @param delayTicks how much later that is presented
/// @param programDateTime when that was captured
record SegmentStart(
        long msn,
        long discontinuityNumber,
        boolean isDiscontinuity,
        int initNumber,
        long startTicks,
        long delayTicks,
        Instant programDateTime) {

    SegmentStart {
        if (msn < 1 || startTicks < 0) {
            throw new IllegalArgumentException("msn=" + msn + " startTicks=" + startTicks);
        }
    }
}
