package dev.anabranch.packager.check;

import dev.anabranch.media.Timescale;
import dev.anabranch.media.text.Cue;
import dev.anabranch.media.text.TimestampMap;
import dev.anabranch.media.text.WebVtt;
import java.util.Optional;

/// O33: each WebVTT segment says where its cues lie on the media's clock, and they lie within the
/// segment (draft-pantos-hls-rfc8216bis, 3.1.4; authoring rule 5.3).
///
/// @param programme the first picture or sound; empty when the playlist is checked by itself
record TextRule(Optional<TrackFacts> programme) {

    private static final String ID = "O33";
    private static final long SLACK_NANOS = 150_000_000;

    void check(MeasuredRendition rendition, Findings findings) {
        long from = 0;
        for (var segment : rendition.segments()) {
            var text = segment.facts().flatMap(SegmentFacts::text);
            long to = from + segment.declaredNanos();
            if (text.isPresent()) {
                check(segment, text.get(), new Span(from, to), findings);
            }
            from = to;
        }
    }

    private record Span(long fromNanos, long toNanos) {}

    private void check(MeasuredSegment segment, WebVtt document, Span span, Findings findings) {
        if (document.map().isEmpty()) {
            findings.must(
                    ID,
                    segment.part().toString(),
                    "",
                    "the header X-TIMESTAMP-MAP is missing or cannot be read");
            return;
        }
        if (programme.isEmpty()) {
            return;
        }
        for (var cue : document.cues()) {
            long start = time(document.map().get(), cue.startMillis());
            long end = start + (cue.endMillis() - cue.startMillis()) * 1_000_000;
            if (end < span.fromNanos - SLACK_NANOS || start > span.toNanos + SLACK_NANOS) {
                findings.must(
                        ID,
                        segment.part().toString(),
                        "",
                        "the cue \"%s\" is shown from %s to %s, its segment is %s to %s of the programme"
                                .formatted(
                                        excerpt(cue),
                                        Clocks.seconds(start),
                                        Clocks.seconds(end),
                                        Clocks.seconds(span.fromNanos),
                                        Clocks.seconds(span.toNanos)));
                return;
            }
        }
    }

    /// Since the programme began.
    private long time(TimestampMap map, long cueMillis) {
        long media = Timescale.MPEG.duration(map.mpegTicks(cueMillis)).toNanos();
        long zero = programme.orElseThrow().shownFromNanos();
        return Clocks.between(zero, media, Clocks.MPEG_WRAP_NANOS);
    }

    private static String excerpt(Cue cue) {
        var line = cue.text().replace('\n', ' ');
        return line.length() > 30 ? line.substring(0, 30) + "..." : line;
    }
}
