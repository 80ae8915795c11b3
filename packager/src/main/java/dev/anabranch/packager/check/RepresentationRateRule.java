package dev.anabranch.packager.check;

import dev.anabranch.media.dash.EffectiveRepresentation;
import dev.anabranch.media.dash.SegmentTimeline;
import java.util.List;

/// A player that receives `@bandwidth` without pause and waits `@minBufferTime` plays on from
/// whichever segment it starts with (ISO/IEC 23009-1, 5.3.5.2).
final class RepresentationRateRule implements RepresentationRule {

    private static final String ID = "mpd-bandwidth";
    private static final double SLACK = 1.005;

    @Override
    public void check(
            EffectiveRepresentation representation, MeasuredRendition measured, Findings findings) {
        var segments = listed(representation, measured);
        var buffer = representation.mpd().minBufferTime();
        long bandwidth = representation.representation().bandwidth().orElse(0L);
        boolean isKnown =
                segments.stream()
                        .allMatch(one -> one.facts().isPresent() && one.declaredNanos() > 0);
        if (!isKnown || bandwidth == 0 || buffer.isEmpty()) {
            return;
        }
        double allowed = buffer.get().toNanos() / 1e9;
        double behind = 0;
        double worst = 0;
        for (var segment : segments) {
            behind = Math.max(0, behind);
            worst = Math.max(worst, behind);
            behind += segment.facts().orElseThrow().bytes() * 8.0 / bandwidth;
            behind -= segment.declaredNanos() / 1e9;
        }
        worst = Math.max(worst, behind);
        if (worst > allowed * SLACK) {
            var rates = Rates.of(segments, 1);
            findings.must(
                    ID,
                    measured.file(),
                    measured.name(),
                    "@bandwidth is %d: a player would run dry by %.2f s, @minBufferTime is %.2f s; the average is %.0f bit/s"
                            .formatted(bandwidth, worst, allowed, rates.average()));
        }
    }

    /// Without those of an open run at the end: the MPD announces them before they are there, and
    /// what it says of their sizes it can only say in its next version.
    private static List<MeasuredSegment> listed(
            EffectiveRepresentation representation, MeasuredRendition measured) {
        var all = measured.segments();
        var runs =
                representation
                        .addressing()
                        .template()
                        .flatMap(template -> template.multiple().timeline())
                        .map(SegmentTimeline::entries)
                        .orElse(List.of());
        if (runs.isEmpty() || runs.getLast().r() >= 0) {
            return all;
        }
        long listed = runs.stream().mapToLong(run -> (run.r() + 1) * run.k().orElse(1L)).sum();
        return all.subList(0, (int) Math.min(all.size(), listed));
    }
}
