package dev.anabranch.packager.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The complete segments of a recorded rendition at one moment, in order: 28 bytes for each, and 16
/// for each keyframe.
///
/// Immutable to whoever holds it: the arrays are shared with later, longer tables, which change
/// nothing below [#count]. Made by one thread, which publishes it safely; read by any.
final class SegmentTable {

    /// A recording has no more: eleven days in segments of one second.
    static final int MAX_SEGMENTS = 1_000_000;

    static final SegmentTable EMPTY = new SegmentTable();

    private static final int FIRST_CAPACITY = 64;

    /// Segments that follow each other without a discontinuity, with one initialization section.
    ///
    /// @param first the first of them, counted from 0 in the table
    /// @param firstMsn its media sequence number; the others' follow
    /// @param init which initialization section they need
    /// @param discontinuity how many discontinuities came before them
    record Span(int first, long firstMsn, int init, int discontinuity) {}

    private final int count;
    private final long[] presentedTicks;
    private final int[] durationTicks;
    private final int[] sizeBytes;
    private final long[] wallMicros;
    private final int[] samples;
    private final KeyframeTable keyframes;
    private final List<Span> spans;

    private SegmentTable() {
        count = 0;
        presentedTicks = new long[0];
        durationTicks = new int[0];
        sizeBytes = new int[0];
        wallMicros = new long[0];
        samples = new int[0];
        keyframes = KeyframeTable.EMPTY;
        spans = List.of();
    }

    private SegmentTable(SegmentTable before, RecordedSegment added) {
        int at = before.count;
        boolean isFull = at == before.sizeBytes.length;
        int capacity = isFull ? Math.max(FIRST_CAPACITY, at + at / 2) : at;
        presentedTicks =
                isFull ? Arrays.copyOf(before.presentedTicks, capacity) : before.presentedTicks;
        durationTicks =
                isFull ? Arrays.copyOf(before.durationTicks, capacity) : before.durationTicks;
        sizeBytes = isFull ? Arrays.copyOf(before.sizeBytes, capacity) : before.sizeBytes;
        wallMicros = isFull ? Arrays.copyOf(before.wallMicros, capacity) : before.wallMicros;
        samples = isFull ? Arrays.copyOf(before.samples, capacity) : before.samples;
        presentedTicks[at] = added.presentedTicks();
        durationTicks[at] = added.durationTicks();
        sizeBytes[at] = added.sizeBytes();
        wallMicros[at] = added.wallMicros();
        samples[at] = added.samples();
        keyframes = before.keyframes.with(at, added.keyframes());
        spans = before.spansWith(at, added);
        count = at + 1;
    }

    private List<Span> spansWith(int at, RecordedSegment added) {
        var span = new Span(at, added.msn(), added.init(), added.discontinuity());
        if (!spans.isEmpty() && continues(spans.getLast(), span)) {
            return spans;
        }
        var all = new ArrayList<>(spans);
        all.add(span);
        return List.copyOf(all);
    }

    private static boolean continues(Span last, Span next) {
        return next.init == last.init
                && next.discontinuity == last.discontinuity
                && next.firstMsn - last.firstMsn == next.first - last.first;
    }

    /// This table and one segment more.
    SegmentTable with(RecordedSegment added) {
        if (count == MAX_SEGMENTS) {
            throw new IllegalStateException("segments=" + count);
        }
        return new SegmentTable(this, added);
    }

    int count() {
        return count;
    }

    List<Span> spans() {
        return spans;
    }

    KeyframeTable keyframes() {
        return keyframes;
    }

    /// When segment `i` is presented, on the rendition's clock.
    long presentedTicks(int i) {
        return presentedTicks[i];
    }

    int durationTicks(int i) {
        return durationTicks[i];
    }

    long endTicks(int i) {
        return presentedTicks[i] + durationTicks[i];
    }

    /// 0 for a hole, of which there is no file.
    int sizeBytes(int i) {
        return sizeBytes[i];
    }

    long wallMicros(int i) {
        return wallMicros[i];
    }

    int samples(int i) {
        return samples[i];
    }

    /// The span segment `i` lies in.
    Span span(int i) {
        int low = 0;
        int high = spans.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (spans.get(middle).first <= i) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return spans.get(low);
    }

    long msn(int i) {
        var span = span(i);
        return span.firstMsn + i - span.first;
    }

    /// The first segment whose media sequence number is at least `msn`; [#count] when there is
    /// none.
    int atOrAfter(long msn) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (msn(middle) < msn) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The last segment that starts at or before `ticks`, or else the first.
    int atTicks(long ticks) {
        int found = Arrays.binarySearch(presentedTicks, 0, count, ticks);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    /// The last segment recorded at or before `micros`, or else the first. Wall clocks may be set
    /// back; then it is one of those that could be meant.
    int atWallMicros(long micros) {
        int found = Arrays.binarySearch(wallMicros, 0, count, micros);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }
}
