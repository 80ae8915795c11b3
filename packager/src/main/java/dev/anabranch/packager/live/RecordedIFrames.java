package dev.anabranch.packager.live;

import java.math.RoundingMode;

/// The pictures of a stretch's I-frame playlist. Each lasts until the next is shown, the first from
/// the stretch's start and the last to its end, so that together they last as long as its segments.
final class RecordedIFrames {

    private final RecordedStretch stretch;
    private final int[] keyframes;
    private final long[] starts;

    private RecordedIFrames(RecordedStretch stretch, int[] keyframes, long[] starts) {
        this.stretch = stretch;
        this.keyframes = keyframes;
        this.starts = starts;
    }

    static RecordedIFrames of(RecordedStretch stretch) {
        var table = stretch.table().keyframes();
        int from = table.atOrAfterSegment(stretch.from());
        int to = table.atOrAfterSegment(stretch.to());
        var keyframes = new int[to - from];
        var starts = new long[to - from + 1];
        long before = 0;
        int segment = stretch.from();
        for (int k = from; k < to; k++) {
            for (; segment < table.segment(k); segment++) {
                before += stretch.table().durationTicks(segment);
            }
            keyframes[k - from] = k;
            starts[k - from] = k == from ? 0 : before + table.delayTicks(k);
        }
        for (; segment < stretch.to(); segment++) {
            before += stretch.table().durationTicks(segment);
        }
        starts[to - from] = before;
        return new RecordedIFrames(stretch, keyframes, starts);
    }

    int count() {
        return keyframes.length;
    }

    /// Which of the [SegmentTable#keyframes] picture `k` is.
    int keyframe(int k) {
        return keyframes[k];
    }

    long durationMicros(int k) {
        return micros(starts[k + 1]) - micros(starts[k]);
    }

    /// The longest as EXT-X-TARGETDURATION has it.
    long targetSeconds() {
        long longest = 0;
        for (int k = 0; k < count(); k++) {
            longest = Math.max(longest, durationMicros(k));
        }
        return Math.max(1, (longest + 500_000) / 1_000_000);
    }

    RecordedRates rates() {
        var table = stretch.table().keyframes();
        return RecordedRates.of(
                new RecordedRates.Pieces(
                        0,
                        count(),
                        stretch.clock(),
                        k -> starts[k + 1] - starts[k],
                        k -> table.sizeBytes(keyframes[k])),
                targetSeconds());
    }

    private long micros(long ticks) {
        return stretch.clock().convert(ticks, RecordedPlaylist.MICROS, RoundingMode.HALF_UP);
    }
}
