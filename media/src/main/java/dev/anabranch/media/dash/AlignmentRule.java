package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// A set that claims `segmentAlignment` cuts all its representations at the same times (5.3.3.2).
record AlignmentRule() implements Rule {

    private static final Duration LONGEST = Duration.ofHours(24);

    /// A run without end says the same for ever; a live MPD is read every second.
    private static final Duration LONGEST_OPEN = Duration.ofMinutes(10);

    /// How much of a Period is looked at: less where nobody knows its end.
    static Duration horizon(PeriodSpan span) {
        return span.duration().isPresent() ? LONGEST : LONGEST_OPEN;
    }

    @Override
    public void check(Mpd mpd, Consumer<Breach> breaches) {
        for (var span : PeriodSpan.of(mpd)) {
            for (var set : span.period().adaptationSets()) {
                if (set.segmentAlignment().orElse(false)) {
                    check(mpd, span, set, breaches);
                }
            }
        }
    }

    private static void check(
            Mpd mpd, PeriodSpan span, AdaptationSet set, Consumer<Breach> breaches) {
        var all =
                set.representations().stream()
                        .map(one -> new EffectiveRepresentation(mpd, span, set, one))
                        .toList();
        for (int i = 1; i < all.size(); i++) {
            try {
                compare(all.getFirst(), all.get(i), breaches);
            } catch (MediaFormatException e) {
                // The addressing rule reports what cannot be expanded.
                return;
            }
        }
    }

    private static void compare(
            EffectiveRepresentation left, EffectiveRepresentation right, Consumer<Breach> breaches)
            throws MediaFormatException {
        var leftSegments = left.segments("", horizon(left.span()));
        var rightSegments = right.segments("", horizon(right.span()));
        int at = firstDifference(left, leftSegments, right, rightSegments);
        if (at >= 0 || leftSegments.size() != rightSegments.size()) {
            breaches.accept(
                    new Breach(
                            "segment-alignment",
                            right.path(),
                            "@segmentAlignment is true, but "
                                    + (at >= 0
                                            ? "segment " + at + " starts elsewhere than in "
                                            : "the number of segments differs from that of ")
                                    + left.path()));
        }
    }

    private static int firstDifference(
            EffectiveRepresentation left,
            List<Segment> leftSegments,
            EffectiveRepresentation right,
            List<Segment> rightSegments) {
        for (int i = 0; i < Math.min(leftSegments.size(), rightSegments.size()); i++) {
            var a = leftSegments.get(i);
            var b = rightSegments.get(i);
            long aTicks = a.timeTicks() - left.presentationTimeOffsetTicks();
            long bTicks = b.timeTicks() - right.presentationTimeOffsetTicks();
            if (a.timescale().compare(aTicks, b.timescale(), bTicks) != 0) {
                return i;
            }
        }
        return -1;
    }
}
