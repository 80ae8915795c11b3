package dev.anabranch.packager.dash;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.dash.AdaptationSet;
import dev.anabranch.media.dash.BaseUrl;
import dev.anabranch.media.dash.ByteRange;
import dev.anabranch.media.dash.Common;
import dev.anabranch.media.dash.Descriptor;
import dev.anabranch.media.dash.Extras;
import dev.anabranch.media.dash.Label;
import dev.anabranch.media.dash.MultipleSegments;
import dev.anabranch.media.dash.Representation;
import dev.anabranch.media.dash.SegmentBase;
import dev.anabranch.media.dash.SegmentInformation;
import dev.anabranch.media.dash.SegmentTemplate;
import dev.anabranch.media.dash.SegmentTimeline;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Rendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One AdaptationSet (5.3.3).
///
/// @param number its `@id`
/// @param members renditions of one kind and codec
record SetOfRenditions(int number, List<Rendition> members, long targetSeconds) {

    /// Segment `n`, counted from 1, of the Representation whose id is the rendition's folder.
    private static final String MEDIA = "$RepresentationID$/$Number$.";

    AdaptationSet toAdaptationSet() throws MediaFormatException {
        var first = members.getFirst();
        var set =
                AdaptationSet.builder()
                        .id(number)
                        .contentType(first.kind().name().toLowerCase(Locale.ROOT))
                        .roles(List.of(Descriptor.of(Descriptor.ROLE, role(first))))
                        .representations(representations());
        if (first.label().hasLanguage() && first.kind() != TrackKind.VIDEO) {
            set.lang(first.label().language());
        }
        if (first.kind() == TrackKind.VIDEO) {
            set.par(ratio(aspect(first)));
        }
        if (first.kind() != TrackKind.TEXT) {
            align(set, first.isSingleFile());
        }
        return set.common(common(first)).build();
    }

    private static void align(AdaptationSet.Builder set, boolean isSingleFile) {
        if (isSingleFile) {
            set.subsegmentAlignment(true).subsegmentStartsWithSap(1);
        } else {
            set.segmentAlignment(true);
        }
    }

    private Common common(Rendition first) {
        var common = Common.builder().mimeType(mimeType(first));
        if (!first.isSingleFile() && first.kind() != TrackKind.TEXT) {
            common.startWithSap(members.stream().allMatch(Rendition::hasClosedGops) ? 1 : 3);
        }
        if (first.kind() != TrackKind.VIDEO) {
            common.labels(
                    List.of(
                            new Label(
                                    first.label().title(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Extras.NONE)));
        }
        return common.build();
    }

    private List<Representation> representations() throws MediaFormatException {
        var representations = new ArrayList<Representation>();
        for (var rendition : members) {
            representations.add(representation(rendition));
        }
        return representations;
    }

    private Representation representation(Rendition rendition) throws MediaFormatException {
        var out =
                Representation.builder()
                        .id(rendition.name())
                        .bandwidth(Math.max(1, rendition.sizes().peakBitsPerSecond(targetSeconds)))
                        .common(format(rendition));
        if (rendition.kind() == TrackKind.TEXT) {
            return out.baseUrls(
                            List.of(BaseUrl.of(rendition.name() + "/" + Rendition.SIDECAR_FILE)))
                    .build();
        }
        if (rendition.isSingleFile()) {
            out.baseUrls(List.of(BaseUrl.of(rendition.name() + "/" + rendition.singleFile())));
        }
        return out.segments(segments(rendition)).build();
    }

    private static SegmentInformation segments(Rendition rendition) {
        var times = rendition.times();
        long timescale = times.clock().ticksPerSecond();
        if (rendition.isSingleFile()) {
            long init = rendition.init().orElseThrow().sizeBytes();
            var index = ByteRange.of(init, init + rendition.indexBytes() - 1);
            return SegmentInformation.of(
                    SegmentBase.indexed(timescale, ByteRange.of(0, init - 1), index));
        }
        var durations = new long[times.count()];
        for (int n = 0; n < durations.length; n++) {
            durations[n] = times.durationTicks(n);
        }
        return SegmentInformation.of(
                SegmentTemplate.of(
                        "$RepresentationID$/" + Rendition.INIT_FILE,
                        MEDIA + rendition.segmenter().mediaType().extension(),
                        MultipleSegments.of(1, SegmentTimeline.of(times.startTicks(0), durations)),
                        SegmentBase.of(timescale, 0)));
    }

    private static Common format(Rendition rendition) {
        var common = Common.builder();
        switch (rendition.kind()) {
            case VIDEO -> {
                var picture = rendition.picture();
                common.codecs(rendition.codecs().getFirst())
                        .width(picture.codedWidth())
                        .height(picture.codedHeight())
                        .frameRate(picture.frameRate())
                        .sar(ratio(picture.sampleAspectRatio()));
            }
            case AUDIO -> {
                common.codecs(rendition.codecs().getFirst());
                if (rendition.track().track().codec() instanceof AudioConfiguration audio) {
                    common.audioSamplingRate(Integer.toString(audio.sampleRateHz()))
                            .audioChannelConfigurations(List.of(channels(audio.channels())));
                }
            }
            case TEXT, METADATA -> {}
        }
        return common.build();
    }

    /// ISO/IEC 23091-3 numbers the usual layouts by their channels, but for 7.1.
    private static Descriptor channels(int channels) {
        return Descriptor.of(
                "urn:mpeg:mpegB:cicp:ChannelConfiguration",
                Integer.toString(channels == 8 ? 12 : channels));
    }

    private static String mimeType(Rendition rendition) {
        return switch (rendition.kind()) {
            case VIDEO -> MediaType.MP4.mimeType();
            case AUDIO -> MediaType.MP4_AUDIO.mimeType();
            case TEXT, METADATA -> MediaType.WEBVTT.mimeType();
        };
    }

    private static String role(Rendition rendition) {
        if (rendition.kind() == TrackKind.TEXT) {
            return "subtitle";
        }
        return rendition.label().isDefault() ? "main" : "alternate";
    }

    private static Rational aspect(Rendition rendition) {
        var picture = rendition.picture();
        return new Rational(picture.width(), picture.height());
    }

    private static String ratio(Rational value) {
        return value.numerator() + ":" + value.denominator();
    }
}
