package dev.anabranch.packager;

import dev.anabranch.media.KeyPicture;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.text.Cue;
import dev.anabranch.media.text.CueSegmenter;
import dev.anabranch.media.text.WebVtt;
import java.util.List;
import java.util.Optional;

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
        document = from(source, origin.on(MILLIS).ticks());
        cues = new CueSegmenter(document);
        this.plan = plan;
        this.zero = zero;
    }

    /// What is shown in a span of the plan, its times from the start of the span on, as the times
    /// of a DASH Period are.
    Content sidecar(int span) {
        long start = millis(plan.spanStart(span));
        var shown = from(document, start);
        if (span + 1 < plan.spanCount()) {
            shown = until(shown, millis(plan.spanStart(span + 1)) - start);
        }
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

    private static WebVtt from(WebVtt source, long originMillis) {
        var blocks =
                source.blocks().stream()
                        .flatMap(block ->
                                block instanceof Cue cue
                                        ? moved(cue, originMillis).stream()
                                        : Optional.of(block).stream())
                        .toList();
        return new WebVtt(source.title(), Optional.empty(), List.copyOf(blocks));
    }

    private static WebVtt until(WebVtt source, long endMillis) {
        var blocks =
                source.blocks().stream()
                        .filter(block ->
                                !(block instanceof Cue cue) || cue.startMillis() < endMillis)
                        .map(block ->
                                block instanceof Cue cue && cue.endMillis() > endMillis
                                        ? new Cue(
                                                cue.identifier(),
                                                cue.startMillis(),
                                                endMillis,
                                                cue.settings(),
                                                cue.text())
                                        : block)
                        .toList();
        return new WebVtt(source.title(), Optional.empty(), List.copyOf(blocks));
    }

    private static Optional<Cue> moved(Cue cue, long originMillis) {
        long end = cue.endMillis() - originMillis;
        if (end <= 0) {
            return Optional.empty();
        }
        long start = Math.max(0, cue.startMillis() - originMillis);
        return Optional.of(new Cue(cue.identifier(), start, end, cue.settings(), cue.text()));
    }
}
