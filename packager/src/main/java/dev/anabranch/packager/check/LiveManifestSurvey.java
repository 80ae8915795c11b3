package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.dash.EffectiveRepresentation;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.MpdRules;
import dev.anabranch.media.dash.PresentationType;
import dev.anabranch.media.dash.Segment;
import dev.anabranch.media.dash.Strictness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known of one dynamic MPD, and what its versions break: rows O34 and O35. Owned by
/// [LiveSurvey].
final class LiveManifestSurvey {

    private final String address;
    private final Findings findings;
    private final Map<String, TreeMap<Long, Long>> timelines = new HashMap<>();
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

    /// O35: what was listed once stays as it was, and the timeline goes on without a gap.
    private void timeline(EffectiveRepresentation representation) {
        var span = representation.span();
        var period = span.period().id().orElseGet(() -> "at " + span.start());
        var id = period + "/" + representation.representation().id();
        var known = timelines.computeIfAbsent(id, _ -> new TreeMap<>());
        var where = "Representation[" + id + "]";
        long end = -1;
        for (var segment : settled(representation, where)) {
            if (end >= 0 && segment.timeTicks() != end) {
                findings.must(
                        "O35",
                        address,
                        where,
                        "the segment at %d follows one that ends at %d"
                                .formatted(segment.timeTicks(), end));
            }
            end = segment.timeTicks() + segment.durationTicks();
            var old = known.put(segment.timeTicks(), segment.durationTicks());
            boolean isNew = old == null && !known.isEmpty();
            if (old != null && old != segment.durationTicks()) {
                findings.must(
                        "O35",
                        address,
                        where,
                        "the segment at %d lasted %d, now %d"
                                .formatted(segment.timeTicks(), old, segment.durationTicks()));
            }
            if (isNew && known.higherKey(segment.timeTicks()) != null) {
                findings.must(
                        "O35",
                        address,
                        where,
                        "a segment at %d came in between".formatted(segment.timeTicks()));
            }
        }
        while (known.size() > 10_000) {
            known.pollFirstEntry();
        }
    }

    /// Those of the timeline; the one that is still growing may be listed with a length that is a
    /// guess.
    private List<Segment> settled(EffectiveRepresentation representation, String where) {
        var template = representation.addressing().template();
        if (template.isEmpty() || template.get().multiple().timeline().isEmpty()) {
            return List.of();
        }
        boolean isGrowing = template.get().base().availabilityTimeOffset().orElse(0.0) > 0;
        try {
            var all = representation.segments(address);
            return isGrowing && !all.isEmpty() ? all.subList(0, all.size() - 1) : all;
        } catch (MediaFormatException broken) {
            findings.must("mpd-addressing", address, where, String.valueOf(broken.getMessage()));
            return List.of();
        }
    }
}
