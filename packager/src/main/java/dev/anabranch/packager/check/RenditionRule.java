package dev.anabranch.packager.check;

import java.util.List;

/// One thing asked of the segments of a rendition. Rules hold no state.
interface RenditionRule {

    List<RenditionRule> ALL =
            List.of(
                    new ContinuityRule(),
                    new DurationRule(),
                    new TimelineRule(),
                    new SyncSampleRule(),
                    new FormatChangeRule(),
                    new CounterRule());

    void check(MeasuredRendition rendition, Findings findings);
}
