package dev.anabranch.packager.live;

import dev.anabranch.media.hls.DateRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The date ranges of a presentation, which all its playlists have (draft-pantos-hls-rfc8216bis,
/// 6.2.4), and those that left lately. Immutable.
///
/// Times here are those of the programme, so that all playlists agree on them.
record DateRanges(List<Entry> entries, List<Removed> removed) {

    static final DateRanges NONE = new DateRanges(List.of(), List.of());

    /// More than this at once is a mistake at the sender; the oldest goes.
    static final int MAX_RANGES = 1000;

    DateRanges {
        entries = List.copyOf(entries);
        removed = List.copyOf(removed);
    }

    /// @param since programme time at which it came, or last changed
    record Entry(DateRange range, Instant since) {}

    /// @param at programme time at which it left
    record Removed(String id, Instant at) {}

    /// These and `range`, which adds to the one that has its ID.
    DateRanges with(DateRange range, Instant now) {
        var all = new ArrayList<Entry>();
        var merged = range;
        for (var entry : entries) {
            if (entry.range.id().equals(range.id())) {
                merged = entry.range.mergedWith(range);
            } else {
                all.add(entry);
            }
        }
        all.add(new Entry(merged, now));
        if (all.size() > MAX_RANGES) {
            all.removeFirst();
        }
        return new DateRanges(all, removed);
    }

    /// Those that are not over before the playlist begins.
    ///
    /// @param oldest programme time of the first segment
    /// @param memory for how long a player must be told of removals
    DateRanges since(Instant oldest, Instant now, Duration memory) {
        var kept = new ArrayList<Entry>();
        var gone = new ArrayList<>(removed);
        for (var entry : entries) {
            if (end(entry).isBefore(oldest)) {
                gone.add(new Removed(entry.range.id(), now));
            } else {
                kept.add(entry);
            }
        }
        gone.removeIf(one -> one.at.plus(memory).isBefore(now));
        return kept.size() == entries.size() && gone.size() == removed.size()
                ? this
                : new DateRanges(kept, gone);
    }

    List<DateRange> tags() {
        return entries.stream().map(Entry::range).toList();
    }

    /// IDs of those every player has that asks for a delta update.
    Set<String> before(Instant boundary) {
        return entries.stream()
                .filter(entry -> entry.since.isBefore(boundary))
                .map(entry -> entry.range.id())
                .collect(Collectors.toSet());
    }

    List<String> removedIds() {
        return removed.stream().map(Removed::id).toList();
    }

    private static Instant end(Entry entry) {
        var end = entry.range.end();
        if (end != null) {
            return end;
        }
        var start = entry.range.startDate();
        return start == null ? entry.since : start.instant();
    }
}
