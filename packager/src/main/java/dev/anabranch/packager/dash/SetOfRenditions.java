package dev.anabranch.packager.dash;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.media.Timestamp;
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
import dev.anabranch.packager.RenditionSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One AdaptationSet (5.3.3).
///
/// @param number its `@id`
/// @param members what renditions of one kind and codec have in the Period
/// @param start when the Period starts
record SetOfRenditions(
        int number, List<RenditionSpan> members, Timestamp start, long targetSeconds) {

    private static final String CONTINUITY = "urn:mpeg:dash:period-continuity:2015";

    /// Segment `n`, counted from 1, of the Representation whose id is the rendition's folder.
    private static final String MEDIA = "$RepresentationID$/$Number$.";

    /// Whether the members are those of `before`, a set of the Period before, and need the same
    /// initialization sections.
    boolean continues(SetOfRenditions before) {
        if (kind() == TrackKind.TEXT
                || number != before.number
                || members.size() != before.members.size()) {
            return false;
        }
        for (int i = 0; i < members.size(); i++) {
            if (!members.get(i).hasInitOf(before.members.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// @param continued the number of the Period whose set this one continues
    AdaptationSet toAdaptationSet(Optional<Integer> continued) throws MediaFormatException {
        var label = rendition().label();
        var set =
                AdaptationSet.builder()
                        .id(number)
                        .contentType(kind().name().toLowerCase(Locale.ROOT))
                        .roles(List.of(Descriptor.of(Descriptor.ROLE, role(rendition()))))
                        .representations(representations());
        if (label.hasLanguage() && kind() != TrackKind.VIDEO) {
            set.lang(label.language());
        }
        if (kind() == TrackKind.VIDEO) {
            set.par(ratio(aspect(members.getFirst())));
        }
        if (kind() != TrackKind.TEXT) {
            align(set, rendition().isSingleFile());
        }
        return set.common(common(continued)).build();
    }

    private Rendition rendition() {
        return members.getFirst().rendition();
    }

    private TrackKind kind() {
        return rendition().kind();
    }

    private static void align(AdaptationSet.Builder set, boolean isSingleFile) {
        if (isSingleFile) {
            set.subsegmentAlignment(true).subsegmentStartsWithSap(1);
        } else {
            set.segmentAlignment(true);
        }
    }

    private Common common(Optional<Integer> continued) {
        var common = Common.builder().mimeType(mimeType(rendition()));
        if (!rendition().isSingleFile() && kind() != TrackKind.TEXT) {
            boolean isClosed =
                    members.stream()
                            .map(RenditionSpan::rendition)
                            .allMatch(Rendition::hasClosedGops);
            common.startWithSap(isClosed ? 1 : 3);
        }
        if (kind() != TrackKind.VIDEO) {
            common.labels(
                    List.of(
                            new Label(
                                    rendition().label().title(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Extras.NONE)));
        }
        continued.ifPresent(period ->
                common.supplementalProperties(
                        List.of(Descriptor.of(CONTINUITY, Integer.toString(period)))));
        return common.build();
    }

    private List<Representation> representations() throws MediaFormatException {
        var representations = new ArrayList<Representation>();
        for (var member : members) {
            representations.add(representation(member));
        }
        return representations;
    }

    private Representation representation(RenditionSpan span) throws MediaFormatException {
        var rendition = span.rendition();
        var out =
                Representation.builder()
                        .id(rendition.name())
                        .bandwidth(Math.max(1, span.sizes().peakBitsPerSecond(targetSeconds)))
                        .common(format(span));
        if (rendition.kind() == TrackKind.TEXT) {
            return out.baseUrls(List.of(BaseUrl.of(rendition.name() + "/" + span.sidecarFile())))
                    .build();
        }
        if (rendition.isSingleFile()) {
            out.baseUrls(List.of(BaseUrl.of(rendition.name() + "/" + span.singleFile())));
        }
        return out.segments(segments(span)).build();
    }

    private SegmentInformation segments(RenditionSpan span) {
        var times = span.times();
        long timescale = times.clock().ticksPerSecond();
        long offset = start.on(times.clock()).ticks();
        if (span.rendition().isSingleFile()) {
            long init = span.init().orElseThrow().sizeBytes();
            var index = ByteRange.of(init, init + span.indexBytes() - 1);
            return SegmentInformation.of(
                    SegmentBase.indexed(timescale, offset, ByteRange.of(0, init - 1), index));
        }
        var durations = new long[times.count()];
        for (int n = 0; n < durations.length; n++) {
            durations[n] = times.durationTicks(n);
        }
        return SegmentInformation.of(
                SegmentTemplate.of(
                        "$RepresentationID$/" + span.initFile(),
                        MEDIA + span.rendition().segmenter().mediaType().extension(),
                        MultipleSegments.of(
                                span.from() + 1L,
                                SegmentTimeline.of(times.startTicks(0), durations)),
                        SegmentBase.of(timescale, offset)));
    }

    private static Common format(RenditionSpan span) {
        var common = Common.builder();
        switch (span.rendition().kind()) {
            case VIDEO -> {
                var picture = span.picture();
                common.codecs(span.codec().codecString())
                        .width(picture.codedWidth())
                        .height(picture.codedHeight())
                        .frameRate(picture.frameRate())
                        .sar(ratio(picture.sampleAspectRatio()));
            }
            case AUDIO -> {
                common.codecs(span.codec().codecString());
                if (span.codec() instanceof AudioConfiguration audio) {
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
        var label = rendition.label();
        if (rendition.kind() == TrackKind.TEXT) {
            var heard = label.describesSounds() ? "caption" : "subtitle";
            return label.isForced() ? "forced-subtitle" : heard;
        }
        return label.isDefault() ? "main" : "alternate";
    }

    private static Rational aspect(RenditionSpan span) {
        var picture = span.picture();
        return new Rational(picture.width(), picture.height());
    }

    private static String ratio(Rational value) {
        return value.numerator() + ":" + value.denominator();
    }
}
