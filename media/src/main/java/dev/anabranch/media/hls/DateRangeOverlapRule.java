package dev.anabranch.media.hls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/// O28: the date ranges of a class must not overlap when one of them ends on the next (4.4.5.1).
final class DateRangeOverlapRule implements MediaRule {

    private static final String ID = "O28";

    private final boolean isForEveryClass;

    /// The rule as the draft has it.
    DateRangeOverlapRule() {
        this(false);
    }

    /// @param isForEveryClass whether no class may overlap, and every tag counts as a range of its
    ///   own, as hls-parser sees it
    DateRangeOverlapRule(boolean isForEveryClass) {
        this.isForEveryClass = isForEveryClass;
    }

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        var tags = MediaSegment.all(DateRangeRule.allTags(playlist), DateRange.class);
        var merged = new LinkedHashMap<String, DateRange>();
        var exclusive = new HashSet<String>();
        for (var tag : tags) {
            merged.merge(tag.id(), tag, DateRange::mergedWith);
            if (tag.className() != null && (isForEveryClass || tag.endsOnNext())) {
                exclusive.add(tag.className());
            }
        }
        Collection<DateRange> all = isForEveryClass ? tags : merged.values();
        var ranges = new ArrayList<DateRange>();
        for (var range : all) {
            if (range.startDate() != null && exclusive.contains(range.className())) {
                ranges.add(range);
            }
        }
        checkInOrder(ranges, breaches);
    }

    private static void checkInOrder(List<DateRange> ranges, Breaches breaches) {
        ranges.sort(Comparator.comparing(DateRangeOverlapRule::start));
        var furthest = new HashMap<String, Instant>();
        for (var range : ranges) {
            String name = String.valueOf(range.className());
            var before = furthest.get(name);
            if (before != null && start(range).isBefore(before)) {
                breaches.must(
                        ID,
                        breaches.tag(DateRange.TAG, range),
                        "overlaps another date range of CLASS " + name);
            }
            var end = range.end();
            if (end != null && (before == null || end.isAfter(before))) {
                furthest.put(name, end);
            }
        }
    }

    private static Instant start(DateRange range) {
        return Objects.requireNonNull(range.startDate()).instant();
    }
}
