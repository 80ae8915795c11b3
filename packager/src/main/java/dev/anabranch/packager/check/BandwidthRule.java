package dev.anabranch.packager.check;

import dev.anabranch.media.hls.Rendition;
import dev.anabranch.media.hls.StreamProperties;
import dev.anabranch.media.hls.Variant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// O23: BANDWIDTH is the largest sum of peak segment bit rates of what may play together (4.4.6.2);
/// on demand both it and AVERAGE-BANDWIDTH are within 10 % of what is measured (authoring rules
/// 1.26 to 1.29).
final class BandwidthRule implements HlsPresentation.Rule {

    private static final String ID = "O23";
    private static final double SLACK = 0.005;
    private static final double ON_DEMAND = 0.10;

    @Override
    public void check(HlsPresentation presentation, Findings findings) {
        for (var variant : presentation.multivariant().variants()) {
            var rates = rates(presentation, variant);
            if (rates.isKnown()) {
                compare(
                        new Place(
                                presentation,
                                presentation.where("EXT-X-STREAM-INF", variant),
                                findings),
                        variant.stream(),
                        rates,
                        isEnded(presentation, variant.uri()));
            }
        }
        for (var variant : presentation.multivariant().iFrameVariants()) {
            var rates =
                    presentation
                            .rendition(variant.uri())
                            .map(HlsRendition::rates)
                            .orElse(Rates.NONE);
            if (rates.isKnown()) {
                compare(
                        new Place(
                                presentation,
                                presentation.where("EXT-X-I-FRAME-STREAM-INF", variant),
                                findings),
                        variant.stream(),
                        rates,
                        isEnded(presentation, variant.uri()));
            }
        }
    }

    private record Place(HlsPresentation presentation, String where, Findings findings) {

        void must(String text) {
            findings.must(ID, presentation.address(), where, text);
        }
    }

    private static boolean isEnded(HlsPresentation presentation, String uri) {
        return presentation.rendition(uri).filter(one -> one.playlist().hasEnded()).isPresent();
    }

    private static Rates rates(HlsPresentation presentation, Variant variant) {
        var main =
                presentation.rendition(variant.uri()).map(HlsRendition::rates).orElse(Rates.NONE);
        if (!main.isKnown()) {
            return main;
        }
        var sound = group(presentation, Rendition.Type.AUDIO, variant.audio());
        var together = isOfSound(presentation, variant) ? sound : main.plus(sound);
        return together.plus(group(presentation, Rendition.Type.SUBTITLES, variant.subtitles()));
    }

    /// Whether its own playlist is one of those it lets choose: it does not play beside them.
    private static boolean isOfSound(HlsPresentation presentation, Variant variant) {
        var own = presentation.rendition(variant.uri());
        var id = variant.audio();
        return id != null
                && own.isPresent()
                && presentation.group(Rendition.Type.AUDIO, id).contains(own.get());
    }

    /// The highest of a group, of which one member plays at a time.
    private static Rates group(
            HlsPresentation presentation, Rendition.Type type, @Nullable String id) {
        var highest = Rates.NONE;
        for (var member : id == null ? List.<HlsRendition>of() : presentation.group(type, id)) {
            highest = highest.max(member.rates());
        }
        return highest;
    }

    private static void compare(
            Place place, StreamProperties stream, Rates rates, boolean isOnDemand) {
        if (stream.bandwidth() < rates.peak() * (1 - SLACK)) {
            place.must(
                    "BANDWIDTH is %d, the measured peak is %.0f bit/s"
                            .formatted(stream.bandwidth(), rates.peak()));
        } else if (isOnDemand && stream.bandwidth() > rates.peak() * (1 + ON_DEMAND)) {
            place.must(
                    "BANDWIDTH is %d, more than 10 %% above the measured peak of %.0f bit/s"
                            .formatted(stream.bandwidth(), rates.peak()));
        }
        var average = stream.averageBandwidth();
        if (average != null
                && isOnDemand
                && Math.abs(average - rates.average()) > rates.average() * ON_DEMAND) {
            place.must(
                    "AVERAGE-BANDWIDTH is %d, more than 10 %% off the measured %.0f bit/s"
                            .formatted(average, rates.average()));
        }
    }
}
