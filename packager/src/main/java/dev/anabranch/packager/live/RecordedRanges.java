package dev.anabranch.packager.live;

import java.util.Optional;

/// Answers what of a recording lies between two times.
final class RecordedRanges {

    private RecordedRanges() {}

    static RangeAnswer<RecordedRange> of(
            RecordingIndex index, RecordingPosition start, Optional<RecordingPosition> end) {
        var search = RangeSearch.of(index);
        if (search.isEmpty()) {
            return new RangeAnswer.Nothing<>("nothing is recorded yet");
        }
        return switch (search.get().select(start, end)) {
            case RangeAnswer.Nothing<RangeSearch.Selected>(var reason) ->
                    new RangeAnswer.Nothing<>(reason);
            case RangeAnswer.TooLong<RangeSearch.Selected>(var reason) ->
                    new RangeAnswer.TooLong<>(reason);
            case RangeAnswer.Found<RangeSearch.Selected>(var selected) -> {
                var query = query(search.get(), start, end);
                yield new RangeAnswer.Found<>(
                        new RecordedRange(
                                selected.stretches(),
                                new RecordedAddresses.OfLive(query),
                                targetSeconds(index, selected),
                                selected.isClosed() || index.hasEnded()));
            }
        };
    }

    /// That of the live playlists; not known where the first segment was never completed.
    private static long targetSeconds(RecordingIndex index, RangeSearch.Selected selected) {
        return index.targetSeconds() > 0 ? index.targetSeconds() : selected.targetSeconds();
    }

    private static String query(
            RangeSearch search, RecordingPosition start, Optional<RecordingPosition> end) {
        return "?start="
                + search.lasting(start)
                + end.map(position -> "&end=" + search.lasting(position)).orElse("");
    }
}
