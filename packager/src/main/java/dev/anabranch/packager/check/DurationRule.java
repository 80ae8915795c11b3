package dev.anabranch.packager.check;

import dev.anabranch.media.TrackKind;
import java.util.List;
import java.util.stream.LongStream;

/// The durations a manifest declares are those of the segments, each within a frame and all
/// together within a frame (authoring rule 8.4, row O31).
final class DurationRule implements RenditionRule {

    /// Two ticks of 90 kHz, to which transport streams round.
    private static final long CLOCK_NANOS = 22_300;

    @Override
    public void check(MeasuredRendition rendition, Findings findings) {
        var kind = rendition.kind();
        boolean isTimed =
                kind.filter(k -> k == TrackKind.VIDEO || k == TrackKind.AUDIO).isPresent();
        if (!isTimed) {
            return;
        }
        for (var run : rendition.runs()) {
            for (int i = 0; i < run.size(); i++) {
                each(rendition, run, i, findings);
            }
            all(rendition, run, findings);
        }
    }

    private static void each(
            MeasuredRendition rendition, List<MeasuredSegment> run, int i, Findings findings) {
        var segment = run.get(i);
        var facts = segment.facts().orElseThrow();
        var track = segment.main().orElseThrow();
        long wrap = facts.wrapNanos();
        long decoded = track.endNanos() - track.startNanos();
        long shown = track.shownToNanos() - track.shownFromNanos();
        long all = Clocks.between(facts.shownFromNanos(), facts.shownToNanos(), wrap);
        if (i + 1 < run.size()) {
            var next = run.get(i + 1).main().orElseThrow();
            decoded = Clocks.between(track.startNanos(), next.startNanos(), wrap);
            shown = Clocks.between(track.shownFromNanos(), next.shownFromNanos(), wrap);
            all = Clocks.between(facts.shownFromNanos(), next.shownFromNanos(), wrap);
        }
        long allowed = track.frameNanos() + segment.roundingNanos() + CLOCK_NANOS;
        long declared = segment.declaredNanos();
        if (declared > 0 && distance(declared, decoded, shown, all) > allowed) {
            findings.must(
                    rendition.durationRule(),
                    rendition.file(),
                    rendition.where(segment),
                    "declared are %s, the segment has %s; allowed is one frame, %s"
                            .formatted(
                                    Clocks.seconds(declared),
                                    Clocks.seconds(shown),
                                    Clocks.seconds(allowed)));
        }
    }

    private static void all(
            MeasuredRendition rendition, List<MeasuredSegment> run, Findings findings) {
        var first = run.getFirst().main().orElseThrow();
        var last = run.getLast().main().orElseThrow();
        long wrap = run.getFirst().facts().orElseThrow().wrapNanos();
        long declared = run.stream().mapToLong(MeasuredSegment::declaredNanos).sum();
        long decoded = Clocks.between(first.startNanos(), last.endNanos(), wrap);
        long shown = Clocks.between(first.shownFromNanos(), last.shownToNanos(), wrap);
        long whole =
                Clocks.between(
                        run.getFirst().facts().orElseThrow().shownFromNanos(),
                        run.getLast().facts().orElseThrow().shownToNanos(),
                        wrap);
        long rounding = run.stream().mapToLong(MeasuredSegment::roundingNanos).sum();
        // Only an edit list can say that the first or last frame is shown in part.
        int frames = run.getFirst().facts().orElseThrow().wrapNanos() == 0 ? 1 : 2;
        long allowed = frames * first.frameNanos() + rounding + CLOCK_NANOS;
        if (declared > 0 && distance(declared, decoded, shown, whole) > allowed) {
            findings.must(
                    rendition.durationRule(),
                    rendition.file(),
                    rendition.where(run.getFirst()) + " and after",
                    "declared are %s together, the segments have %s; allowed is %s"
                            .formatted(
                                    Clocks.seconds(declared),
                                    Clocks.seconds(shown),
                                    Clocks.seconds(allowed)));
        }
    }

    /// From the nearest of them: pictures that are shown early or late move one but not the other,
    /// and in a multiplex one track may begin before the other.
    private static long distance(long declared, long... measured) {
        return LongStream.of(measured).map(one -> Math.abs(declared - one)).min().orElse(0);
    }
}
