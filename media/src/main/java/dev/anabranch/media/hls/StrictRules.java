package dev.anabranch.media.hls;

import dev.anabranch.media.MediaFormatException;
import java.util.List;

/// The rules about a whole playlist that [ParseOptions.Strictness#STRICT] refuses it for.
final class StrictRules {

    private static final List<MediaRule> MEDIA =
            List.of(
                    new VersionRule(),
                    new TargetDurationRule(),
                    new PartRule(),
                    new ServerControlRule(),
                    new PreloadHintRule(),
                    new RenditionReportRule(),
                    new KeyRule(),
                    new DateRangeRule(),
                    new DateRangeOverlapRule(true),
                    new ReferenceRules());

    private static final List<MultivariantRule> MULTIVARIANT =
            List.of(
                    new VersionRule(),
                    new KeyRule(),
                    new StreamRule(),
                    new GroupRule(),
                    new VariantGroupRule(),
                    new SessionRule(),
                    new ReferenceRules());

    private StrictRules() {}

    static void refuseBreaches(ParsedPlaylist parsed) throws MediaFormatException {
        var breaches = new Breaches(parsed.lines());
        switch (parsed.playlist()) {
            case MediaPlaylist media -> MEDIA.forEach(rule -> rule.check(media, breaches));
            case MultivariantPlaylist multivariant ->
                    MULTIVARIANT.forEach(rule -> rule.check(multivariant, breaches));
        }
        for (var breach : breaches.found()) {
            if (breach.severity() == Breach.Severity.MUST) {
                throw MediaFormatException.malformed(breach.where(), breach.text());
            }
        }
    }
}
