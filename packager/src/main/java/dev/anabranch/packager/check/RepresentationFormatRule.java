package dev.anabranch.packager.check;

import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.dash.Common;
import dev.anabranch.media.dash.EffectiveRepresentation;
import java.util.ArrayList;
import java.util.List;

/// `@codecs`, `@width`, `@height`, `@frameRate` and `@audioSamplingRate` are those of the media
/// (ISO/IEC 23009-1, 5.3.7.2).
final class RepresentationFormatRule implements RepresentationRule {

    @Override
    public void check(
            EffectiveRepresentation representation, MeasuredRendition measured, Findings findings) {
        var common = representation.common();
        var place = new Place(measured, findings);
        codecs(common, measured, place);
        for (var format : measured.formats()) {
            if (format.kind() == TrackKind.VIDEO) {
                size(common, format, place);
            }
            if (format.codec() instanceof AudioConfiguration audio) {
                sound(common, audio, place);
            }
        }
        var declared = common.frameRate();
        var rates = FrameRates.of(measured);
        if (declared.isPresent()
                && rates.isPresent()
                && !rates.get().allows(declared.get().toDouble())) {
            place.must(
                    "mpd-frame-rate",
                    "@frameRate is %s, the video has %s".formatted(declared.get(), rates.get()));
        }
    }

    private record Place(MeasuredRendition rendition, Findings findings) {

        void must(String rule, String text) {
            findings.must(rule, rendition.file(), rendition.name(), text);
        }
    }

    private static void codecs(Common common, MeasuredRendition measured, Place place) {
        var declared = new ArrayList<>(List.of(common.codecs().orElse("").split(",")));
        declared.removeIf(String::isBlank);
        var formats = measured.formats();
        if (declared.isEmpty()) {
            if (formats.stream().anyMatch(format -> format.kind() != TrackKind.METADATA)) {
                place.must("mpd-codecs", "@codecs is missing (DASH-IF IOP, 3.2.4)");
            }
            return;
        }
        for (var format : formats) {
            if (declared.stream().noneMatch(name -> CodecNames.isSame(name, format.codec()))) {
                place.must(
                        "mpd-codecs",
                        "@codecs is \"%s\", the media is %s"
                                .formatted(common.codecs().get(), format.codec().codecString()));
            }
        }
    }

    private static void size(Common common, TrackFormat format, Place place) {
        var coded = PictureSize.coded(format);
        var shown = PictureSize.shown(format);
        if (common.width().isEmpty() || common.height().isEmpty() || coded.isEmpty()) {
            return;
        }
        var declared = new PictureSize(common.width().get(), common.height().get());
        if (!declared.isNear(coded.get()) && shown.filter(declared::isNear).isEmpty()) {
            place.must(
                    "mpd-size",
                    "@width and @height are %s, the video is %s".formatted(declared, coded.get()));
        }
    }

    private static void sound(Common common, AudioConfiguration audio, Place place) {
        var declared = common.audioSamplingRate();
        if (declared.isEmpty()) {
            return;
        }
        var rate = Integer.toString(audio.sampleRateHz());
        boolean isNamed = List.of(declared.get().strip().split("\\s+")).contains(rate);
        boolean isRange = declared.get().strip().contains(" ");
        if (!isNamed && !isRange) {
            place.must(
                    "mpd-sampling-rate",
                    "@audioSamplingRate is %s, the sound has %s".formatted(declared.get(), rate));
        }
    }
}
