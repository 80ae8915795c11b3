package dev.anabranch.packager;

import dev.anabranch.media.KeyPicture;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.text.CueSegmenter;
import dev.anabranch.media.text.WebVtt;
import java.util.List;

/// Subtitles as WebVTT segments for HLS, and a file for each Period for DASH. There is a segment
/// for every cut of the programme, with or without cues in it (Apple authoring rule 5.5).
final class CueText implements Segmenter {

    private static final Timescale MILLIS = new Timescale(1000);

    private final WebVtt document;
    private final CueSegmenter cues;
    private final CutPlan plan;
    private final Timestamp zero;

    /// @param source with times of the source, as its other tracks have them
    /// @param origin which moment of the source is the presentation's 0
    /// @param zero what the audio and video segments show as the presentation's 0
    CueText(WebVtt source, Timestamp origin, CutPlan plan, Timestamp zero) {
        document = source.between(origin.on(MILLIS).ticks(), Long.MAX_VALUE);
        cues = new CueSegmenter(document);
        this.plan = plan;
        this.zero = zero;
    }

    /// What is shown in a span of the plan, its times from the start of the span on, as the times
    /// of a DASH Period are.
    Content sidecar(int span) {
        boolean isLast = span + 1 == plan.spanCount();
        long end = isLast ? Long.MAX_VALUE : millis(plan.spanStart(span + 1));
        var shown = document.between(millis(plan.spanStart(span)), end);
        return Content.of(MediaType.WEBVTT, shown.render());
    }

    private long millis(int segment) {
        return plan.start(segment).on(MILLIS).ticks();
    }

    @Override
    public MediaType mediaType() {
        return MediaType.WEBVTT;
    }

    @Override
    public Content segment(int n) {
        return Content.of(
                MediaType.WEBVTT, cues.segment(plan.start(n), plan.start(n + 1), zero).render());
    }

    @Override
    public long segmentBytes(int n) {
        return segment(n).sizeBytes();
    }

    @Override
    public List<KeyPicture> keyPictures(int n) {
        return List.of();
    }
}
