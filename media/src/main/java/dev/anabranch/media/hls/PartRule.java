package dev.anabranch.media.hls;

import java.util.List;

/// O11: how long parts are, and what stands before the first part of a segment (4.4.4.9).
final class PartRule implements MediaRule {

    private static final String ID = "O11";
    private static final int MINIMUM_PERCENT = 85;

    @Override
    public void check(MediaPlaylist playlist, Breaches breaches) {
        for (var segment : playlist.segments()) {
            if (!segment.tags().isEmpty()) {
                checkTags(playlist, segment.tags(), breaches);
            }
        }
        checkTags(playlist, playlist.openSegment(), breaches);
    }

    private static void checkTags(
            MediaPlaylist playlist, List<SegmentTag> tags, Breaches breaches) {
        checkOrder(tags, breaches);
        checkLengths(playlist, tags, breaches);
        checkGap(tags, breaches);
    }

    private static void checkOrder(List<SegmentTag> tags, Breaches breaches) {
        boolean afterPart = false;
        for (var tag : tags) {
            String tooLate =
                    switch (tag) {
                        case Discontinuity _ -> Discontinuity.TAG;
                        case Key _ -> Key.TAG;
                        case MapSection _ -> MapSection.TAG;
                        case ProgramDateTime _ -> ProgramDateTime.TAG;
                        case PartialSegment _ -> {
                            afterPart = true;
                            yield "";
                        }
                        case Bitrate _, DateRange _, Gap _, UnknownTag _ -> "";
                    };
            if (afterPart && !tooLate.isEmpty()) {
                breaches.must(
                        ID,
                        breaches.tag(tooLate, tag),
                        "must stand before the first part of its segment");
            }
        }
    }

    private static void checkLengths(
            MediaPlaylist playlist, List<SegmentTag> tags, Breaches breaches) {
        var inf = playlist.partInf();
        if (inf == null || tags.isEmpty()) {
            return;
        }
        var parts = MediaSegment.all(tags, PartialSegment.class);
        var minimum = inf.partTarget().times(MINIMUM_PERCENT);
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (part.duration().compareTo(inf.partTarget()) > 0) {
                breaches.must(
                        ID,
                        breaches.tag(PartialSegment.TAG, part),
                        "duration " + part.duration() + " exceeds PART-TARGET " + inf.partTarget());
            }
            boolean isLast = i == parts.size() - 1;
            boolean mayBeShort =
                    part.isIndependent() || part.isGap() || isLast || parts.get(i + 1).isGap();
            if (!mayBeShort && part.duration().times(100).compareTo(minimum) < 0) {
                breaches.must(
                        ID,
                        breaches.tag(PartialSegment.TAG, part),
                        "duration "
                                + part.duration()
                                + " is below 85 % of PART-TARGET "
                                + inf.partTarget());
            }
        }
    }

    /// Where nothing can be had, no part can either (6.2.1).
    private static void checkGap(List<SegmentTag> tags, Breaches breaches) {
        if (MediaSegment.first(tags, Gap.class) == null) {
            return;
        }
        for (var part : MediaSegment.all(tags, PartialSegment.class)) {
            if (!part.isGap()) {
                breaches.must(
                        ID,
                        breaches.tag(PartialSegment.TAG, part),
                        "a part of a segment with EXT-X-GAP must have GAP=YES");
            }
        }
    }
}
