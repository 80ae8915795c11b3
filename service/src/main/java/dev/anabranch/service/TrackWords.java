package dev.anabranch.service;

import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.TextConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.origin.LiveReport;
import java.util.EnumMap;
import java.util.List;

/// Tracks in words, for people.
final class TrackWords {

    private TrackWords() {}

    /// Numbered where there are several of a kind.
    static List<LiveReport.TrackLine> of(List<Track> tracks) {
        var numbers = new EnumMap<TrackKind, Integer>(TrackKind.class);
        return tracks.stream()
                .map(track -> {
                    var number = numbers.merge(track.kind(), 1, Integer::sum);
                    var isAlone =
                            tracks.stream().filter(t -> t.kind() == track.kind()).count() == 1;
                    var label = word(track.kind()) + (isAlone ? "" : " " + number);
                    return new LiveReport.TrackLine(label, words(track));
                })
                .toList();
    }

    private static String word(TrackKind kind) {
        return switch (kind) {
            case VIDEO -> "Video";
            case AUDIO -> "Sound";
            case TEXT -> "Subtitles";
            case METADATA -> "Metadata";
        };
    }

    private static String words(Track track) {
        return switch (track.codec()) {
            case VideoConfiguration video ->
                    video.codecString() + ", " + video.width() + " × " + video.height();
            case AudioConfiguration audio ->
                    audio.codecString()
                            + ", "
                            + audio.sampleRateHz()
                            + " Hz, "
                            + channels(audio.channels());
            case TextConfiguration text -> text.codecString();
            case OpaqueConfiguration other -> other.codecString();
        };
    }

    private static String channels(int channels) {
        return switch (channels) {
            case 1 -> "mono";
            case 2 -> "stereo";
            default -> channels + " channels";
        };
    }
}
