package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Segments can be addressed, and no two of a Period have the same address (5.3.9).
record AddressingRule() implements Rule {

    @Override
    public void check(Mpd mpd, Consumer<Breach> breaches) {
        Map<PeriodSpan, Map<String, EffectiveRepresentation>> owners = new HashMap<>();
        for (var representation : EffectiveRepresentation.of(mpd)) {
            var addressing = representation.addressing();
            if (kinds(addressing) > 1) {
                report(representation, "two kinds of segment addressing on one level", breaches);
            }
            addressing.template().ifPresent(t -> template(representation, t, breaches));
            first(
                    representation,
                    owners.computeIfAbsent(representation.span(), s -> new HashMap<>()),
                    breaches);
        }
    }

    private static long kinds(SegmentInformation addressing) {
        return List.of(addressing.base(), addressing.list(), addressing.template()).stream()
                .filter(kind -> kind.isPresent())
                .count();
    }

    private static void template(
            EffectiveRepresentation at, SegmentTemplate template, Consumer<Breach> breaches) {
        boolean hasTimeline = template.multiple().timeline().isPresent();
        if (hasTimeline && template.multiple().duration().isPresent()) {
            report(at, "both @duration and SegmentTimeline", breaches);
        }
        var media = identifiers(at, template.media().orElse(""), breaches);
        boolean hasNumber = media.contains(UrlTemplate.Identifier.NUMBER);
        boolean hasTime = media.contains(UrlTemplate.Identifier.TIME);
        if (template.media().isEmpty()) {
            report(at, "SegmentTemplate without @media", breaches);
        }
        if (hasNumber && hasTime) {
            report(at, "both $Number$ and $Time$ in @media", breaches);
        }
        if (hasTime && !hasTimeline) {
            report(at, "$Time$ in @media without a SegmentTimeline", breaches);
        }
        var initialization = identifiers(at, template.initialization().orElse(""), breaches);
        if (initialization.contains(UrlTemplate.Identifier.NUMBER)
                || initialization.contains(UrlTemplate.Identifier.TIME)) {
            report(at, "$Number$ or $Time$ in @initialization", breaches);
        }
    }

    private static Set<UrlTemplate.Identifier> identifiers(
            EffectiveRepresentation at, String pattern, Consumer<Breach> breaches) {
        try {
            return UrlTemplate.parse(pattern).identifiers();
        } catch (MediaFormatException e) {
            breaches.accept(new Breach("template", at.path(), String.valueOf(e.getMessage())));
            return Set.of();
        }
    }

    /// Patterns that do not tell representations, or segments, apart give equal addresses.
    @SuppressWarnings("ReferenceEquality") // a set is told from its equal twin by where it stands
    private static void first(
            EffectiveRepresentation at,
            Map<String, EffectiveRepresentation> owners,
            Consumer<Breach> breaches) {
        try {
            var segments = at.segments("", AlignmentRule.horizon(at.span()));
            for (var segment : segments.subList(0, Math.min(2, segments.size()))) {
                var address = segment.resource().toString();
                var owner = owners.putIfAbsent(address, at);
                boolean isTwin =
                        owner != null && owner.representation().equals(at.representation());
                if (owner != null && (!isTwin || owner.set() == at.set())) {
                    report(at, "the same segment address as " + owner.path(), breaches);
                    return;
                }
            }
        } catch (MediaFormatException e) {
            breaches.accept(new Breach("addressing", at.path(), String.valueOf(e.getMessage())));
        }
    }

    private static void report(EffectiveRepresentation at, String text, Consumer<Breach> breaches) {
        breaches.accept(new Breach("addressing", at.path(), text));
    }
}
