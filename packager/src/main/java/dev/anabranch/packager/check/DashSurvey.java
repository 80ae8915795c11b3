package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.dash.EffectiveRepresentation;
import dev.anabranch.media.dash.PresentationType;
import dev.anabranch.media.dash.Segment;
import dev.anabranch.media.dash.SegmentBase;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Measures the segments of one Representation.
///
/// @param now when the MPD was fetched; empty where no clock is at hand
record DashSurvey(
        Survey survey,
        String address,
        EffectiveRepresentation representation,
        Optional<Instant> now) {

    private static final String DURATION_RULE = "mpd-timeline";

    /// A Representation of timed segments; empty when there is nothing to measure: images, or
    /// segments that only a clock can tell.
    Optional<MeasuredRendition> measure() throws IOException {
        var path = representation.path();
        if (isImage()) {
            images();
            return Optional.empty();
        }
        if (isUntold()) {
            survey.findings()
                    .note(path + ": its segments depend on the time of day and were not fetched");
            return Optional.empty();
        }
        try {
            var segments = isIndexed() ? indexed() : listed();
            return Optional.of(
                    new MeasuredRendition(address, path, DURATION_RULE, isIndependent(), segments));
        } catch (MediaFormatException broken) {
            survey.findings()
                    .must("mpd-addressing", address, path, String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
    }

    /// `@startWithSAP` 1 to 3 promises that decoding can start there, whether or not it is the
    /// first picture shown.
    private boolean isIndependent() {
        long type =
                representation
                        .common()
                        .startWithSap()
                        .or(() -> representation.set().subsegmentStartsWithSap())
                        .orElse(0L);
        return type >= 1 && type <= 3;
    }

    private boolean isImage() {
        var type = representation.common().mimeType().orElse("");
        return type.startsWith("image/")
                || representation.set().contentType().filter("image"::equals).isPresent();
    }

    private void images() throws IOException {
        try {
            for (var segment : segments()) {
                survey.bytes(Part.of(segment.resource()), address, where(segment));
            }
        } catch (MediaFormatException broken) {
            survey.findings()
                    .must(
                            "mpd-addressing",
                            address,
                            representation.path(),
                            String.valueOf(broken.getMessage()));
        }
    }

    private boolean isUntold() {
        boolean isDynamic = representation.mpd().type() == PresentationType.DYNAMIC;
        boolean hasTimeline =
                representation
                        .addressing()
                        .template()
                        .filter(template -> template.multiple().timeline().isPresent())
                        .isPresent();
        return isDynamic && !hasTimeline;
    }

    private boolean isIndexed() {
        var addressing = representation.addressing();
        return addressing.template().isEmpty() && addressing.list().isEmpty();
    }

    private List<MeasuredSegment> listed() throws IOException, MediaFormatException {
        Optional<InitFacts> init = Optional.empty();
        var header = representation.initialization(address);
        if (header.isPresent()) {
            init = survey.init(Part.of(header.get()), address, representation.path());
        }
        var segments = new ArrayList<MeasuredSegment>();
        boolean startsRun = true;
        for (var segment : segments()) {
            var part = Part.of(segment.resource());
            var known =
                    header.isPresent() ? init : survey.ownInit(part, address, path(segment)).init();
            var facts = survey.segment(part, known, false, address, path(segment));
            segments.add(announced(segment, part, startsRun, known, facts));
            startsRun = facts.isEmpty();
        }
        return segments;
    }

    private List<Segment> segments() throws MediaFormatException {
        return now.isPresent()
                ? representation.segments(address, now.get())
                : representation.segments(address);
    }

    private MeasuredSegment announced(
            Segment segment,
            Part part,
            boolean startsRun,
            Optional<InitFacts> init,
            Optional<SegmentFacts> facts) {
        var clock = segment.timescale();
        boolean hasTimeline =
                representation
                        .addressing()
                        .template()
                        .flatMap(template -> template.multiple().timeline())
                        .isPresent();
        long duration = clock.duration(segment.durationTicks()).toNanos();
        return new MeasuredSegment(
                where(segment),
                part,
                hasTimeline ? duration : cut(segment, facts),
                OptionalLong.of(clock.duration(segment.timeTicks()).toNanos()),
                // Segments of equal nominal length may be off by half of it (DASH-IF IOP, 3.2.7.1).
                hasTimeline ? clock.duration(1).toNanos() : duration / 2,
                startsRun,
                init,
                facts);
    }

    /// With `@duration` the lengths are nominal: what was measured stands for them.
    private static long cut(Segment segment, Optional<SegmentFacts> facts) {
        return facts.flatMap(SegmentFacts::main)
                .map(track -> track.endNanos() - track.startNanos())
                .orElse(segment.timescale().duration(segment.durationTicks()).toNanos());
    }

    private List<MeasuredSegment> indexed() throws IOException, MediaFormatException {
        var url = representation.baseUrl(address);
        var range = representation.addressing().base().flatMap(SegmentBase::indexRange);
        if (range.isEmpty()) {
            return whole(url);
        }
        var indexPart = Part.of(url, range.get());
        var header = representation.initialization(address);
        var initPart = header.map(Part::of).orElse(new Part(url, 0, indexPart.offset()));
        var init = survey.init(initPart, address, representation.path());
        var bytes = survey.bytes(indexPart, address, representation.path());
        if (bytes.isEmpty()) {
            return List.of();
        }
        var index = new IndexWalk(survey, address, representation.path(), url);
        var segments = new ArrayList<MeasuredSegment>();
        for (var entry : index.walk(bytes.get(), indexPart.offset())) {
            var where = "subsegment " + (segments.size() + 1);
            var facts =
                    survey.segment(
                            entry.part(),
                            init,
                            false,
                            address,
                            representation.path() + ", " + where);
            segments.add(
                    new MeasuredSegment(
                            where,
                            entry.part(),
                            entry.durationNanos(),
                            OptionalLong.of(entry.startNanos()),
                            1_000,
                            segments.isEmpty(),
                            init,
                            facts));
        }
        return segments;
    }

    /// One resource without an index: a sidecar of subtitles, or a segment that is everything.
    private List<MeasuredSegment> whole(String url) throws IOException {
        var part = Part.whole(url);
        var init = survey.ownInit(part, address, representation.path()).init();
        var facts = survey.segment(part, init, false, address, representation.path());
        return List.of(
                new MeasuredSegment("", part, 0, OptionalLong.empty(), 0, true, init, facts));
    }

    private String path(Segment segment) {
        return representation.path() + ", " + where(segment);
    }

    private static String where(Segment segment) {
        return "segment " + segment.number();
    }
}
