package dev.anabranch.packager.check;

import dev.anabranch.media.TrackKind;

/// Segments start with a picture that decodes by itself: EXT-X-INDEPENDENT-SEGMENTS and
/// `@startWithSAP` promise it, otherwise it is advice (authoring rule 1.13, row O31).
final class SyncSampleRule implements RenditionRule {

    private static final String ID = "O31";

    @Override
    public void check(MeasuredRendition rendition, Findings findings) {
        for (var segment : rendition.segments()) {
            var video = segment.facts().flatMap(facts -> facts.track(TrackKind.VIDEO));
            if (video.isEmpty() || video.get().startsWithSync()) {
                continue;
            }
            var severity =
                    rendition.isIndependent() ? Breach.Severity.MUST : Breach.Severity.SHOULD;
            findings.add(
                    new Breach(
                            ID,
                            severity,
                            rendition.file(),
                            rendition.where(segment),
                            "the first picture is no sync sample"
                                    + (rendition.isIndependent()
                                            ? ", the manifest says that each segment starts with one"
                                            : "")));
        }
    }
}
