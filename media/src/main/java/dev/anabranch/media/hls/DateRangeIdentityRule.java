package dev.anabranch.media.hls;

import java.util.HashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// O28: tags with one ID complete, and never contradict, each other (4.4.5.1).
final class DateRangeIdentityRule implements MediaRule {

    private static final String ID = "O28";

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        var merged = new HashMap<String, DateRange>();
        for (var tag : DateRangeRule.allTags(playlist)) {
            if (!(tag instanceof DateRange range)) {
                continue;
            }
            String where = breaches.tag(DateRange.TAG, range);
            var known = merged.get(range.id());
            if (known == null && range.startDate() == null && playlist.skip() == null) {
                breaches.must(ID, where, "START-DATE is required");
            }
            if (known != null && contradicts(known, range)) {
                breaches.must(ID, where, "changes an attribute of the date range " + range.id());
            }
            merged.merge(range.id(), range, DateRange::mergedWith);
        }
    }

    private static boolean contradicts(DateRange known, DateRange later) {
        return differ(known.className(), later.className())
                || differ(known.startDate(), later.startDate())
                || differ(known.endDate(), later.endDate())
                || differ(known.duration(), later.duration())
                || differ(known.plannedDuration(), later.plannedDuration())
                || differ(known.scte35Cmd(), later.scte35Cmd())
                || differ(known.scte35Out(), later.scte35Out())
                || differ(known.scte35In(), later.scte35In())
                || later.clientAttributes().stream()
                        .anyMatch(other ->
                                differ(known.clientAttribute(other.name()), other.value()));
    }

    private static boolean differ(@Nullable Object known, @Nullable Object later) {
        return known != null && later != null && !Objects.equals(known, later);
    }
}
