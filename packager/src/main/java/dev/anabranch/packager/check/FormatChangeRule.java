package dev.anabranch.packager.check;

import java.util.List;

/// O10: EXT-X-DISCONTINUITY stands where container or tracks change, and should where their
/// parameters do (4.4.4.3); in DASH neither changes within a Representation.
final class FormatChangeRule implements RenditionRule {

    private static final String ID = "O10";

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
        var where = rendition.where(after);
        if (left.container() != right.container()) {
            findings.must(
                    ID,
                    rendition.file(),
                    where,
                    "the container changes from %s to %s without a discontinuity"
                            .formatted(left.container(), right.container()));
        } else if (!tracks(left).equals(tracks(right))) {
            findings.must(
                    ID,
                    rendition.file(),
                    where,
                    "the tracks change from %s to %s without a discontinuity"
                            .formatted(tracks(left), tracks(right)));
        } else if (!parameters(left).equals(parameters(right))) {
            findings.should(
                    ID,
                    rendition.file(),
                    where,
                    "the codecs change from %s to %s without a discontinuity"
                            .formatted(parameters(left), parameters(right)));
        } else if (!decodes(before, after)) {
            findings.should(
                    ID,
                    rendition.file(),
                    where,
                    "the codec configuration changes from that of %s to that of %s without a discontinuity"
                            .formatted(
                                    before.init().orElseThrow().part(),
                                    after.init().orElseThrow().part()));
        }
    }

    /// Number, type and identifiers.
    private static List<String> tracks(SegmentFacts segment) {
        return segment.tracks().stream()
                .map(track ->
                        "%d %s"
                                .formatted(
                                        track.format().id(), track.format().codec().sampleEntry()))
                .sorted()
                .toList();
    }

    private static List<String> parameters(SegmentFacts segment) {
        return segment.tracks().stream()
                .map(track -> track.format().parameters())
                .sorted()
                .toList();
    }

    private static boolean decodes(MeasuredSegment before, MeasuredSegment after) {
        return before.init().isEmpty()
                || after.init().isEmpty()
                || before.init().get().decodes(after.init().get());
    }
}
