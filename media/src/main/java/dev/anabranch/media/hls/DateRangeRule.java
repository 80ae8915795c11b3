package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// O28: a date range agrees with itself (4.4.5.1).
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
        if (!merged.isEmpty() && !hasDateTime && playlist.skip() == null) {
            breaches.must(
                    ID,
                    ProgramDateTime.TAG,
                    "a playlist with date ranges must have EXT-X-PROGRAM-DATE-TIME");
        }
    }

    static List<SegmentTag> allTags(MediaPlaylist playlist) {
        var tags = new ArrayList<SegmentTag>();
        for (var segment : playlist.segments()) {
            if (!segment.tags().isEmpty()) {
                tags.addAll(segment.tags());
            }
        }
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

    private static String place(Map<String, DateRange> last, String id, Breaches breaches) {
        return breaches.tag(DateRange.TAG, Objects.requireNonNull(last.get(id)));
    }
}
