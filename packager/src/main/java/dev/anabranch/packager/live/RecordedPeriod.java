package dev.anabranch.packager.live;

import dev.anabranch.media.Rational;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.media.dash.AdaptationSet;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What lies between two discontinuities of a recording, as a Period of its MPD (ISO/IEC 23009-1,
/// 5.3.2): video renditions of one codec are one AdaptationSet, every audio rendition is one.
///
/// @param members what each rendition has in it
/// @param start the media time at which it starts
record RecordedPeriod(
        List<Member> members, RecordedAddresses addresses, Timestamp start, long targetSeconds) {

    /// @param number of the rendition in the recording, counted from 0
    /// @param title for people
    record Member(int number, String title, RecordedStretch stretch) {

        TrackKind kind() {
            return stretch.rendition().kind();
        }

        RecordedInit init() {
            return stretch.rendition().inits().get(stretch.firstSpan().init());
        }
    }

    /// One set after the other.
    ///
    /// @param before the Period before, with its `@id`
    List<AdaptationSet> sets(Optional<RecordedPeriod> before, String idBefore) {
        var byKey = new LinkedHashMap<String, List<Member>>();
        for (var member : members) {
            var key =
                    member.kind() == TrackKind.VIDEO
                            ? member.init().track().track().codec().sampleEntry()
                            : member.stretch.rendition().name();
            byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(member);
        }
        var sets = new ArrayList<AdaptationSet>();
        for (var set : byKey.values()) {
            boolean isConnected = before.filter(one -> one.has(set)).isPresent();
            sets.add(set(set, isConnected ? Optional.of(idBefore) : Optional.empty()));
        }
        return sets;
    }

    /// Whether all of `set` are here too, with the same initialization sections.
    private boolean has(List<Member> set) {
        return set.stream()
                .allMatch(one ->
                        members.stream()
                                .anyMatch(own ->
                                        own.number == one.number && own.init().equals(one.init())));
    }

    private AdaptationSet set(List<Member> set, Optional<String> connected) {
        var first = set.getFirst();
        var out =
                AdaptationSet.builder()
                        .id(first.number)
                        .contentType(first.kind().name().toLowerCase(Locale.ROOT))
                        .segmentAlignment(true)
                        .roles(List.of(Descriptor.of(Descriptor.ROLE, role(first))))
                        .common(common(first, connected))
                        .representations(set.stream().map(this::representation).toList());
        var language = first.init().track().track().language();
        if (first.kind() != TrackKind.VIDEO && !language.equals("und")) {
            out.lang(language);
        }
        if (first.kind() == TrackKind.VIDEO) {
            var shown = ShownPicture.of(first.init().track());
            out.par(ratio(new Rational(shown.width(), shown.height())));
        }
        return out.build();
    }

    /// The first of its kind is what people came for.
    private String role(Member member) {
        boolean isFirst =
                members.stream()
                        .filter(one -> one.kind() == member.kind())
                        .findFirst()
                        .filter(member::equals)
                        .isPresent();
        return isFirst || member.kind() == TrackKind.VIDEO ? "main" : "alternate";
    }

    /// Times jump from one Period to the next, so a set that needs nothing new is announced as
    /// connected to the one before, not as its continuation (5.3.2.4).
    private static Common common(Member member, Optional<String> connected) {
        boolean isVideo = member.kind() == TrackKind.VIDEO;
        var common =
                Common.builder()
                        .mimeType((isVideo ? MediaType.MP4 : MediaType.MP4_AUDIO).mimeType());
        if (member.stretch.isIndependent()) {
            // Whether groups of pictures are closed is not looked at: 3 holds for both.
            common.startWithSap(isVideo ? 3 : 1);
        }
        if (!isVideo) {
            common.labels(
                    List.of(
                            new Label(
                                    member.title,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Extras.NONE)));
        }
        connected.ifPresent(period ->
                common.supplementalProperties(
                        List.of(Descriptor.of("urn:mpeg:dash:period-connectivity:2015", period))));
        return common.build();
    }

    private Representation representation(Member member) {
        var stretch = member.stretch;
        var clock = stretch.clock();
        var durations = new long[stretch.count()];
        for (int i = 0; i < durations.length; i++) {
            durations[i] = stretch.table().durationTicks(stretch.from() + i);
        }
        var timeline =
                SegmentTimeline.of(stretch.table().presentedTicks(stretch.from()), durations);
        return Representation.builder()
                .id(stretch.rendition().name())
                .bandwidth(Math.max(1, RecordedRates.of(stretch, targetSeconds).peak()))
                .common(format(member))
                .segments(
                        SegmentInformation.of(
                                SegmentTemplate.of(
                                        "$RepresentationID$/" + addresses.init(member.init()),
                                        "$RepresentationID$/$Number$."
                                                + MediaType.CMAF_SEGMENT.extension(),
                                        MultipleSegments.of(
                                                addresses.number(
                                                        stretch.table().msn(stretch.from())),
                                                timeline),
                                        SegmentBase.of(
                                                clock.ticksPerSecond(), start.on(clock).ticks()))))
                .build();
    }

    private static Common format(Member member) {
        var track = member.init().track();
        var common = Common.builder().codecs(track.track().codec().codecString());
        switch (track.track().codec()) {
            case VideoConfiguration video ->
                    common.width(video.width())
                            .height(video.height())
                            .frameRate(member.stretch.frameRate())
                            .sar(ratio(track.sampleAspectRatio()));
            case AudioConfiguration audio ->
                    common.audioSamplingRate(Integer.toString(audio.sampleRateHz()))
                            .audioChannelConfigurations(List.of(channels(audio.channels())));
            default -> {}
        }
        return common.build();
    }

    /// ISO/IEC 23091-3 numbers the usual layouts by their channels, but for 7.1.
    private static Descriptor channels(int channels) {
        return Descriptor.of(
                "urn:mpeg:mpegB:cicp:ChannelConfiguration",
                Integer.toString(channels == 8 ? 12 : channels));
    }

    private static String ratio(Rational value) {
        return value.numerator() + ":" + value.denominator();
    }
}
