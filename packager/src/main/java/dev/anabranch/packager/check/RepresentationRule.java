package dev.anabranch.packager.check;

import dev.anabranch.media.dash.EffectiveRepresentation;
import java.util.List;

/// One thing asked of what an MPD says of a Representation. Rules hold no state.
interface RepresentationRule {

    List<RepresentationRule> ALL =
            List.of(
                    new RepresentationFormatRule(),
                    new RepresentationRateRule(),
                    new SingleTrackRule());

    void check(
            EffectiveRepresentation representation, MeasuredRendition measured, Findings findings);
}
