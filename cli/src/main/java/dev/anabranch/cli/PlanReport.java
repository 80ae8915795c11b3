package dev.anabranch.cli;

import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.plan.PlanEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What will be made and why, for people and for programs.
record PlanReport(TranscodePlan plan, PlanEstimate estimate) {

    PlanReport(TranscodePlan plan) {
        this(plan, PlanEstimate.of(plan, Runtime.getRuntime().availableProcessors()));
    }

    /// A picture as JSON has it.
    record Picture(
            String codec,
            int width,
            int height,
            boolean isCopied,
            String encoder,
            long bitsPerSecond,
            int frameDivisor,
            long sizeBytes) {}

    /// A sound as JSON has it.
    record Sound(
            String codec,
            String language,
            String title,
            boolean isCopied,
            int channels,
            long bitsPerSecond,
            long sizeBytes) {}

    /// The whole as JSON has it.
    ///
    /// @param sizeBytes -1 when the duration of the source is unknown
    /// @param isSizeAtMost whether it may well be less
    /// @param roughSeconds -1 when the duration of the source is unknown
    record Document(
            String source,
            double segmentSeconds,
            List<Picture> video,
            List<Sound> audio,
            long sizeBytes,
            boolean isSizeAtMost,
            double roughSeconds,
            List<Decision> decisions,
            List<String> warnings) {}

    String toJson() {
        return Json.line(
                new Document(
                        plan.source().input().name(),
                        plan.segment().toNanos() / 1e9,
                        plan.video().stream().map(this::picture).toList(),
                        plan.audio().stream().map(this::sound).toList(),
                        estimate.sizeBytes().orElse(-1),
                        estimate.isAtMost(),
                        estimate.roughTime().map(time -> time.toMillis() / 1e3).orElse(-1.0),
                        plan.decisions(),
                        plan.source().warnings()));
    }

    private Picture picture(VideoOutput output) {
        var codec = output.codec().name().toLowerCase(Locale.ROOT);
        long size = sizeBytes(output.trackId());
        return switch (output) {
            case VideoOutput.Copied one ->
                    new Picture(codec, one.width(), one.height(), true, "", 0, 1, size);
            case VideoOutput.Encoded one ->
                    new Picture(
                            codec,
                            one.width(),
                            one.height(),
                            false,
                            one.encoder(),
                            one.rate().bitsPerSecond(),
                            one.frameDivisor(),
                            size);
        };
    }

    private Sound sound(AudioOutput output) {
        long size = sizeBytes(output.trackId());
        return switch (output) {
            case AudioOutput.Copied one ->
                    new Sound(
                            one.source().codec(),
                            one.language(),
                            one.title(),
                            true,
                            one.source().channels(),
                            one.source().bitsPerSecond(),
                            size);
            case AudioOutput.Encoded one ->
                    new Sound(
                            one.codec().name().toLowerCase(Locale.ROOT),
                            one.language(),
                            one.title(),
                            false,
                            one.channels(),
                            one.bitsPerSecond(),
                            size);
        };
    }

    private long sizeBytes(int trackId) {
        return estimate.parts().stream()
                .filter(part -> part.trackId() == trackId)
                .mapToLong(PlanEstimate.Part::sizeBytes)
                .findFirst()
                .orElse(-1);
    }

    String toText() {
        var text = new StringBuilder(head()).append('\n');
        var rows = new ArrayList<Decision>(plan.decisions());
        int subject = width(rows.stream().map(Decision::subject).toList());
        int choice = width(rows.stream().map(Decision::choice).toList());
        for (var row : rows) {
            var line = "  %-" + subject + "s  %-" + choice + "s  %s%n";
            text.append(line.formatted(row.subject(), row.choice(), row.reason()));
        }
        plan.source()
                .warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        text.append(expected()).append('\n');
        return text.toString();
    }

    /// Of most of them: one long one does not push the reasons off the screen.
    private static int width(List<String> cells) {
        return cells.stream().mapToInt(String::length).filter(n -> n <= 40).max().orElse(1);
    }

    private String head() {
        var source = plan.source();
        var parts = new ArrayList<String>();
        source.video().ifPresent(video -> parts.add(words(video)));
        for (var audio : source.audio()) {
            parts.add("%s %d ch %s".formatted(audio.codec(), audio.channels(), audio.language()));
        }
        source.duration().ifPresent(length -> parts.add(Amounts.seconds(length)));
        return source.input().name() + ": " + String.join(", ", parts);
    }

    private static String words(SourceVideo video) {
        return String.format(
                Locale.ROOT,
                "%s %dx%d %s%.2f fps",
                video.codec(),
                video.width(),
                video.height(),
                video.isVariableRate() ? "about " : "",
                video.frameRate().toDouble());
    }

    private String expected() {
        if (estimate.sizeBytes().isEmpty()) {
            return "expected: unknown, for nobody knows how long the source is";
        }
        var size = Amounts.bytes(estimate.sizeBytes().getAsLong());
        return "expected: %s%s, roughly %s"
                .formatted(
                        estimate.isAtMost() ? "at most " : "",
                        size,
                        estimate.roughTime().map(PlanReport::words).orElse("an unknown time"));
    }

    private static String words(Duration time) {
        return time.toMinutes() >= 2
                ? time.toMinutes() + " minutes"
                : Math.max(1, time.toSeconds()) + " s";
    }
}
