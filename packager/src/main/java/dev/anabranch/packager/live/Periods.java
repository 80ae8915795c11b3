package dev.anabranch.packager.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Where Periods of the manifest begin: at discontinuities, and where a rendition has nothing for a
/// whole segment or has something again. A SegmentTimeline that counts numbers has no word for a
/// segment that is not there (ISO/IEC 23009-1, 5.3.9.6), so a rendition is not in a Period in which
/// it has nothing, and no manifest names bytes that do not exist.
///
/// Owned by the feeding thread.
final class Periods {

    /// Cuts for which a rendition that is behind may still say that it has nothing.
    private static final int REMEMBERED_CUTS = 64;

    /// More than a playlist has segments, but for the longest windows of the shortest ones.
    private static final int MAX_SPANS = 1024;

    private final ArrayDeque<Cut> cuts = new ArrayDeque<>();
    private final Set<LiveRendition> absent = new HashSet<>();
    private List<Span> spans = List.of();

    /// In order; the first is that of the presentation's beginning. Never changed, another list
    /// takes its place.
    List<Span> spans() {
        return spans;
    }

    void cut(Cut cut) {
        cuts.add(cut);
        if (cuts.size() > REMEMBERED_CUTS) {
            cuts.removeFirst();
        }
        if (cut.isDiscontinuity() || spans.isEmpty()) {
            insert(spans.size(), Span.after(spans, cut));
        }
    }

    /// Segment `msn` of a rendition has ended with nothing in it.
    void misses(LiveRendition rendition, long msn) {
        if (!rendition.isTransportStream() && absent.add(rendition)) {
            split(msn);
        }
    }

    /// There is something in segment `msn` of a rendition.
    ///
    /// @return whether there was nothing in the one before
    boolean has(LiveRendition rendition, long msn) {
        boolean isBack = absent.remove(rendition);
        if (isBack) {
            split(msn);
        }
        return isBack;
    }

    private void split(long msn) {
        int at = spans.size();
        while (at > 0 && spans.get(at - 1).firstMsn() > msn) {
            at--;
        }
        if (at == 0 || spans.get(at - 1).firstMsn() == msn) {
            return;
        }
        var whole = spans.get(at - 1);
        for (var cut : cuts) {
            if (cut.msn() == msn) {
                insert(at, whole.from(cut));
                return;
            }
        }
    }

    private void insert(int at, Span span) {
        var more = new ArrayList<>(spans);
        more.add(at, span);
        if (more.size() > MAX_SPANS) {
            more.remove(1);
        }
        spans = List.copyOf(more);
    }
}
