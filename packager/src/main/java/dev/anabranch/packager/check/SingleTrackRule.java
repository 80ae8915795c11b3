package dev.anabranch.packager.check;

import dev.anabranch.media.dash.EffectiveRepresentation;

/// O36: a CMAF track file holds one track (ISO/IEC 23000-19, 7.3.1).
final class SingleTrackRule implements RepresentationRule {

    private static final String ID = "O36";

    @Override
    public void check(
            EffectiveRepresentation representation, MeasuredRendition measured, Findings findings) {
        for (var segment : measured.segments()) {
            var init = segment.init();
            if (init.isPresent() && init.get().isCmaf() && init.get().tracks().size() != 1) {
                findings.must(
                        ID,
                        init.get().part().toString(),
                        "",
                        "a CMAF header has 1 track, this one has " + init.get().tracks().size());
                return;
            }
        }
    }
}
