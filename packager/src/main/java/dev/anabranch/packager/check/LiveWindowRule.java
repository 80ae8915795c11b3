package dev.anabranch.packager.check;

/// O6: what a live playlist has left when it loses its oldest segments.
final class LiveWindowRule implements LiveRule {

    private static final int SHORTEST_TARGETS = 3;
    private static final int FEWEST_SEGMENTS = 6;

    @Override
    public void check(LiveVersion before, LiveVersion now, Findings findings) {
        var playlist = now.playlist();
        if (playlist.mediaSequence() <= before.playlist().mediaSequence()) {
            return;
        }
        var file = now.answer().address();
        if (playlist.duration().compareTo(now.targets(SHORTEST_TARGETS)) < 0) {
            findings.must(
                    "O6",
                    file,
                    "EXT-X-MEDIA-SEQUENCE",
                    "%s s are left, three target durations are %s s"
                            .formatted(playlist.duration(), now.targets(SHORTEST_TARGETS)));
        }
        if (playlist.segments().size() < FEWEST_SEGMENTS) {
            findings.must(
                    "O6",
                    file,
                    "EXT-X-MEDIA-SEQUENCE",
                    "%d segments are left, at least %d are asked for (A 8.11)"
                            .formatted(playlist.segments().size(), FEWEST_SEGMENTS));
        }
    }
}
