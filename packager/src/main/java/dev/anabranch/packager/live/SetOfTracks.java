package dev.anabranch.packager.live;

import dev.anabranch.media.Timescale;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An AdaptationSet of a live manifest (ISO/IEC 23009-1, 5.3.3).
///
/// @param id its `@id`
/// @param members renditions of one kind and codec, with what they have in the Period
/// @param buffer `@minBufferTime`
/// @param ends how long the Period lasts; empty while it goes on
record SetOfTracks(
        int id,
        List<LiveManifest.Snapshot> members,
        Span span,
        LivePolicy policy,
        LiveTiming timing,
        Duration buffer,
        Optional<Duration> ends) {

    /// What [dev.anabranch.media.dash.Latency] refers to.
    static final int CAPTURE_ID = 0;

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
                        .segmentAlignment(isAligned())
                        .roles(List.of(Descriptor.of(Descriptor.ROLE, "main")))
                        .representations(members.stream().map(this::representation).toList());
        if (!isVideo && !first.language().equals("und") && !first.language().isEmpty()) {
            set.lang(first.language());
        }
        return set.common(common.build()).build();
    }

    /// Whether segments of the same number start at the same time: the encoder of a size may have
    /// left out pictures before a cut.
    private boolean isAligned() {
        return members.stream()
                .skip(1)
                .flatMap(one -> one.listed().stream())
                .allMatch(segment ->
                        members.getFirst().listed().stream()
                                .filter(first -> first.msn() == segment.msn())
                                .allMatch(first -> startsWith(first, segment)));
    }

    private static boolean startsWith(LiveSegment one, LiveSegment other) {
        return one.timescale()
                        .compare(
                                one.presentationTicks(),
                                other.timescale(),
                                other.presentationTicks())
                == 0;
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
                    .sar(aspect.numerator() + ":" + aspect.denominator());
            PictureRate.of(one.listed()).ifPresent(common::frameRate);
        }
        if (codec instanceof AudioConfiguration audio) {
            var channels = Integer.toString(audio.channels());
            common.audioSamplingRate(Integer.toString(audio.sampleRateHz()))
                    .audioChannelConfigurations(
                            List.of(Descriptor.of(Descriptor.AUDIO_CHANNELS, channels)));
        }
        return Representation.builder()
                .id(rendition.name())
                .bandwidth(
                        new LeastBandwidth(one.listed(), buffer)
                                .bitsPerSecond(rendition.peakBitsPerSecond()))
                .common(common.build())
                .segments(SegmentInformation.of(template(one)))
                .build();
    }

    private SegmentTemplate template(LiveManifest.Snapshot one) {
        var clock = one.rendition().timescale();
        var first = first(one);
        return SegmentTemplate.of(
                "$RepresentationID$/" + LiveRendition.initUri(first.initNumber()),
                "$RepresentationID$/$Number$.m4s",
                new MultipleSegments(
                        Optional.empty(),
                        Optional.of(first.msn()),
                        Optional.empty(),
                        Optional.of(timeline(one)),
                        Optional.empty()),
                base(one, clock.ticksPerSecond(), offsetTicks(clock)));
    }

    private SegmentBase base(LiveManifest.Snapshot one, long timescale, long offsetTicks) {
        var plain = SegmentBase.of(timescale, offsetTicks);
        if (!isOpen(one)) {
            return plain;
        }
        double segment = (double) announcedTicks(one) / timescale;
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

    /// Whether segments are announced that are not whole. One that was stays so when its Period is
    /// over, until it is: the others may have ended before it.
    private boolean isOpen(LiveManifest.Snapshot one) {
        return policy.isLowLatency() && (ends.isEmpty() || one.growing().isPresent());
    }

    private SegmentTimeline timeline(LiveManifest.Snapshot one) {
        var entries = new ArrayList<SegmentTimeline.S>();
        var listed = one.listed();
        if (!listed.isEmpty()) {
            var durations = listed.stream().mapToLong(LiveSegment::durationTicks).toArray();
            entries.addAll(
                    SegmentTimeline.of(listed.getFirst().presentationTicks(), durations).entries());
        }
        if (isOpen(one)) {
            Optional<Long> start =
                    listed.isEmpty()
                            ? one.growing().map(LiveSegment::presentationTicks)
                            : Optional.empty();
            long most = one.rendition().timescale().ticks(timing.longestSegment());
            long announced = announcedTicks(one);
            entries.add(
                    new SegmentTimeline.S(
                            start,
                            Optional.empty(),
                            Math.min(announced, most),
                            announced > most ? 0 : -1,
                            Optional.empty(),
                            Extras.NONE));
        }
        return new SegmentTimeline(entries, Extras.NONE);
    }

    /// In a Period that is over there is one segment more, whatever it lasts: as `@r="-1"` fills
    /// the Period (5.3.9.6.1), it is said to last to the end at least, as far as a segment may.
    private long announcedTicks(LiveManifest.Snapshot one) {
        long expected = one.expectedTicks(policy.segment());
        if (ends.isEmpty()) {
            return expected;
        }
        var clock = one.rendition().timescale();
        long start = one.growing().orElseThrow().presentationTicks();
        return Math.max(expected, offsetTicks(clock) + clock.ticks(ends.get()) - start);
    }

    /// The Period's beginning on the presentation's timeline.
    private long offsetTicks(Timescale clock) {
        return span.at().timescale().convert(span.at().ticks(), clock, RoundingMode.HALF_UP);
    }
}
