package dev.anabranch.packager.live;

import dev.anabranch.media.Timestamp;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the segments of a recording between two times. What it costs depends on the logarithm of
/// how long the recording is.
///
/// @param reference the rendition whose segments decide; the others follow by their numbers
record RangeSearch(RecordingIndex index, RecordedRendition reference, SegmentTable table) {

    /// More segments of a rendition are not listed at once: 24 h of 2 s, and what a short GOP adds.
    static final int MAX_SEGMENTS = 50_000;

    /// Empty when nothing is recorded yet.
    static Optional<RangeSearch> of(RecordingIndex index) {
        return index.reference()
                .map(reference -> new RangeSearch(index, reference, reference.table()))
                .filter(search -> search.table.count() > 0);
    }

    /// The segments from `start` on, up to `end` if there is one.
    RangeAnswer<Selected> select(RecordingPosition start, Optional<RecordingPosition> end) {
        long from = ticks(start);
        long to = end.map(this::ticks).orElse(Long.MAX_VALUE);
        long last = table.endTicks(table.count() - 1);
        if (to <= from) {
            return new RangeAnswer.Nothing<>("the end does not come after the start");
        }
        if (from >= last) {
            return new RangeAnswer.Nothing<>("nothing is recorded yet at the start of the range");
        }
        if (to <= table.presentedTicks(0)) {
            return new RangeAnswer.Nothing<>("the recording begins after the end of the range");
        }
        int first = table.atTicks(from);
        if (table.endTicks(first) <= from) {
            // It lies in a hole behind that segment.
            first++;
        }
        int beyond = to >= last ? table.count() : table.atTicks(to - 1) + 1;
        return selected(first, Math.max(first + 1, beyond), to <= last);
    }

    /// All there is.
    static Selected all(RecordingIndex index) {
        var stretches = new ArrayList<RecordedStretch>();
        for (var rendition : index.renditions()) {
            var table = rendition.table();
            if (table.count() > 0) {
                stretches.add(new RecordedStretch(rendition, table, 0, table.count()));
            }
        }
        return new Selected(stretches, true);
    }

    private RangeAnswer<Selected> selected(int first, int beyond, boolean isClosed) {
        var selected = between(first, beyond, isClosed);
        if (selected.longest() > MAX_SEGMENTS) {
            return new RangeAnswer.TooLong<>(
                    "the range has %d segments, at most %d are given at once; ask for less of it"
                            .formatted(selected.longest(), MAX_SEGMENTS));
        }
        return new RangeAnswer.Found<>(selected);
    }

    private Selected between(int first, int beyond, boolean isClosed) {
        long firstMsn = table.msn(first);
        long beyondMsn = isClosed ? table.msn(beyond - 1) + 1 : Long.MAX_VALUE;
        var stretches = new ArrayList<RecordedStretch>();
        for (var rendition : index.renditions()) {
            var all = rendition == reference ? table : rendition.table();
            int from = all.atOrAfter(firstMsn);
            int to = isClosed ? all.atOrAfter(beyondMsn) : all.count();
            if (from < to) {
                stretches.add(new RecordedStretch(rendition, all, from, to));
            }
        }
        return new Selected(stretches, isClosed);
    }

    /// @param isClosed whether its end is within the recording
    record Selected(List<RecordedStretch> stretches, boolean isClosed) {

        /// The longest segment as EXT-X-TARGETDURATION has it.
        long targetSeconds() {
            return stretches.stream().mapToLong(RecordedStretch::targetSeconds).max().orElse(1);
        }

        int longest() {
            return stretches.stream().mapToInt(RecordedStretch::count).max().orElse(0);
        }
    }

    /// The presentation time of a position, on the reference's clock.
    long ticks(RecordingPosition position) {
        var clock = reference.clock();
        long last = table.endTicks(table.count() - 1);
        return switch (position) {
            case RecordingPosition.FromBeginning(var distance) ->
                    table.presentedTicks(0) + clock.ticks(distance);
            case RecordingPosition.BeforeEdge(var distance) ->
                    Math.max(table.presentedTicks(0), last - clock.ticks(distance));
            case RecordingPosition.At(var time) -> ticks(time);
        };
    }

    private long ticks(Instant time) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        int i = table.atWallMicros(micros);
        long after = micros - table.wallMicros(i);
        long ticks =
                RecordedPlaylist.MICROS.convert(after, reference.clock(), RoundingMode.HALF_UP);
        boolean isLast = i == table.count() - 1;
        // Within a hole the time of the wall clock runs on and that of the media may not.
        long most = isLast ? Long.MAX_VALUE : table.presentedTicks(i + 1) - table.presentedTicks(i);
        return table.presentedTicks(i) + Math.min(ticks, most);
    }

    /// The position as a distance from the beginning that everything recorded so far reaches.
    RecordingPosition.FromBeginning lastingPosition(RecordingPosition position) {
        long edge = Long.MAX_VALUE;
        for (var rendition : index.renditions()) {
            var all = rendition == reference ? table : rendition.table();
            if (all.count() > 0) {
                var end = new Timestamp(all.endTicks(all.count() - 1), rendition.clock());
                edge = Math.min(edge, end.on(reference.clock()).ticks());
            }
        }
        long after = Math.min(ticks(position), edge) - table.presentedTicks(0);
        var distance = reference.clock().duration(Math.max(0, after));
        return new RecordingPosition.FromBeginning(distance.truncatedTo(ChronoUnit.MILLIS));
    }

    /// The position in a form that means the same later: seconds from the beginning.
    String lasting(RecordingPosition position) {
        long ticks = Math.max(0, ticks(position) - table.presentedTicks(0));
        long millis =
                reference
                        .clock()
                        .convert(
                                ticks, new dev.anabranch.media.Timescale(1000), RoundingMode.FLOOR);
        return millis / 1000 + "." + String.format(java.util.Locale.ROOT, "%03d", millis % 1000);
    }
}
