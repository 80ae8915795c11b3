package dev.anabranch.packager.live;

import dev.anabranch.media.Rational;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.media.hls.Decimal;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.Rendition;
import dev.anabranch.media.hls.Start;
import dev.anabranch.media.hls.StreamProperties;
import dev.anabranch.media.hls.StreamProperties.VideoRange;
import dev.anabranch.media.hls.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The multivariant playlist of a live presentation: bit rates are those measured so far.
///
/// @param renditions every one can be played
record Multivariant(List<LiveRendition> renditions) {

    private static final int START_TARGETS = 3;
    private static final String AUDIO = "audio";

    byte[] toBytes() {
        var video = only(TrackKind.VIDEO);
        var audio = only(TrackKind.AUDIO);
        var playlist =
                MultivariantPlaylist.builder()
                        .hasIndependentSegments(areAllIndependent())
                        .start(start());
        if (video.isEmpty()) {
            audio.forEach(sound -> playlist.add(variant(sound, Optional.empty())));
            return playlist.build().toBytes();
        }
        var groups = groups(audio);
        for (var group : groups) {
            var sounds = group.sounds();
            sounds.forEach(sound -> playlist.add(member(sound, group)));
        }
        for (var main : video) {
            if (groups.isEmpty()) {
                playlist.add(variant(main, Optional.empty()));
            }
            groups.forEach(group -> playlist.add(variant(main, Optional.of(group))));
        }
        return playlist.build().toBytes();
    }

    /// Sounds of one codec: a player that cannot decode it takes a variant with another group.
    private record Group(String name, List<LiveRendition> sounds) {}

    private static List<Group> groups(List<LiveRendition> audio) {
        var byCodec = new LinkedHashMap<String, List<LiveRendition>>();
        for (var sound : audio) {
            byCodec.computeIfAbsent(sound.track().codec().sampleEntry(), _ -> new ArrayList<>())
                    .add(sound);
        }
        var groups = new ArrayList<Group>();
        byCodec.forEach((codec, sounds) ->
                groups.add(new Group(groups.isEmpty() ? AUDIO : AUDIO + "-" + codec, sounds)));
        return groups;
    }

    /// Players that know nothing of HOLD-BACK begin as far behind the end as others (4.4.2.2);
    /// where there are parts PART-HOLD-BACK says it better, and what has ended begins at its
    /// beginning.
    private @Nullable Start start() {
        var first = renditions.getFirst();
        if (first.hasParts() || first.edge().hasEnded()) {
            return null;
        }
        return new Start(Decimal.of(-START_TARGETS * first.targetDuration()), false);
    }

    private List<LiveRendition> only(TrackKind kind) {
        return renditions.stream().filter(one -> one.kind() == kind).toList();
    }

    /// A forced cut that is still listed takes the promise back.
    private boolean areAllIndependent() {
        return renditions.stream()
                .flatMap(rendition -> rendition.listed().stream())
                .allMatch(segment -> segment.isIndependent() || segment.isGap());
    }

    private static Variant variant(LiveRendition main, Optional<Group> group) {
        var audio = group.map(Group::sounds).orElse(List.of());
        long peak = main.peakBitsPerSecond();
        long average = main.averageBitsPerSecond();
        peak += audio.stream().mapToLong(LiveRendition::peakBitsPerSecond).max().orElse(0);
        average += audio.stream().mapToLong(LiveRendition::averageBitsPerSecond).max().orElse(0);
        var codecs = new ArrayList<>(main.codecs());
        audio.stream().flatMap(one -> one.codecs().stream()).forEach(codecs::add);
        var stream =
                StreamProperties.builder(Math.max(1, peak))
                        .averageBandwidth(Math.max(1, average))
                        .codecs(codecs.stream().distinct().toList());
        var frameRate = Rational.ONE;
        boolean isVideo = main.track().codec() instanceof VideoConfiguration;
        if (main.track().codec() instanceof VideoConfiguration picture) {
            stream.resolution(displayWidth(picture), picture.height())
                    .videoRange(VideoRange.valueOf(picture.colour().videoRange()));
            frameRate = PictureRate.of(main.listed()).orElse(Rational.ONE);
        }
        var variant =
                new Variant(
                        main.name() + "/index.m3u8",
                        stream.build(),
                        isVideo ? Variant.frameRate(frameRate) : null);
        return group.map(sounds -> variant.withGroups(sounds.name(), null, null)).orElse(variant);
    }

    private static int displayWidth(VideoConfiguration picture) {
        var aspect = picture.sampleAspectRatio();
        return Math.toIntExact(
                Math.round((double) picture.width() * aspect.numerator() / aspect.denominator()));
    }

    private static Rendition member(LiveRendition sound, Group group) {
        boolean isDefault = sound.equals(group.sounds().getFirst());
        var track = sound.track();
        var language = track.language();
        var display = Locale.forLanguageTag(language).getDisplayName(Locale.ENGLISH);
        boolean isKnown = !language.equals("und") && !language.isEmpty();
        var title = track.name().isBlank() ? isKnown ? display : "Audio" : track.name();
        var name = isDefault ? title : title + " (" + sound.name() + ")";
        var out =
                Rendition.builder(Rendition.Type.AUDIO, group.name(), name.replace('"', '\''))
                        .uri(sound.name() + "/index.m3u8")
                        .language(isKnown ? language : null)
                        .autoselect(true)
                        .isDefault(isDefault);
        if (track.codec() instanceof AudioConfiguration audio) {
            out.channels(Integer.toString(audio.channels()));
        }
        return out.build();
    }
}
