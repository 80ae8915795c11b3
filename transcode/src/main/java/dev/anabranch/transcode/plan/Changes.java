package dev.anabranch.transcode.plan;

import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.PictureSettings.Overlay;
import dev.anabranch.transcode.TranscodeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the settings do to a film beside making renditions of it, as a plan says it.
final class Changes {

    private static final String ASKED = "as was asked";

    private Changes() {}

    static List<Decision> of(TranscodeSettings settings) {
        var decisions = new ArrayList<Decision>();
        var trim = settings.trim();
        if (!trim.isWhole()) {
            var end = trim.end().map(Changes::seconds).orElse("the end");
            decisions.add(
                    new Decision("part", "%s to %s".formatted(seconds(trim.start()), end), ASKED));
        }
        settings.picture()
                .crop()
                .ifPresent(crop ->
                        decisions.add(
                                new Decision(
                                        "crop",
                                        "%dx%d at %d,%d"
                                                .formatted(
                                                        crop.width(),
                                                        crop.height(),
                                                        crop.x(),
                                                        crop.y()),
                                        ASKED)));
        for (var overlay : settings.picture().overlays()) {
            decisions.add(
                    switch (overlay) {
                        case Overlay.Image image ->
                                new Decision(
                                        "watermark", image.file().getFileName().toString(), ASKED);
                        case Overlay.Text text -> new Decision("text", text.text(), ASKED);
                    });
        }
        if (settings.audio().isLoudnessNormalised()) {
            decisions.add(new Decision("loudness", "to -23 LUFS", ASKED));
        }
        return decisions;
    }

    private static String seconds(Duration time) {
        return "%.3f s".formatted(time.toMillis() / 1000.0);
    }
}
