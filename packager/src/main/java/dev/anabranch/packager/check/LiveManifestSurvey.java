package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.dash.EffectiveRepresentation;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.MpdRules;
import dev.anabranch.media.dash.PresentationType;
import dev.anabranch.media.dash.Strictness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known of one dynamic MPD, and what its versions break: rows O34 and O35. Owned by
/// [LiveSurvey].
final class LiveManifestSurvey {

    private static final int MAX_KNOWN = 10_000;

    private final String address;
    private final Findings findings;
    private final Map<String, TreeMap<Long, Slot>> timelines = new HashMap<>();
    private @Nullable Mpd current;
    private int versions;

    LiveManifestSurvey(String address, Findings findings) {
        this.address = address;
        this.findings = findings;
    }

    int versions() {
        return versions;
    }

    void take(LiveAnswer answer) {
        if (!answer.isOk()) {
            findings.must("resource-exists", address, "", "answered with " + answer.status());
            return;
        }
        var read = parse(answer.body());
        if (read.isEmpty()) {
            return;
        }
        var mpd = read.get();
        var before = current;
        if (before == null) {
            new Delivery(findings).manifest(address, answer.fetched());
            lowLatency(mpd);
        } else {
            for (var breach : MpdRules.checkUpdate(before, mpd)) {
                findings.must("O35", address, breach.element(), breach.text());
            }
        }
        for (var breach : MpdRules.check(mpd)) {
            if (!breach.rule().equals("timeline-sum")) {
                findings.must(breach.rule(), address, breach.element(), breach.text());
            }
        }
        EffectiveRepresentation.of(mpd).forEach(this::timeline);
        current = mpd;
        versions++;
    }

    private Optional<Mpd> parse(byte[] body) {
        try {
            return Optional.of(Mpd.parse(body, Strictness.STRICT));
        } catch (MediaFormatException broken) {
            findings.must(
                    "mpd-syntax", address, broken.where(), String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
    }

    /// O34: what a player needs for low latency, where the MPD says that it has any.
    private void lowLatency(Mpd mpd) {
        if (mpd.type() != PresentationType.DYNAMIC) {
            return;
        }
        if (mpd.utcTimings().isEmpty()) {
            findings.should("O34", address, "MPD", "there is no UTCTiming");
        }
        for (var representation : EffectiveRepresentation.of(mpd)) {
            var base =
                    representation
                            .addressing()
                            .template()
                            .map(dev.anabranch.media.dash.SegmentTemplate::base);
            boolean isEarly =
                    base.flatMap(dev.anabranch.media.dash.SegmentBase::availabilityTimeOffset)
                            .filter(offset -> offset > 0)
                            .isPresent();
            if (!isEarly) {
                continue;
            }
            var where = "Representation[" + representation.representation().id() + "]";
            boolean isPartial =
                    base.flatMap(dev.anabranch.media.dash.SegmentBase::availabilityTimeComplete)
                            .filter(complete -> !complete)
                            .isPresent();
            if (!isPartial) {
                findings.must(
                        "O34",
                        address,
                        where,
                        "@availabilityTimeOffset without @availabilityTimeComplete=false");
            }
            boolean hasLatency =
                    mpd.serviceDescriptions().stream()
                            .anyMatch(service -> !service.latencies().isEmpty());
            if (!hasLatency) {
                findings.must("O34", address, "MPD", "no ServiceDescription says the Latency");
            }
        }
    }

    /// O35: what was listed once stays as it was and keeps its number, and the timeline goes on
    /// without a gap.
    private void timeline(EffectiveRepresentation representation) {
        var span = representation.span();
        var period = span.period().id().orElseGet(() -> "at " + span.start());
        var id = period + "/" + representation.representation().id();
        var known = timelines.computeIfAbsent(id, _ -> new TreeMap<>());
        var where = "Representation[" + id + "]";
        boolean isFirst = known.isEmpty();
        long end = -1;
        for (var slot : listed(representation)) {
            if (end >= 0 && slot.startTicks() != end) {
                findings.must(
                        "O35",
                        address,
                        where,
                        "the segment at %d follows one that ends at %d"
                                .formatted(slot.startTicks(), end));
            }
            end = slot.startTicks() + slot.durationTicks();
            remember(slot, known, isFirst, where);
        }
        while (known.size() > MAX_KNOWN) {
            known.pollFirstEntry();
        }
    }

    private void remember(
            Slot slot, NavigableMap<Long, Slot> known, boolean isFirst, String where) {
        var old = known.put(slot.startTicks(), slot);
        if (old != null && !old.equals(slot)) {
            findings.must(
                    "O35",
                    address,
                    where,
                    "the segment at %d was number %d and lasted %d, now number %d and %d"
                            .formatted(
                                    slot.startTicks(),
                                    old.number(),
                                    old.durationTicks(),
                                    slot.number(),
                                    slot.durationTicks()));
        }
        boolean isBetween = known.higherKey(slot.startTicks()) != null;
        if (old == null && !isFirst && isBetween && known.lowerKey(slot.startTicks()) != null) {
            findings.must(
                    "O35",
                    address,
                    where,
                    "a segment at %d came in between".formatted(slot.startTicks()));
        }
    }

    /// A segment of a timeline.
    private record Slot(long number, long startTicks, long durationTicks) {}

    /// Those that are over: a run without end, and the last where segments can be had early, are
    /// still growing, and their lengths are guesses.
    private static List<Slot> listed(EffectiveRepresentation representation) {
        var template = representation.addressing().template();
        if (template.isEmpty() || template.get().multiple().timeline().isEmpty()) {
            return List.of();
        }
        var slots = new ArrayList<Slot>();
        long number = template.get().multiple().startNumber().orElse(1L);
        long time = 0;
        boolean isOpen = false;
        for (var run : template.get().multiple().timeline().get().entries()) {
            isOpen = run.r() < 0;
            time = run.t().orElse(time);
            number = run.n().orElse(number);
            for (long i = 0; i <= run.r() && slots.size() < MAX_KNOWN; i++) {
                slots.add(new Slot(number++, time, run.d()));
                time += run.d();
            }
        }
        boolean isGrowing = template.get().base().availabilityTimeOffset().orElse(0.0) > 0;
        boolean isGuess = isGrowing && !isOpen && !slots.isEmpty();
        return isGuess ? slots.subList(0, slots.size() - 1) : slots;
    }
}
