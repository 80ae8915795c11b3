package dev.anabranch.transcode.plan;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.PictureSettings.Overlay;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.VideoCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What settings ask of the picture of a source, which some have not.
final class PictureNeeds {

    private PictureNeeds() {}

    /// What has no effect where there is no picture but is no mistake: a ladder may be that of many
    /// sources.
    ///
    /// @throws MediaFormatException when more is asked of the picture, and there is none
    static List<Decision> check(Source source, TranscodeSettings settings)
            throws MediaFormatException {
        if (source.video().isPresent()) {
            return List.of();
        }
        var needs = of(settings);
        if (!needs.isEmpty()) {
            throw MediaFormatException.unsupported(
                    source.input().name(),
                    "it has no picture, so these settings have no effect: leave out "
                            + String.join(", ", needs));
        }
        return settings.ladder().rungs().isEmpty()
                ? List.of()
                : List.of(
                        new Decision(
                                "ladder", "its sizes have no effect", "the source has no picture"));
    }

    private static List<String> of(TranscodeSettings settings) {
        var needs = new ArrayList<String>();
        settings.picture().crop().ifPresent(_ -> needs.add("crop"));
        for (var overlay : settings.picture().overlays()) {
            needs.add(
                    switch (overlay) {
                        case Overlay.Image _ -> "watermark";
                        case Overlay.Text _ -> "text";
                    });
        }
        var video = settings.video();
        if (!video.codecs().equals(Set.of(VideoCodec.H264))) {
            needs.add("video codecs");
        }
        video.crf().ifPresent(_ -> needs.add("crf"));
        video.profile().ifPresent(_ -> needs.add("profile"));
        video.level().ifPresent(_ -> needs.add("level"));
        return needs;
    }
}
