package dev.anabranch.packager.check;

import dev.anabranch.media.TrackKind;

/// One track of one segment, measured. All times are nanoseconds on the media's own timeline.
///
/// @param startNanos decode time of the first sample
/// @param endNanos when the last sample has been decoded
/// @param firstShownNanos when the first sample is presented, edit list applied
/// @param shownFromNanos the earliest presentation time, edit list applied
/// @param shownToNanos when the last presentation ends
/// @param shortestNanos of the times between two samples
/// @param longestNanos likewise
/// @param startsWithSync whether decoding can start at the first sample
record TrackFacts(
        TrackFormat format,
        int samples,
        long startNanos,
        long endNanos,
        long firstShownNanos,
        long shownFromNanos,
        long shownToNanos,
        long shortestNanos,
        long longestNanos,
        boolean startsWithSync) {

    private static final long TEXT_TOLERANCE_NANOS = 100_000_000;

    TrackKind kind() {
        return format.kind();
    }

    /// How long one frame lasts: what times may be off by.
    long frameNanos() {
        return switch (kind()) {
            case VIDEO, AUDIO -> samples == 0 ? 0 : Math.max(1, (endNanos - startNanos) / samples);
            case TEXT, METADATA -> TEXT_TOLERANCE_NANOS;
        };
    }
}
