package dev.anabranch.media;

/// What consecutive samples of a track have in common; a fragment says it once instead of with each
/// of them.
///
/// @param totalBytes the sum of their sizes
/// @param isOneSize all sizes are the same
/// @param isOneDuration each lasts equally long until the next is decoded, the last by itself
/// @param isOneOffset all composition offsets are the same
/// @param isOneSync all but the first are sync samples, or all but the first are none
/// @param firstOffsetTicks the first sample's composition offset
/// @param isFirstSync whether the first is a sync sample
/// @param isLastSync whether the last is one
public record SampleSummary(
        long totalBytes,
        boolean isOneSize,
        boolean isOneDuration,
        boolean isOneOffset,
        boolean isOneSync,
        long firstOffsetTicks,
        boolean isFirstSync,
        boolean isLastSync) {

    /// Walks `count` samples, at least 1, from the one `cursor` stands on.
    ///
    /// A gap in decode times lengthens the sample before it, and one that goes back makes it last
    /// 0.
    static SampleSummary of(SampleCursor cursor, int count) {
        int size = cursor.sizeBytes();
        long decodeTicks = cursor.dtsTicks();
        long firstOffset = cursor.ptsTicks() - decodeTicks;
        boolean isFirstSync = cursor.isSync();
        long firstDuration = -1;
        long total = size;
        boolean oneSize = true;
        boolean oneDuration = true;
        boolean oneOffset = true;
        int syncs = 0;
        for (int i = 1; i < count && cursor.advance(); i++) {
            long duration = Math.max(0, cursor.dtsTicks() - decodeTicks);
            firstDuration = firstDuration < 0 ? duration : firstDuration;
            oneDuration &= duration == firstDuration;
            decodeTicks += duration;
            total += cursor.sizeBytes();
            oneSize &= cursor.sizeBytes() == size;
            oneOffset &= cursor.ptsTicks() - decodeTicks == firstOffset;
            syncs += cursor.isSync() ? 1 : 0;
        }
        long last = Math.max(0, cursor.dtsTicks() + cursor.durationTicks() - decodeTicks);
        return new SampleSummary(
                total,
                oneSize,
                oneDuration && (firstDuration < 0 || last == firstDuration),
                oneOffset,
                syncs == 0 || syncs == count - 1,
                firstOffset,
                isFirstSync,
                cursor.isSync());
    }
}
