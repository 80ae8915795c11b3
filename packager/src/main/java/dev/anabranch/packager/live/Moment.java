package dev.anabranch.packager.live;

import dev.anabranch.media.hls.DeltaUpdates;
import dev.anabranch.media.hls.Discontinuity;
import dev.anabranch.media.hls.Gap;
import dev.anabranch.media.hls.MapSection;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MediaPlaylistBuilder;
import dev.anabranch.media.hls.MediaSegment;
import dev.anabranch.media.hls.PartInf;
import dev.anabranch.media.hls.PartialSegment;
import dev.anabranch.media.hls.PreloadHint;
import dev.anabranch.media.hls.ProgramDateTime;
import dev.anabranch.media.hls.SegmentTag;
import dev.anabranch.media.hls.ServerControl;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A rendition between one part and the next: all that its playlist says then.
///
/// Immutable but for the playlist, which is put together when somebody first asks, with the reports
/// of that time, and serves full and delta updates alike.
final class Moment {

    private static final int HELD_TARGETS = 3;
    private static final int SKIP_TARGETS = 6;

    private final LiveRendition rendition;
    private final List<LiveSegment> window;
    private final @Nullable LiveSegment open;
    private final List<LivePart> openParts;
    private final DateRanges dateRanges;
    private final int hintedInit;
    private final LiveEdge edge;
    private final Map<Delta, RenderedText> texts = new EnumMap<>(Delta.class);
    private @Nullable MediaPlaylist playlist; // guarded by this

    /// @param window complete segments, at least one
    /// @param open the one that grows
    /// @param hintedInit the number of an initialization section that will be needed; 0 for none
    Moment(
            LiveRendition rendition,
            List<LiveSegment> window,
            @Nullable LiveSegment open,
            DateRanges dateRanges,
            int hintedInit,
            boolean hasEnded) {
        this.rendition = rendition;
        this.window = window;
        this.open = open;
        this.dateRanges = dateRanges;
        this.hintedInit = hintedInit;
        openParts = open == null ? List.of() : open.parts();
        var last = open == null ? window.getLast() : open;
        int partCount = rendition.hasParts() ? last.parts().size() : 0;
        long first = window.isEmpty() ? last.msn() : window.getFirst().msn();
        edge = new LiveEdge(first, last.msn(), partCount, open == null, hasEnded);
        for (var delta : Delta.values()) {
            texts.put(delta, rendition.text(() -> render(delta)));
        }
    }

    LiveEdge edge() {
        return edge;
    }

    List<LiveSegment> window() {
        return window;
    }

    @SuppressWarnings("NullAway") // every delta has its text
    RenderedText text(Delta delta) {
        return texts.get(delta);
    }

    /// What comes next, of the segment that grows or of the one after it.
    LiveRendition.PartAddress hint() {
        return open == null
                ? rendition.address(window.getLast().nextPart())
                : rendition.address(open.firstPart() + openParts.size());
    }

    private byte[] render(Delta delta) {
        var full = playlist();
        return switch (delta) {
            case FULL -> full.toBytes();
            case SKIP -> DeltaUpdates.skip(full).toBytes();
            case SKIP_V2 -> {
                var now = window.getLast().programDateTime();
                var boundary = now.minusSeconds(SKIP_TARGETS * rendition.targetDuration());
                yield DeltaUpdates.skipWithDateRanges(
                                full, dateRanges.before(boundary), dateRanges.removedIds())
                        .toBytes();
            }
        };
    }

    private synchronized MediaPlaylist playlist() {
        var made = playlist;
        if (made == null) {
            made = build();
            playlist = made;
        }
        return made;
    }

    private MediaPlaylist build() {
        var first = window.isEmpty() ? java.util.Objects.requireNonNull(open) : window.getFirst();
        long before = first.discontinuityNumber() - (first.isDiscontinuity() ? 1 : 0);
        var out =
                MediaPlaylist.builder(rendition.targetDuration())
                        .mediaSequence(edge.mediaSequence())
                        .discontinuitySequence(before)
                        .serverControl(serverControl())
                        .hasEnded(edge.hasEnded());
        if (rendition.hasParts()) {
            out.partInf(new PartInf(rendition.partTarget()));
        }
        addSegments(out);
        if (!edge.hasEnded()) {
            addHints(out);
            rendition.reports().forEach(out::renditionReport);
        }
        return out.build();
    }

    private ServerControl serverControl() {
        var target = dev.anabranch.media.hls.Decimal.of(rendition.targetDuration());
        return new ServerControl(
                target.times(SKIP_TARGETS),
                true,
                target.times(HELD_TARGETS),
                rendition.hasParts() ? rendition.partTarget().times(HELD_TARGETS) : null,
                true,
                List.of());
    }

    /// Where the segments begin whose parts are listed: those that end within three target
    /// durations of the end (6.2.2), by what they last, for times leap where the stream broke.
    private long firstMsnWithParts() {
        if (!rendition.hasParts() || edge.hasEnded()) {
            return Long.MAX_VALUE;
        }
        long seconds = HELD_TARGETS * rendition.targetDuration();
        long left = seconds * rendition.timescale().ticksPerSecond();
        for (var part : openParts) {
            left -= part.durationTicks();
        }
        int first = window.size();
        while (first > 0 && left > 0) {
            left -= window.get(--first).durationTicks();
        }
        return first < window.size() ? window.get(first).msn() : Long.MAX_VALUE;
    }

    private void addSegments(MediaPlaylistBuilder out) {
        long withParts = firstMsnWithParts();
        int init = 0;
        for (var segment : window) {
            var tags = tags(segment, segment.initNumber() != init);
            init = segment.initNumber();
            if (segment.isGap()) {
                tags.add(new Gap());
            }
            if (segment.msn() >= withParts) {
                addParts(segment, segment.parts(), tags);
            }
            out.segment(
                    new MediaSegment(rendition.segmentUri(segment.msn()), segment.durationSeconds())
                            .withTags(tags));
        }
        var tail = new ArrayList<SegmentTag>(dateRanges.tags());
        if (open != null && rendition.hasParts() && !openParts.isEmpty()) {
            tail.addAll(tags(open, open.initNumber() != init));
            addParts(open, openParts, tail);
        }
        out.openSegment(tail);
    }

    private static List<SegmentTag> tags(LiveSegment segment, boolean isOtherInit) {
        var tags = new ArrayList<SegmentTag>();
        if (segment.isDiscontinuity()) {
            tags.add(new Discontinuity());
        }
        if (isOtherInit) {
            tags.add(new MapSection(LiveRendition.initUri(segment.initNumber())));
        }
        tags.add(ProgramDateTime.of(segment.programDateTime()));
        return tags;
    }

    private void addParts(LiveSegment segment, List<LivePart> parts, List<SegmentTag> tags) {
        for (var part : parts) {
            tags.add(
                    new PartialSegment(
                            rendition.address(segment.firstPart() + part.index()).uri(),
                            part.duration(),
                            part.isIndependent(),
                            null,
                            part.isGap(),
                            List.of()));
        }
    }

    private void addHints(MediaPlaylistBuilder out) {
        if (!rendition.hasParts()) {
            return;
        }
        out.preloadHint(PreloadHint.part(hint().uri()));
        if (hintedInit > 0) {
            out.preloadHint(PreloadHint.map(LiveRendition.initUri(hintedInit)));
        }
    }
}
