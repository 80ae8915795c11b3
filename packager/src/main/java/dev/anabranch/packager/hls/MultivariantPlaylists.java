package dev.anabranch.packager.hls;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.hls.IFrameVariant;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.SessionData;
import dev.anabranch.media.hls.StreamProperties;
import dev.anabranch.media.hls.StreamProperties.VideoRange;
import dev.anabranch.media.hls.Variant;
import dev.anabranch.packager.About;
import dev.anabranch.packager.Content;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.Rendition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The multivariant playlist of a presentation (draft-pantos-hls-rfc8216bis, 4.4.6): every video
/// rendition with every group of audio renditions is a variant; without video, every audio
/// rendition is one.
///
/// @param targetSeconds the target duration that all renditions share
/// @param packaging says whether there are I-frame playlists and a variant of sound alone
/// @param about what it is, for people
public record MultivariantPlaylists(long targetSeconds, Packaging packaging, About about) {

    private static final String SUBTITLES = "subtitles";
    private static final String TITLE = "com.apple.hls.title";

    public Content of(List<Rendition> renditions) throws MediaFormatException {
        var playlist = MultivariantPlaylist.builder().hasIndependentSegments(true);
        sessionData().forEach(playlist::add);
        var video = only(renditions, TrackKind.VIDEO);
        var audio = only(renditions, TrackKind.AUDIO);
        var text = only(renditions, TrackKind.TEXT);
        var groups = video.isEmpty() ? Map.<String, List<Rendition>>of() : AudioGroups.of(audio);
        groups.forEach((id, members) -> sounds(id, members).forEach(playlist::add));
        text.forEach(member -> playlist.add(subtitles(member)));

        var subtitleRates = BitRates.highest(text, targetSeconds);
        for (var main : video.isEmpty() ? audio : video) {
            var entries =
                    groups.isEmpty()
                            ? List.of(Map.entry("", List.<Rendition>of()))
                            : groups.entrySet();
            for (var group : entries) {
                var rates =
                        BitRates.of(main, targetSeconds)
                                .plus(BitRates.highest(group.getValue(), targetSeconds))
                                .plus(subtitleRates);
                var audioGroup = group.getValue().isEmpty() ? null : group.getKey();
                var textGroup = text.isEmpty() ? null : SUBTITLES;
                playlist.add(
                        variant(main, group.getValue(), rates)
                                .withGroups(audioGroup, textGroup, null));
            }
        }
        if (packaging.hasAudioOnly()) {
            for (var group : groups.entrySet()) {
                playlist.add(soundAlone(group.getKey(), group.getValue(), text, subtitleRates));
            }
        }
        for (var rendition : packaging.hasIFrames() ? video : List.<Rendition>of()) {
            playlist.add(iFrames(rendition));
        }
        return Content.of(MediaType.HLS_PLAYLIST, playlist.build().toBytes());
    }

    private List<SessionData> sessionData() {
        var data = new ArrayList<SessionData>();
        if (!about.title().isBlank()) {
            // A quoted-string has neither quotes nor line ends (4.2).
            var title = about.title().strip().replace('"', '\'').replaceAll("\\p{Cntrl}", " ");
            data.add(SessionData.value(TITLE, title, null));
        }
        if (!about.chapters().isEmpty()) {
            data.add(new SessionData(Chapters.DATA_ID, null, Chapters.FILE, null, null, List.of()));
        }
        return data;
    }

    private static Variant variant(Rendition main, List<Rendition> sound, BitRates rates) {
        var stream =
                StreamProperties.builder(rates.peak())
                        .averageBandwidth(rates.average())
                        .codecs(
                                Stream.concat(Stream.of(main), sound.stream())
                                        .flatMap(rendition -> rendition.codecs().stream())
                                        .distinct()
                                        .toList());
        if (main.kind() != TrackKind.VIDEO) {
            return new Variant(uri(main), stream.build(), null);
        }
        describe(stream, main);
        return new Variant(
                uri(main), stream.build(), Variant.frameRate(main.picture().frameRate()));
    }

    /// A variant whose own playlist is that of the default sound; the group says what else can be
    /// chosen (4.4.6.2.1).
    private Variant soundAlone(
            String id, List<Rendition> group, List<Rendition> text, BitRates subtitleRates)
            throws MediaFormatException {
        var main =
                group.stream()
                        .filter(member -> member.label().isDefault())
                        .findFirst()
                        .orElse(group.getFirst());
        var rates = BitRates.highest(group, targetSeconds).plus(subtitleRates);
        return variant(main, List.of(), rates)
                .withGroups(id, text.isEmpty() ? null : SUBTITLES, null);
    }

    private IFrameVariant iFrames(Rendition rendition) throws MediaFormatException {
        var pictures = rendition.iFrames();
        var sizes = pictures.sizes();
        var stream =
                StreamProperties.builder(sizes.peakBitsPerSecond(pictures.times().targetSeconds()))
                        .averageBandwidth(sizes.averageBitsPerSecond())
                        .codecs(pictureCodecs(rendition));
        describe(stream, rendition);
        return new IFrameVariant(rendition.name() + "/" + Rendition.I_FRAMES_FILE, stream.build());
    }

    private static List<String> pictureCodecs(Rendition rendition) {
        return rendition.configurations().stream()
                .filter(one -> one.kind() == TrackKind.VIDEO)
                .map(CodecConfiguration::codecString)
                .distinct()
                .toList();
    }

    private static void describe(StreamProperties.Builder stream, Rendition rendition) {
        var picture = rendition.picture();
        stream.supplementalCodecs(rendition.supplementalCodecs());
        stream.resolution(picture.width(), picture.height())
                .videoRange(VideoRange.valueOf(picture.videoRange()));
    }

    /// NAMEs are unique in a group, and one member is its default (4.4.6.1.1), also where a group
    /// has sound of several codecs.
    private static List<dev.anabranch.media.hls.Rendition> sounds(
            String group, List<Rendition> members) {
        var sounds = new ArrayList<dev.anabranch.media.hls.Rendition>();
        var names = new HashSet<String>();
        boolean hasDefault = false;
        for (var member : members) {
            var label = member.label();
            var name = label.title();
            for (int i = 2; !names.add(name); i++) {
                name = label.title() + " (" + i + ")";
            }
            boolean isDefault = label.isDefault() && !hasDefault;
            hasDefault |= isDefault;
            sounds.add(
                    member(dev.anabranch.media.hls.Rendition.Type.AUDIO, group, name, member)
                            .isDefault(isDefault)
                            .channels(channels(member))
                            .build());
        }
        return sounds;
    }

    private static dev.anabranch.media.hls.Rendition subtitles(Rendition rendition) {
        var label = rendition.label();
        return member(
                        dev.anabranch.media.hls.Rendition.Type.SUBTITLES,
                        SUBTITLES,
                        label.title(),
                        rendition)
                .isDefault(label.isDefault())
                .isForced(label.isForced())
                .build();
    }

    private static dev.anabranch.media.hls.Rendition.Builder member(
            dev.anabranch.media.hls.Rendition.Type type,
            String group,
            String name,
            Rendition rendition) {
        var label = rendition.label();
        return dev.anabranch.media.hls.Rendition.builder(type, group, name)
                .uri(uri(rendition))
                .language(label.hasLanguage() ? label.language() : null)
                .autoselect(true)
                .characteristics(label.characteristics());
    }

    /// The most of any segment (4.4.6.1).
    private static @Nullable String channels(Rendition rendition) {
        int most = 0;
        for (var one : rendition.configurations()) {
            most =
                    one instanceof AudioConfiguration audio
                            ? Math.max(most, audio.channels())
                            : most;
        }
        return most == 0 ? null : Integer.toString(most);
    }

    private static String uri(Rendition rendition) {
        return rendition.name() + "/" + Rendition.PLAYLIST_FILE;
    }

    private static List<Rendition> only(List<Rendition> renditions, TrackKind kind) {
        return renditions.stream().filter(rendition -> rendition.kind() == kind).toList();
    }
}
