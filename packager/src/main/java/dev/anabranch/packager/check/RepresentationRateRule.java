package dev.anabranch.packager.check;

import dev.anabranch.media.dash.EffectiveRepresentation;

/// A player that receives `@bandwidth` without pause and waits `@minBufferTime` plays on from
/// whichever segment it starts with (ISO/IEC 23009-1, 5.3.5.2).
final class RepresentationRateRule implements RepresentationRule {

    private static final String ID = "mpd-bandwidth";
    private static final double SLACK = 1.005;

    @Override
    public void check(
            EffectiveRepresentation representation, MeasuredRendition measured, Findings findings) {
        var segments = measured.segments();
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
}
