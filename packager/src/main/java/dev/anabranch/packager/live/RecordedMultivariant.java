package dev.anabranch.packager.live;

import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.hls.IFrameVariant;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.Rendition;
import dev.anabranch.media.hls.StreamProperties;
import dev.anabranch.media.hls.StreamProperties.VideoRange;
import dev.anabranch.media.hls.Variant;
import java.util.List;
import java.util.stream.Stream;

/// The multivariant playlist of a range of a recording (draft-pantos-hls-rfc8216bis, 4.4.6): every
/// video rendition, with all audio as one group, is a variant; without video, every audio rendition
/// is one.
///
/// @param stretches one a rendition
/// @param hasIFrames whether I-frame playlists are there, too
record RecordedMultivariant(
        List<RecordedStretch> stretches,
        RecordedAddresses addresses,
        long targetSeconds,
        boolean hasIFrames) {

    private static final String GROUP = "audio";

    /// PQ may be mixed with the others, HLG with SDR.
    private static final List<String> RANGES = List.of("SDR", "HLG", "PQ");

    byte[] render() {
        var video = only(TrackKind.VIDEO);
        var audio = only(TrackKind.AUDIO);
        var playlist =
                MultivariantPlaylist.builder()
                        .hasIndependentSegments(
                                stretches.stream().allMatch(RecordedStretch::isIndependent));
        var titles = new RecordedTitles(audio);
        var sound = RecordedRates.NONE;
        for (int i = 0; i < audio.size() && !video.isEmpty(); i++) {
            playlist.add(member(audio.get(i), titles.title(i), i == 0));
            sound = sound.max(RecordedRates.of(audio.get(i), targetSeconds));
        }
        for (var main : video.isEmpty() ? audio : video) {
            playlist.add(variant(main, video.isEmpty() ? List.of() : audio, sound));
        }
        for (var main : hasIFrames ? video : List.<RecordedStretch>of()) {
            var pictures = RecordedIFrames.of(main);
            if (pictures.count() > 0) {
                playlist.add(iFrames(main, pictures));
            }
        }
        return playlist.build().toBytes();
    }

    private List<RecordedStretch> only(TrackKind kind) {
        return stretches.stream().filter(one -> one.rendition().kind() == kind).toList();
    }

    private Rendition member(RecordedStretch stretch, String title, boolean isDefault) {
        var track = stretch.tracks().getFirst().track();
        boolean hasLanguage = !track.language().equals("und");
        return Rendition.builder(Rendition.Type.AUDIO, GROUP, title)
                .uri(uri(stretch))
                .language(hasLanguage ? track.language() : null)
                .autoselect(true)
                .isDefault(isDefault)
                .channels(Integer.toString(channels(stretch)))
                .build();
    }

    private static int channels(RecordedStretch stretch) {
        int most = 1;
        for (var track : stretch.tracks()) {
            most =
                    track.track().codec() instanceof AudioConfiguration audio
                            ? Math.max(most, audio.channels())
                            : most;
        }
        return most;
    }

    private Variant variant(
            RecordedStretch main, List<RecordedStretch> audio, RecordedRates sound) {
        var rates = RecordedRates.of(main, targetSeconds).plus(sound);
        var stream =
                StreamProperties.builder(Math.max(1, rates.peak()))
                        .averageBandwidth(Math.max(1, rates.average()))
                        .codecs(codecs(Stream.concat(Stream.of(main), audio.stream())));
        if (main.rendition().kind() != TrackKind.VIDEO) {
            return new Variant(uri(main), stream.build(), null);
        }
        describe(stream, main);
        var variant = new Variant(uri(main), stream.build(), Variant.frameRate(highestRate(main)));
        return audio.isEmpty() ? variant : variant.withGroups(GROUP, null, null);
    }

    private IFrameVariant iFrames(RecordedStretch main, RecordedIFrames pictures) {
        var rates = pictures.rates();
        var stream =
                StreamProperties.builder(rates.peak())
                        .averageBandwidth(rates.average())
                        .codecs(codecs(Stream.of(main)));
        describe(stream, main);
        return new IFrameVariant(
                main.rendition().name() + "/" + RecordedRange.I_FRAMES + addresses.query(),
                stream.build());
    }

    private static List<String> codecs(Stream<RecordedStretch> stretches) {
        return stretches
                .flatMap(one -> one.tracks().stream())
                .map(track -> track.track().codec().codecString())
                .distinct()
                .toList();
    }

    private static Rational highestRate(RecordedStretch main) {
        var highest = new Rational(1, 1000);
        for (var period : main.periods()) {
            var rate = period.frameRate();
            highest = rate.toDouble() > highest.toDouble() ? rate : highest;
        }
        return highest;
    }

    /// The largest picture and the widest range of all.
    private static void describe(StreamProperties.Builder stream, RecordedStretch main) {
        long pixels = 0;
        int range = 0;
        for (var track : main.tracks()) {
            var shown = ShownPicture.of(track);
            if (shown.pixels() > pixels) {
                pixels = shown.pixels();
                stream.resolution(shown.width(), shown.height());
            }
            range = Math.max(range, RANGES.indexOf(videoRange(track)));
        }
        stream.videoRange(VideoRange.valueOf(RANGES.get(range)));
    }

    private static String videoRange(IndexedTrack track) {
        return track.colour().videoRange();
    }

    private String uri(RecordedStretch stretch) {
        return stretch.rendition().name() + "/" + RecordedRange.PLAYLIST + addresses.query();
    }
}
