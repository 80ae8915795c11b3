package dev.anabranch.service;

import dev.anabranch.media.Track;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.TextConfiguration;
import dev.anabranch.media.codec.VideoConfiguration;
import dev.anabranch.origin.LiveReport;
import java.util.Locale;

/// A track in words, for people.
final class TrackWords {

    private TrackWords() {}

    static LiveReport.TrackLine of(Track track) {
        var kind = track.kind().name();
        var label = kind.charAt(0) + kind.substring(1).toLowerCase(Locale.ROOT) + " " + track.id();
        return new LiveReport.TrackLine(label, words(track));
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
                            + audio.channels()
                            + " channels";
            case TextConfiguration text -> text.codecString();
            case OpaqueConfiguration other -> other.codecString();
        };
    }
}
