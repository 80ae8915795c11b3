package dev.anabranch.packager.live;

/// A complete segment on its way into a [SegmentTable].
///
/// @param sizeBytes 0 for a hole
/// @param keyframes [#KEY_FIELDS] numbers for each: offset, size, ticks after the start
record RecordedSegment(
        long msn,
        int init,
        int discontinuity,
        long presentedTicks,
        int durationTicks,
        int sizeBytes,
        long wallMicros,
        int samples,
        int[] keyframes) {

    static final int KEY_FIELDS = 3;

    /// A hole as long as this.
    RecordedSegment asHole() {
        return new RecordedSegment(
                msn,
                init,
                discontinuity,
                presentedTicks,
                durationTicks,
                0,
                wallMicros,
                0,
                new int[0]);
    }
}
