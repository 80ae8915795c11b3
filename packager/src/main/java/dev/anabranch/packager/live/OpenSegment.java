package dev.anabranch.packager.live;

import dev.anabranch.packager.live.JournalEntry.PartAdded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The segment of a recorded rendition that grows. Owned by one thread.
final class OpenSegment {

    /// More parts in one segment are refused.
    private static final int MAX_PARTS = 4096;

    /// Nobody scrubs finer than so many pictures in a segment.
    private static final int MAX_KEYS = 16;

    private final JournalEntry.SegmentBegun begun;
    private final List<PartAdded> parts = new ArrayList<>();
    private long sizeBytes;

    OpenSegment(JournalEntry.SegmentBegun begun) {
        this.begun = begun;
    }

    JournalEntry.SegmentBegun begun() {
        return begun;
    }

    /// Those that are whole, in order.
    List<PartAdded> parts() {
        return parts;
    }

    /// How many bytes its parts have.
    long sizeBytes() {
        return sizeBytes;
    }

    /// Whether one more part of this size can be part of it.
    boolean hasRoomFor(PartAdded part) {
        return parts.size() < MAX_PARTS
                && sizeBytes + part.sizeBytes() <= Integer.MAX_VALUE
                && (parts.isEmpty()
                        || part.startTicks() >= parts.getLast().startTicks()
                                && end(part) >= end(parts.getLast())
                                && end(part) - startTicks() <= Integer.MAX_VALUE);
    }

    void add(PartAdded part) {
        parts.add(part);
        sizeBytes += part.sizeBytes();
    }

    /// Drops the last part.
    void dropLast() {
        sizeBytes -= parts.removeLast().sizeBytes();
    }

    /// What it is with all its parts, of which there is at least one.
    RecordedSegment completed() {
        var keyframes = new int[MAX_KEYS * RecordedSegment.KEY_FIELDS];
        int keys = 0;
        int samples = 0;
        int offset = 0;
        for (var part : parts) {
            if (part.keyBytes() > 0 && keys < MAX_KEYS) {
                int at = keys++ * RecordedSegment.KEY_FIELDS;
                keyframes[at] = offset;
                keyframes[at + 1] = part.keyBytes();
                keyframes[at + 2] = (int) (part.startTicks() - startTicks());
            }
            samples += part.samples();
            offset += part.sizeBytes();
        }
        return new RecordedSegment(
                begun.msn(),
                begun.init(),
                begun.discontinuity(),
                begun.presentedTicks(),
                (int) (end(parts.getLast()) - startTicks()),
                offset,
                begun.wallMicros(),
                samples,
                Arrays.copyOf(keyframes, keys * RecordedSegment.KEY_FIELDS));
    }

    private long startTicks() {
        return parts.getFirst().startTicks();
    }

    private static long end(PartAdded part) {
        return part.startTicks() + part.durationTicks();
    }
}
