package dev.anabranch.packager.check;

/// The times an MPD announces are those in the segments (ISO/IEC 23009-1, 5.3.9.6).
final class TimelineRule implements RenditionRule {

    private static final String ID = "mpd-timeline";

    @Override
    public void check(MeasuredRendition rendition, Findings findings) {
        for (var segment : rendition.segments()) {
            if (segment.declaredStartNanos().isEmpty() || segment.main().isEmpty()) {
                continue;
            }
            long declared = segment.declaredStartNanos().getAsLong();
            var track = segment.main().get();
            long wrap = segment.facts().orElseThrow().wrapNanos();
            long shown = Clocks.between(track.shownFromNanos(), declared, wrap);
            long decoded = Clocks.between(track.startNanos(), declared, wrap);
            long allowed = track.frameNanos() + segment.roundingNanos();
            if (Math.min(Math.abs(shown), Math.abs(decoded)) > allowed) {
                findings.must(
                        ID,
                        rendition.file(),
                        rendition.where(segment),
                        "announced to start at %s, the segment is shown from %s (tfdt %s); allowed is %s"
                                .formatted(
                                        Clocks.seconds(declared),
                                        Clocks.seconds(track.shownFromNanos()),
                                        Clocks.seconds(track.startNanos()),
                                        Clocks.seconds(allowed)));
            }
        }
    }
}
