package dev.anabranch.vod;

import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.TranscodePlan;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/// Whether a source ended before it says it does: decoders end at a break without a word.
record Shortfall(TranscodePlan plan, Progress made) {

    /// How far a container may be wrong about its length: a subtitle, or the last frame.
    private static final Duration LEEWAY = Duration.ofSeconds(1);

    private static final int LEEWAY_SHARE = 50;

    /// @param length how long the output is to be, as the container says it
    /// @return in words; empty when all came
    Optional<String> of(Duration length) {
        var said = ofPictures(length);
        var missing = said.minus(reached());
        boolean isShort =
                missing.compareTo(LEEWAY) > 0
                        && missing.compareTo(said.dividedBy(LEEWAY_SHARE)) > 0;
        return isShort
                ? Optional.of(
                        "%s ends after %.1f s though it says that it lasts %.1f s: it may be cut off"
                                .formatted(
                                        plan.source().input().name(),
                                        reached().toMillis() / 1000.0,
                                        said.toMillis() / 1000.0))
                : Optional.empty();
    }

    /// Behind its end sound may go on.
    private Duration ofPictures(Duration length) {
        return plan.source()
                .video()
                .flatMap(SourceVideo::end)
                .filter(_ -> !plan.video().isEmpty())
                .map(end -> end.minus(plan.trim().start()))
                .filter(end -> end.compareTo(length) < 0)
                .orElse(length);
    }

    /// By the pictures: behind the last of them GStreamer may go on with sound it makes up.
    private Duration reached() {
        int count = plan.video().isEmpty() ? plan.audio().size() : plan.video().size();
        return made.renditions().stream()
                .limit(count)
                .map(Progress.OfRendition::time)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
