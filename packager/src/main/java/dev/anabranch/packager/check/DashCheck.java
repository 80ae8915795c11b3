package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.dash.AdaptationSet;
import dev.anabranch.media.dash.EffectiveRepresentation;
import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.MpdRules;
import dev.anabranch.media.dash.PeriodSpan;
import dev.anabranch.media.dash.PresentationType;
import dev.anabranch.media.dash.Strictness;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks a DASH presentation from its MPD.
final class DashCheck {

    private static final AlignmentRule ALIGNMENT =
            new AlignmentRule("mpd-alignment", Breach.Severity.MUST);

    private final Survey survey;
    private final Optional<Instant> now;

    /// @param now by the clock of the server; empty where no clock is at hand
    DashCheck(Survey survey, Optional<Instant> now) {
        this.survey = survey;
        this.now = now;
    }

    void check(String address) throws IOException {
        var bytes = survey.manifest(address, address);
        if (bytes.isEmpty()) {
            return;
        }
        var mpd = parse(address, bytes.get());
        if (mpd.isEmpty() || mpd.get().periods().isEmpty()) {
            mpd.ifPresent(_ ->
                    survey.findings().must("mpd-syntax", address, "MPD", "there is no Period"));
            return;
        }
        for (var breach : MpdRules.check(mpd.get())) {
            tell(address, breach);
        }
        media(address, mpd.get());
    }

    /// What the segments hold, against what the MPD says of them.
    void media(String address, Mpd mpd) throws IOException {
        var sets =
                new LinkedHashMap<Map.Entry<PeriodSpan, AdaptationSet>, List<MeasuredRendition>>();
        var lengths = new PeriodLengths(address);
        for (var representation : EffectiveRepresentation.of(mpd)) {
            var measured = measure(address, representation);
            measured.ifPresent(one -> {
                var set = Map.entry(representation.span(), representation.set());
                sets.computeIfAbsent(set, _ -> new ArrayList<>()).add(one);
                lengths.add(representation, one);
            });
        }
        sets.forEach((key, members) -> {
            var set = key.getValue();
            boolean isAligned =
                    set.segmentAlignment().orElse(false) || set.subsegmentAlignment().orElse(false);
            if (isAligned) {
                ALIGNMENT.check(members, survey.findings());
            }
        });
        if (mpd.type() == PresentationType.STATIC) {
            lengths.check(survey.findings());
        }
    }

    /// That a Representation ends with its Period is asked for by DASH-IF, not by ISO/IEC 23009-1:
    /// films whose sound goes on after the picture break no rule.
    private void tell(String address, dev.anabranch.media.dash.Breach breach) {
        if (breach.rule().equals("timeline-sum")) {
            survey.findings().should(breach.rule(), address, breach.element(), breach.text());
            return;
        }
        survey.findings().must(breach.rule(), address, breach.element(), breach.text());
    }

    private Optional<Mpd> parse(String address, byte[] bytes) {
        try {
            return Optional.of(Mpd.parse(bytes, Strictness.STRICT));
        } catch (MediaFormatException strict) {
            survey.findings()
                    .must(
                            "mpd-syntax",
                            address,
                            strict.where(),
                            String.valueOf(strict.getMessage()));
        }
        try {
            return Optional.of(Mpd.parse(bytes, Strictness.LENIENT));
        } catch (MediaFormatException broken) {
            return Optional.empty();
        }
    }

    private Optional<MeasuredRendition> measure(
            String address, EffectiveRepresentation representation) throws IOException {
        var measured = new DashSurvey(survey, address, representation, now).measure();
        measured.ifPresent(rendition -> {
            rendition.faults(survey.findings());
            RenditionRule.ALL.forEach(rule -> rule.check(rendition, survey.findings()));
            RepresentationRule.ALL.forEach(
                    rule -> rule.check(representation, rendition, survey.findings()));
        });
        return measured;
    }
}
