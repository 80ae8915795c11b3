package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes Playlist Delta Updates (6.2.5.1) and puts them together again (6.3.7).
public final class DeltaUpdates {

    private DeltaUpdates() {}

    /// `playlist` without the segments that are further from its end than CAN-SKIP-UNTIL, as an
    /// answer to `_HLS_skip=YES`; the same playlist when the directive must be ignored or nothing
    /// is old enough.
    ///
    /// The tags of skipped segments are skipped with them, and the client still has them. The
    /// EXT-X-KEYs and the EXT-X-MAP that go on holding are said again at the first segment that
    /// stays: shaka 5.2 takes segments of an update without one for segments that need none.
    public static MediaPlaylist skip(MediaPlaylist playlist) {
        int skipped = skippable(playlist);
        return skipped == 0
                ? playlist
                : delta(playlist, skipped, new Skip(skipped), playlist.segments());
    }

    /// The same as an answer to `_HLS_skip=v2`.
    ///
    /// @param oldDateRanges IDs of the date ranges that came into the playlist before the skip
    ///   boundary, and are left out
    /// @param recentlyRemoved IDs of those that left the playlist since
    public static MediaPlaylist skipWithDateRanges(
            MediaPlaylist playlist, Set<String> oldDateRanges, List<String> recentlyRemoved) {
        var control = playlist.serverControl();
        int skipped = skippable(playlist);
        if (control == null || !control.canSkipDateRanges() || skipped == 0) {
            return skip(playlist);
        }
        var skip = new Skip(skipped, recentlyRemoved, List.of());
        var kept = new ArrayList<>(playlist.segments());
        for (int i = skipped; i < kept.size(); i++) {
            kept.set(i, withoutDateRanges(kept.get(i), oldDateRanges));
        }
        var delta = delta(playlist, skipped, skip, kept);
        return delta.toBuilder()
                .openSegment(without(playlist.openSegment(), oldDateRanges))
                .build();
    }

    /// The full playlist that `delta` stands for, given the one the client has.
    ///
    /// @return empty when a skipped segment is not in `previous`: the client must then ask for the
    ///   full playlist (6.3.7)
    public static Optional<MediaPlaylist> merge(MediaPlaylist previous, MediaPlaylist delta) {
        var skip = delta.skip();
        if (skip == null) {
            return Optional.of(delta);
        }
        long first = delta.mediaSequence() - previous.firstListedSequence();
        long end = first + skip.skippedSegments();
        if (first < 0 || end > previous.segments().size()) {
            return Optional.empty();
        }
        var segments = new ArrayList<>(previous.segments().subList((int) first, (int) end));
        if (first > 0 && !segments.isEmpty()) {
            var gone = previous.segments().subList(0, (int) first);
            segments.set(0, segments.getFirst().withTags(Carried.over(gone, segments.getFirst())));
        }
        if (skip.recentlyRemovedDateRanges() != null) {
            keepDateRanges(previous, delta, (int) first, segments);
        }
        for (var segment : delta.segments()) {
            boolean isFirst = segments.size() == end - first;
            var one = isFirst ? notSaidAgain(segments, segment) : segment;
            segments.add(placed(one, segments));
        }
        return Optional.of(delta.toBuilder().skip(null).segments(segments).build());
    }

    /// How many segments from the beginning lie wholly before the skip boundary.
    private static int skippable(MediaPlaylist playlist) {
        var control = playlist.serverControl();
        var boundary = control == null ? null : control.canSkipUntil();
        if (boundary == null || playlist.hasEnded() || playlist.skip() != null) {
            return 0;
        }
        var fromEnd = Decimal.ZERO;
        int index = playlist.segments().size();
        while (index > 0 && fromEnd.compareTo(boundary) < 0) {
            index--;
            fromEnd = fromEnd.plus(playlist.segments().get(index).duration());
        }
        return index;
    }

    private static MediaPlaylist delta(
            MediaPlaylist playlist, int skipped, Skip skip, List<MediaSegment> segments) {
        var kept = new ArrayList<>(segments.subList(skipped, segments.size()));
        if (!kept.isEmpty()) {
            kept.set(0, saidAgain(segments.subList(0, skipped), kept.getFirst()));
        }
        var delta = playlist.toBuilder().skip(skip).segments(kept);
        // The version stays the full playlist's, which already covers what was skipped.
        int needed =
                skip.recentlyRemovedDateRanges() == null
                        ? ProtocolVersion.SKIP
                        : ProtocolVersion.SKIPPED_DATE_RANGES;
        return delta.version(Math.max(playlist.version(), needed)).build();
    }

    private static MediaSegment saidAgain(List<MediaSegment> gone, MediaSegment first) {
        var tags = new ArrayList<>(Carried.held(gone, first));
        tags.addAll(first.tags());
        return first.withTags(tags);
    }

    private static MediaSegment notSaidAgain(List<MediaSegment> gone, MediaSegment first) {
        var bare =
                first.withTags(
                        first.tags().stream()
                                .filter(tag -> !(tag instanceof Key || tag instanceof MapSection))
                                .toList());
        return saidAgain(gone, bare).equals(first) ? bare : first;
    }

    /// Date ranges a v2 update left out stay known, at the place of the segment that had them,
    /// unless they were removed.
    private static void keepDateRanges(
            MediaPlaylist previous, MediaPlaylist delta, int first, List<MediaSegment> segments) {
        var skip = delta.skip();
        var removed =
                skip == null || skip.recentlyRemovedDateRanges() == null
                        ? Set.<String>of()
                        : Set.copyOf(skip.recentlyRemovedDateRanges());
        var kept = new LinkedHashMap<String, DateRange>();
        collect(previous.segments().subList(0, first), kept);
        int end = first + segments.size();
        collect(previous.segments().subList(end, previous.segments().size()), kept);
        MediaSegment.all(previous.openSegment(), DateRange.class)
                .forEach(range -> kept.merge(range.id(), range, DateRange::mergedWith));
        DateRangeRule.allTags(delta).stream()
                .filter(DateRange.class::isInstance)
                .forEach(range -> kept.remove(((DateRange) range).id()));
        kept.keySet().removeAll(removed);
        segments.replaceAll(segment -> withoutDateRanges(segment, removed));
        if (!segments.isEmpty() && !kept.isEmpty()) {
            var tags = new ArrayList<SegmentTag>(kept.values());
            tags.addAll(segments.getLast().tags());
            segments.set(segments.size() - 1, segments.getLast().withTags(tags));
        }
    }

    private static void collect(List<MediaSegment> segments, Map<String, DateRange> ranges) {
        for (var segment : segments) {
            segment.dateRanges()
                    .forEach(range -> ranges.merge(range.id(), range, DateRange::mergedWith));
        }
    }

    private static MediaSegment withoutDateRanges(MediaSegment segment, Set<String> ids) {
        return segment.tags().isEmpty() || ids.isEmpty()
                ? segment
                : segment.withTags(without(segment.tags(), ids));
    }

    private static List<SegmentTag> without(List<SegmentTag> tags, Set<String> ids) {
        return tags.stream()
                .filter(tag -> !(tag instanceof DateRange range && ids.contains(range.id())))
                .toList();
    }

    /// The first segment after the skipped ones may continue the byte range of the last of them.
    private static MediaSegment placed(MediaSegment segment, List<MediaSegment> before) {
        var range = segment.byteRange();
        if (range == null || !range.continues() || before.isEmpty()) {
            return segment;
        }
        var last = before.getLast();
        var lastRange = last.byteRange();
        return lastRange == null || lastRange.continues() || !last.uri().equals(segment.uri())
                ? segment
                : segment.withByteRange(range.at(lastRange.end()));
    }
}
