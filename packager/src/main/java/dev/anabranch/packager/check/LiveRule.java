package dev.anabranch.packager.check;

import java.util.List;

/// One thing asked of a live playlist as it goes on. Rules hold no state.
interface LiveRule {

    List<LiveRule> ALL =
            List.of(
                    new LiveHeaderRule(),
                    new LivePartsRule(),
                    new LiveWindowRule(),
                    new LiveDateTimeRule(),
                    new LivePaceRule());

    /// @param before the version before `now`
    void check(LiveVersion before, LiveVersion now, Findings findings);
}
