package dev.anabranch.packager.live;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.TrackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of one rendition of a recording. One thread adds to it; any thread reads its
/// [#table] and its [#inits].
final class RecordedRendition {

    /// More changes of the codec configuration are refused.
    static final int MAX_INITS = 1000;

    private final JournalEntry.RenditionAdded added;
    private final Timescale clock;
    private @Nullable OpenSegment open; // the adding thread's
    private volatile List<RecordedInit> inits = List.of(); // the adding thread to readers
    private volatile SegmentTable table = SegmentTable.EMPTY; // the adding thread to readers

    RecordedRendition(JournalEntry.RenditionAdded added) {
        this.added = added;
        clock = new Timescale(added.ticksPerSecond());
    }

    String name() {
        return added.name();
    }

    TrackKind kind() {
        return added.kind();
    }

    Timescale clock() {
        return clock;
    }

    List<RecordedInit> inits() {
        return inits;
    }

    /// Its complete segments at this moment.
    SegmentTable table() {
        return table;
    }

    Optional<OpenSegment> open() {
        return Optional.ofNullable(open);
    }

    void add(RecordedInit init) throws MediaFormatException {
        if (inits.size() >= MAX_INITS) {
            throw MediaFormatException.limit(
                    added.name(), "initialization section count", inits.size() + 1L, MAX_INITS);
        }
        var all = new ArrayList<>(inits);
        all.add(init);
        inits = List.copyOf(all);
    }

    /// Makes sure that a segment can follow those before, of which none is open.
    void check(JournalEntry.SegmentBegun begun) throws MediaFormatException {
        int count = table.count();
        boolean isInOrder =
                count == 0
                        || begun.msn() > table.msn(count - 1)
                                && begun.discontinuity() >= table.spans().getLast().discontinuity();
        if (begun.init() >= inits.size() || !isInOrder) {
            throw MediaFormatException.malformed(added.name(), "segment out of order: " + begun);
        }
        if (count >= SegmentTable.MAX_SEGMENTS) {
            throw MediaFormatException.limit(
                    added.name(), "segment count", count + 1L, SegmentTable.MAX_SEGMENTS);
        }
    }

    /// Makes sure that a segment is open and can take the part.
    void check(JournalEntry.PartAdded part) throws MediaFormatException {
        if (open == null || !open.hasRoomFor(part)) {
            throw MediaFormatException.malformed(added.name(), "part out of place: " + part);
        }
    }

    /// Begins a segment; one that is open is completed first.
    void begin(JournalEntry.SegmentBegun begun) throws MediaFormatException {
        complete();
        check(begun);
        open = new OpenSegment(begun);
    }

    void part(JournalEntry.PartAdded part) throws MediaFormatException {
        check(part);
        open().orElseThrow().add(part);
    }

    /// Completes the open segment as it is, and publishes it unless it has no part.
    void complete() {
        var segment = open;
        if (segment != null && !segment.parts().isEmpty()) {
            table = table.with(segment.completed());
        }
        open = null;
    }

    /// Completes the open segment as a hole of its length, for its bytes are lost.
    void completeAsHole() {
        var segment = open;
        if (segment != null && !segment.parts().isEmpty()) {
            table = table.with(segment.completed().asHole());
        }
        open = null;
    }
}
