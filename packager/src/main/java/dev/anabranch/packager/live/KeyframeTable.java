package dev.anabranch.packager.live;

import java.util.Arrays;

/// Where the keyframes of a recorded rendition lie, for its I-frame playlist. Shared and published
/// as a [SegmentTable] is.
final class KeyframeTable {

    static final KeyframeTable EMPTY = new KeyframeTable(0, new int[0]);

    /// Segment, offset in it, size, ticks after the segment's start.
    private static final int FIELDS = 4;

    private final int count;
    private final int[] fields;

    private KeyframeTable(int count, int[] fields) {
        this.count = count;
        this.fields = fields;
    }

    /// This table and the keyframes of the segment behind it.
    ///
    /// @param segment which the recording has, and no table before this one
    KeyframeTable with(int segment, int[] keyframes) {
        int more = keyframes.length / RecordedSegment.KEY_FIELDS;
        if (more == 0) {
            return this;
        }
        int needed = (count + more) * FIELDS;
        var all = needed <= fields.length ? fields : Arrays.copyOf(fields, needed + needed / 2);
        for (int i = 0; i < more; i++) {
            int at = (count + i) * FIELDS;
            all[at] = segment;
            System.arraycopy(keyframes, i * RecordedSegment.KEY_FIELDS, all, at + 1, FIELDS - 1);
        }
        return new KeyframeTable(count + more, all);
    }

    int count() {
        return count;
    }

    int segment(int k) {
        return fields[k * FIELDS];
    }

    int offsetBytes(int k) {
        return fields[k * FIELDS + 1];
    }

    int sizeBytes(int k) {
        return fields[k * FIELDS + 2];
    }

    /// After its segment's start.
    int delayTicks(int k) {
        return fields[k * FIELDS + 3];
    }

    /// The first keyframe in segment `i` or after it; [#count] when there is none.
    int atOrAfterSegment(int i) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segment(middle) < i) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
