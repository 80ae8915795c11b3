package dev.anabranch.packager.live;

import dev.anabranch.media.Rational;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.media.dash.AdaptationSet;
import dev.anabranch.media.dash.Common;
import dev.anabranch.media.dash.Descriptor;
import dev.anabranch.media.dash.Extras;
import dev.anabranch.media.dash.MultipleSegments;
import dev.anabranch.media.dash.ProducerReferenceTime;
import dev.anabranch.media.dash.Representation;
import dev.anabranch.media.dash.SegmentBase;
import dev.anabranch.media.dash.SegmentInformation;
import dev.anabranch.media.dash.SegmentTemplate;
import dev.anabranch.media.dash.SegmentTimeline;
import dev.anabranch.packager.MediaType;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An AdaptationSet of a live manifest (ISO/IEC 23009-1, 5.3.3).
///
/// @param id its `@id`
/// @param members renditions of one kind and codec, with what they have in the Period
/// @param isLast whether the Period goes on
record SetOfTracks(
        int id,
        List<LiveManifest.Snapshot> members,
        Span span,
        LivePolicy policy,
        LiveTiming timing,
        boolean isLast) {

    /// What [dev.anabranch.media.dash.Latency] refers to.
    static final int CAPTURE_ID = 0;

    private static final int LEAST_SHARE = 4;

    AdaptationSet toAdaptationSet() {
        var kind = members.getFirst().rendition().kind();
        var first = format(members.getFirst());
        boolean isVideo = kind == TrackKind.VIDEO;
        var common =
                Common.builder()
                        .mimeType((isVideo ? MediaType.MP4 : MediaType.MP4_AUDIO).mimeType());
        if (policy.isLowLatency()) {
            common.producerReferenceTimes(List.of(captured()));
        }
        boolean startsClean =
                members.stream()
                        .flatMap(one -> one.listed().stream())
                        .allMatch(segment -> segment.isIndependent() || segment.isGap());
        if (startsClean) {
            common.startWithSap(1);
        }
        var set =
                AdaptationSet.builder()
                        .id(id)
                        .contentType(kind.name().toLowerCase(Locale.ROOT))
                        .segmentAlignment(true)
                        .roles(List.of(Descriptor.of(Descriptor.ROLE, "main")))
                        .representations(members.stream().map(this::representation).toList());
        if (!isVideo && !first.language().equals("und") && !first.language().isEmpty()) {
            set.lang(first.language());
        }
        return set.common(common.build()).build();
    }

    /// What its segments in this Period are decoded with.
    static Track format(LiveManifest.Snapshot one) {
        return one.rendition().formatOf(first(one));
    }

    private static LiveSegment first(LiveManifest.Snapshot one) {
        return one.listed().isEmpty() ? one.growing().orElseThrow() : one.listed().getFirst();
    }

    /// The first chunk of each segment says when it was captured (12.2 of 23009-1, `prft`).
    private ProducerReferenceTime captured() {
        var clock = members.getFirst().rendition().timescale();
        return new ProducerReferenceTime(
                Optional.of((long) CAPTURE_ID),
                Optional.of(true),
                Optional.of("captured"),
                Optional.empty(),
                Optional.of(span.start().toString()),
                Optional.of(span.at().on(clock).ticks()),
                Optional.of(Descriptor.of("urn:mpeg:dash:utc:http-iso:2014", "/time")),
                Extras.NONE);
    }

    private Representation representation(LiveManifest.Snapshot one) {
        var rendition = one.rendition();
        var common = Common.builder();
        var codec = format(one).codec();
        common.codecs(codec.codecString());
        if (codec instanceof VideoConfiguration picture) {
            var aspect = picture.sampleAspectRatio();
            common.width(picture.width())
                    .height(picture.height())
                    .sar(aspect.numerator() + ":" + aspect.denominator())
                    .frameRate(rounded(rendition.frameRate()));
        }
        if (codec instanceof AudioConfiguration audio) {
            var channels = Integer.toString(audio.channels());
            common.audioSamplingRate(Integer.toString(audio.sampleRateHz()))
                    .audioChannelConfigurations(
                            List.of(Descriptor.of(Descriptor.AUDIO_CHANNELS, channels)));
        }
        return Representation.builder()
                .id(rendition.name())
                .bandwidth(Math.max(1, rendition.peakBitsPerSecond()))
                .common(common.build())
                .segments(SegmentInformation.of(template(one)))
                .build();
    }

    /// To a thousandth: what is measured on the clock of milliseconds has no better.
    private static Rational rounded(Rational rate) {
        return new Rational(Math.round(rate.toDouble() * 1000), 1000);
    }

    private SegmentTemplate template(LiveManifest.Snapshot one) {
        var clock = one.rendition().timescale();
        var first = first(one);
        var offset = span.at().timescale().convert(span.at().ticks(), clock, RoundingMode.HALF_UP);
        return SegmentTemplate.of(
                "$RepresentationID$/" + LiveRendition.initUri(first.initNumber()),
                "$RepresentationID$/$Number$.m4s",
                new MultipleSegments(
                        Optional.empty(),
                        Optional.of(first.msn()),
                        Optional.empty(),
                        Optional.of(timeline(one)),
                        Optional.empty()),
                base(one, clock.ticksPerSecond(), offset));
    }

    private SegmentBase base(LiveManifest.Snapshot one, long timescale, long offsetTicks) {
        var plain = SegmentBase.of(timescale, offsetTicks);
        if (!isGrowing()) {
            return plain;
        }
        double segment = (double) expectedTicks(one) / timescale;
        double early = Math.max(0, segment - timing.partTarget().toDouble());
        return new SegmentBase(
                plain.timescale(),
                plain.presentationTimeOffset(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Math.round(early * 1000) / 1000.0),
                Optional.of(false),
                Optional.empty(),
                Optional.empty(),
                Extras.NONE);
    }

    private boolean isGrowing() {
        return isLast && policy.isLowLatency();
    }

    private SegmentTimeline timeline(LiveManifest.Snapshot one) {
        var entries = new ArrayList<SegmentTimeline.S>();
        var listed = one.listed();
        if (!listed.isEmpty()) {
            var durations = listed.stream().mapToLong(LiveSegment::durationTicks).toArray();
            entries.addAll(
                    SegmentTimeline.of(listed.getFirst().presentationTicks(), durations).entries());
        }
        if (isGrowing()) {
            Optional<Long> start =
                    listed.isEmpty()
                            ? one.growing().map(LiveSegment::presentationTicks)
                            : Optional.empty();
            entries.add(
                    new SegmentTimeline.S(
                            start,
                            Optional.empty(),
                            expectedTicks(one),
                            -1,
                            Optional.empty(),
                            Extras.NONE));
        } else if (listed.isEmpty()) {
            var growing = one.growing().orElseThrow();
            return SegmentTimeline.of(growing.presentationTicks(), growing.durationTicks());
        }
        return new SegmentTimeline(entries, Extras.NONE);
    }

    /// The segment that grows is taken to last as long as the middle one of the last three: one
    /// alone may have been cut short, and several where sound comes and goes, but no segment that
    /// is cut at a keyframe is shorter than a quarter of what is wanted.
    private long expectedTicks(LiveManifest.Snapshot one) {
        var durations =
                one.before().stream().mapToLong(LiveSegment::durationTicks).sorted().toArray();
        long wanted = one.rendition().timescale().ticks(policy.segment());
        return durations.length == 0
                ? wanted
                : Math.max(durations[durations.length / 2], wanted / LEAST_SHARE);
    }
}
