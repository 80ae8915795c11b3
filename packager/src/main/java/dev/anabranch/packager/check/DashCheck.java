package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.dash.AdaptationSet;
import dev.anabranch.media.dash.EffectiveRepresentation;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.MpdRules;
import dev.anabranch.media.dash.PeriodSpan;
import dev.anabranch.media.dash.PresentationType;
import dev.anabranch.media.dash.Strictness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks a DASH presentation from its MPD.
final class DashCheck {

    private static final AlignmentRule ALIGNMENT = new AlignmentRule("mpd-alignment");

    private final Survey survey;

    DashCheck(Survey survey) {
        this.survey = survey;
    }

    void check(String address) throws IOException {
        var bytes = survey.manifest(address, address);
        if (bytes.isEmpty()) {
            return;
        }
        var mpd = parse(address, bytes.get());
        if (mpd.isEmpty()) {
            return;
        }
        for (var breach : MpdRules.check(mpd.get())) {
            survey.findings().must(breach.rule(), address, breach.element(), breach.text());
        }
        Map<AdaptationSet, List<MeasuredRendition>> sets = new IdentityHashMap<>();
        var periods = new IdentityHashMap<PeriodSpan, List<MeasuredRendition>>();
        for (var representation : EffectiveRepresentation.of(mpd.get())) {
            var measured = measure(address, representation);
            measured.ifPresent(one -> {
                sets.computeIfAbsent(representation.set(), _ -> new ArrayList<>()).add(one);
                periods.computeIfAbsent(representation.span(), _ -> new ArrayList<>()).add(one);
            });
        }
        sets.forEach((set, members) -> {
            boolean isAligned =
                    set.segmentAlignment().orElse(false) || set.subsegmentAlignment().orElse(false);
            if (isAligned) {
                ALIGNMENT.check(members, survey.findings());
            }
        });
        if (mpd.get().type() == PresentationType.STATIC) {
            periods.forEach((span, members) -> length(address, span, members));
        }
    }

    private Optional<Mpd> parse(String address, byte[] bytes) {
        try {
            return Optional.of(Mpd.parse(bytes, Strictness.STRICT));
        } catch (MediaFormatException strict) {
            survey.findings().must("mpd-syntax", address, strict.where(), strict.getMessage());
        }
        try {
            return Optional.of(Mpd.parse(bytes, Strictness.LENIENT));
        } catch (MediaFormatException broken) {
            return Optional.empty();
        }
    }

    private Optional<MeasuredRendition> measure(
            String address, EffectiveRepresentation representation) throws IOException {
        var measured = new DashSurvey(survey, address, representation).measure();
        measured.ifPresent(rendition -> {
            rendition.faults(survey.findings());
            RenditionRule.ALL.forEach(rule -> rule.check(rendition, survey.findings()));
            RepresentationRule.ALL.forEach(
                    rule -> rule.check(representation, rendition, survey.findings()));
        });
        return measured;
    }

    /// The longest Representation lasts as long as its Period says.
    private void length(String address, PeriodSpan span, List<MeasuredRendition> members) {
        if (span.duration().isEmpty()) {
            return;
        }
        long declared = span.duration().get().toNanos();
        long longest = 0;
        long frame = 0;
        for (var rendition : members) {
            var measured =
                    rendition.segments().stream().flatMap(one -> one.main().stream()).toList();
            boolean isTimed =
                    rendition
                            .kind()
                            .filter(kind -> kind == TrackKind.VIDEO || kind == TrackKind.AUDIO)
                            .isPresent();
            if (!isTimed) {
                continue;
            }
            long length = measured.getLast().shownToNanos() - measured.getFirst().shownFromNanos();
            long decoded = measured.getLast().endNanos() - measured.getFirst().startNanos();
            longest = Math.max(longest, Math.max(length, decoded));
            frame = Math.max(frame, measured.getFirst().frameNanos());
        }
        if (longest > 0 && Math.abs(longest - declared) > frame) {
            survey.findings()
                    .must(
                            "mpd-duration",
                            address,
                            "Period " + span.period().id().orElse(""),
                            "the Period lasts %s, its longest Representation %s; allowed is one frame, %s"
                                    .formatted(
                                            Clocks.seconds(declared),
                                            Clocks.seconds(longest),
                                            Clocks.seconds(frame)));
        }
    }
}
