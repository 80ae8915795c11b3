package dev.anabranch.media.dash;

import dev.anabranch.media.Rational;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Checks MPDs against ISO/IEC 23009-1. What XML itself and the attributes' forms ask for is
/// checked by reading with [Strictness#STRICT].
public final class MpdRules {

    private MpdRules() {}

    /// All breaches, in the order of the rules.
    public static List<Breach> check(Mpd mpd) {
        var breaches = new ArrayList<Breach>();
        for (var rule : Rule.ALL) {
            rule.check(mpd, breaches::add);
        }
        return List.copyOf(breaches);
    }

    /// What `after` may not do as the next version of the dynamic MPD `before` (5.4): change
    /// without a later publish time, move the availability start time or a Period, or what lies in
    /// one by another `@presentationTimeOffset`.
    public static List<Breach> checkUpdate(Mpd before, Mpd after) {
        var breaches = new ArrayList<Breach>();
        boolean isLater =
                before.publishTime()
                        .flatMap(old -> after.publishTime().map(now -> now.isAfter(old)))
                        .orElse(false);
        if (!before.equals(after) && !isLater) {
            breaches.add(
                    new Breach(
                            "update-publish-time",
                            "MPD",
                            "changed, but @publishTime did not move on"));
        }
        if (before.type() == PresentationType.STATIC && after.type() == PresentationType.DYNAMIC) {
            breaches.add(new Breach("update-type", "MPD", "a static presentation became dynamic"));
        }
        if (!before.availabilityStartTime().equals(after.availabilityStartTime())
                && after.type() == PresentationType.DYNAMIC) {
            breaches.add(
                    new Breach("update-availability-start", "MPD", "@availabilityStartTime moved"));
        }
        for (var old : PeriodSpan.of(before)) {
            for (var now : PeriodSpan.of(after)) {
                if (isMoved(old, now)) {
                    var element = "Period[" + now.period().id().orElse("") + "]";
                    breaches.add(new Breach("update-period-start", element, "its start moved"));
                }
            }
        }
        checkOffsets(before, after, breaches);
        return List.copyOf(breaches);
    }

    private static void checkOffsets(Mpd before, Mpd after, List<Breach> breaches) {
        var known = offsets(before);
        offsets(after)
                .forEach((path, offset) -> {
                    if (!offset.equals(known.getOrDefault(path, offset))) {
                        var text =
                                "@presentationTimeOffset moved from %s to %s"
                                        .formatted(known.get(path), offset);
                        breaches.add(new Breach("update-time-offset", path, text));
                    }
                });
    }

    /// By representation, of Periods that can be known again.
    private static Map<String, Rational> offsets(Mpd mpd) {
        var offsets = new HashMap<String, Rational>();
        for (var each : EffectiveRepresentation.of(mpd)) {
            var base = each.addressing().template().map(SegmentTemplate::base);
            if (base.isPresent() && each.span().period().id().isPresent()) {
                long scale = base.get().timescale().orElse(1L);
                long ticks = base.get().presentationTimeOffset().orElse(0L);
                offsets.put(each.path(), new Rational(ticks, Math.max(1, scale)));
            }
        }
        return offsets;
    }

    private static boolean isMoved(PeriodSpan old, PeriodSpan now) {
        return old.period().id().isPresent()
                && old.period().id().equals(now.period().id())
                && old.start().isPresent()
                && !Objects.equals(old.start(), now.start());
    }
}
