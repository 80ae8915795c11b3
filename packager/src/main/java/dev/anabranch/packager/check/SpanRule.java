package dev.anabranch.packager.check;

import dev.anabranch.media.hls.Rendition;

/// O33 and O25: a rendition lasts as long as the programme; for subtitles that is a rule (authoring
/// rule 5.5), for sound advice.
final class SpanRule implements HlsPresentation.Rule {

    private static final long SLACK_NANOS = 1_000_000_000;

    @Override
    public void check(HlsPresentation presentation, Findings findings) {
        var main = presentation.main();
        if (main.isEmpty() || !main.get().playlist().hasEnded()) {
            return;
        }
        long programme = main.get().nanos();
        for (var rendition : presentation.multivariant().renditions()) {
            var uri = rendition.uri();
            var measured = uri == null ? null : presentation.rendition(uri).orElse(null);
            if (measured == null || measured.equals(main.get())) {
                continue;
            }
            boolean isText = rendition.type() == Rendition.Type.SUBTITLES;
            long slack = isText ? SLACK_NANOS : measured.playlist().targetDuration() * SLACK_NANOS;
            if (Math.abs(programme - measured.nanos()) <= slack) {
                continue;
            }
            findings.add(
                    new Breach(
                            isText ? "O33" : "O25",
                            isText && measured.nanos() < programme
                                    ? Breach.Severity.MUST
                                    : Breach.Severity.SHOULD,
                            measured.address(),
                            "",
                            "the rendition lasts %s, the programme %s; allowed is a difference of %s"
                                    .formatted(
                                            Clocks.seconds(measured.nanos()),
                                            Clocks.seconds(programme),
                                            Clocks.seconds(slack))));
        }
    }
}
