package dev.anabranch.media.hls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// O28: a date range agrees with itself and with others of its class (4.4.5.1).
final class DateRangeRule implements MediaRule {

    private static final String ID = "O28";

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        var merged = new LinkedHashMap<String, DateRange>();
        var last = new LinkedHashMap<String, DateRange>();
        boolean hasDateTime = false;
        for (var tag : allTags(playlist)) {
            hasDateTime |= tag instanceof ProgramDateTime;
            if (tag instanceof DateRange range) {
                merged.merge(range.id(), range, DateRange::mergedWith);
                last.put(range.id(), range);
            }
        }
        merged.forEach((id, range) -> checkRange(range, place(last, id, breaches), breaches));
        checkClasses(List.copyOf(merged.values()), last, breaches);
        if (!merged.isEmpty() && !hasDateTime && playlist.skip() == null) {
            breaches.must(
                    ID,
                    ProgramDateTime.TAG,
                    "a playlist with date ranges must have EXT-X-PROGRAM-DATE-TIME");
        }
    }

    static List<SegmentTag> allTags(MediaPlaylist playlist) {
        var tags = new ArrayList<SegmentTag>();
        playlist.segments().forEach(segment -> tags.addAll(segment.tags()));
        tags.addAll(playlist.openSegment());
        return tags;
    }

    private static void checkRange(DateRange range, String where, Breaches breaches) {
        var start = range.startDate();
        if (start == null) {
            return;
        }
        var end = range.endDate();
        if (end != null && end.instant().isBefore(start.instant())) {
            breaches.must(ID, where, "END-DATE is before START-DATE");
        }
        var duration = range.duration();
        if (end != null
                && duration != null
                && !start.instant().plus(duration.toDuration()).equals(end.instant())) {
            breaches.must(ID, where, "END-DATE is not START-DATE plus DURATION");
        }
        if (range.cue().contains("PRE") && range.cue().contains("POST")) {
            breaches.must(ID, where, "CUE must not include both PRE and POST");
        }
        checkEndsOnNext(range, where, breaches);
        if (range.scte35In() != null && range.end() == null) {
            breaches.must(ID, where, "SCTE35-IN needs the actual DURATION or END-DATE");
        }
    }

    private static void checkEndsOnNext(DateRange range, String where, Breaches breaches) {
        if (!range.endsOnNext()) {
            return;
        }
        if (range.className() == null) {
            breaches.must(ID, where, "END-ON-NEXT=YES requires CLASS");
        }
        if (range.duration() != null || range.endDate() != null) {
            breaches.must(ID, where, "END-ON-NEXT=YES allows neither DURATION nor END-DATE");
        }
    }

    /// Ranges of a class that ends on its next must not overlap.
    private static void checkClasses(
            List<DateRange> ranges, Map<String, DateRange> last, Breaches breaches) {
        var sorted = new ArrayList<>(ranges);
        sorted.removeIf(range -> range.startDate() == null || range.className() == null);
        sorted.sort(Comparator.comparing(DateRangeRule::start));
        var furthest = new LinkedHashMap<String, Instant>();
        for (var range : sorted) {
            String name = String.valueOf(range.className());
            var before = furthest.get(name);
            if (before != null && start(range).isBefore(before)) {
                breaches.must(
                        ID,
                        place(last, range.id(), breaches),
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

    private static String place(Map<String, DateRange> last, String id, Breaches breaches) {
        return breaches.tag(DateRange.TAG, Objects.requireNonNull(last.get(id)));
    }
}
