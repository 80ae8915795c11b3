package dev.anabranch.packager.check;

import java.util.Optional;

/// O31: each segment begins where the one before ends, on every track, unless the manifest
/// announces a break.
final class ContinuityRule implements RenditionRule {

    private static final String ID = "O31";

    @Override
    public void check(MeasuredRendition rendition, Findings findings) {
        for (var run : rendition.runs()) {
            for (int i = 1; i < run.size(); i++) {
                compare(rendition, run.get(i - 1), run.get(i), findings);
            }
        }
    }

    private static void compare(
            MeasuredRendition rendition,
            MeasuredSegment before,
            MeasuredSegment after,
            Findings findings) {
        var left = before.facts().orElseThrow();
        var right = after.facts().orElseThrow();
        for (var track : right.tracks()) {
            var earlier = track(left, track);
            if (earlier.isEmpty()) {
                continue;
            }
            long gap =
                    Clocks.between(earlier.get().endNanos(), track.startNanos(), right.wrapNanos());
            long shownGap =
                    Clocks.between(
                            earlier.get().shownToNanos(),
                            track.shownFromNanos(),
                            right.wrapNanos());
            long frame = Math.max(earlier.get().frameNanos(), track.frameNanos());
            if (Math.abs(gap) > frame && Math.abs(shownGap) > frame) {
                findings.must(
                        ID,
                        rendition.file(),
                        rendition.where(after),
                        "track %d begins %s %s the segment before ends; allowed is one frame, %s"
                                .formatted(
                                        track.format().id(),
                                        Clocks.seconds(Math.abs(gap)),
                                        gap > 0 ? "after" : "before",
                                        Clocks.seconds(frame)));
            }
        }
    }

    private static Optional<TrackFacts> track(SegmentFacts segment, TrackFacts like) {
        return segment.tracks().stream()
                .filter(track ->
                        track.format().id() == like.format().id() && track.kind() == like.kind())
                .findFirst();
    }
}
