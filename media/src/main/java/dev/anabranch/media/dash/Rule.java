package dev.anabranch.media.dash;

import java.util.List;
import java.util.function.Consumer;

/// One thing the standard asks of an MPD. Rules hold no state.
sealed interface Rule
        permits AddressingRule,
                AlignmentRule,
                EventRule,
                LiveRule,
                MandatoryRule,
                PeriodRule,
                ProtectionRule,
                RoleRule,
                SegmentDurationRule,
                TimelineRule {

    List<Rule> ALL =
            List.of(
                    new MandatoryRule(),
                    new LiveRule(),
                    new PeriodRule(),
                    new AddressingRule(),
                    new TimelineRule(),
                    new SegmentDurationRule(),
                    new AlignmentRule(),
                    new RoleRule(),
                    new ProtectionRule(),
                    new EventRule());

    void check(Mpd mpd, Consumer<Breach> breaches);
}
