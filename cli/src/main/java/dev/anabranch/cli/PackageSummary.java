package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Rendition;
import dev.anabranch.packager.VodPresentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a packaging run made, for people and for programs.
record PackageSummary(VodPresentation presentation, Path output, long bytes, Duration took) {

    /// One rendition as JSON has it.
    record Line(
            String name,
            String kind,
            List<String> codecs,
            int segments,
            double seconds,
            long bytes,
            long averageBitsPerSecond,
            long peakBitsPerSecond) {}

    /// The whole as JSON has it.
    record Document(
            String output,
            long bytes,
            double tookSeconds,
            long targetSeconds,
            List<String> play,
            List<Line> renditions,
            List<String> warnings) {}

    String toJson() throws MediaFormatException {
        return Json.line(
                new Document(
                        output.toString(),
                        bytes,
                        took.toNanos() / 1e9,
                        presentation.targetSeconds(),
                        manifests(),
                        lines(),
                        presentation.warnings()));
    }

    String toText() throws MediaFormatException {
        var text = new StringBuilder();
        for (var line : lines()) {
            text.append(
                    String.format(
                            "  %-16s %-28s %5d segments  %s (peak %s)%n",
                            line.name,
                            String.join(",", line.codecs),
                            line.segments,
                            Amounts.bitRate(line.averageBitsPerSecond),
                            Amounts.bitRate(line.peakBitsPerSecond)));
        }
        presentation
                .warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        return output
                + ": "
                + Amounts.bytes(bytes)
                + " in "
                + Amounts.seconds(took)
                + "; play "
                + String.join(" or ", manifests())
                + "\n"
                + text;
    }

    private List<String> manifests() {
        return presentation.paths().stream().filter(path -> !path.contains("/")).toList();
    }

    private List<Line> lines() throws MediaFormatException {
        var lines = new ArrayList<Line>();
        for (var rendition : presentation.renditions()) {
            lines.add(line(rendition));
        }
        return lines;
    }

    private Line line(Rendition rendition) throws MediaFormatException {
        var sizes = rendition.sizes();
        var times = rendition.times();
        return new Line(
                rendition.name(),
                rendition.kind().name().toLowerCase(java.util.Locale.ROOT),
                rendition.codecs(),
                times.count(),
                times.clock().duration(times.totalTicks()).toNanos() / 1e9,
                sizes.totalBytes(),
                sizes.averageBitsPerSecond(),
                sizes.peakBitsPerSecond(presentation.targetSeconds()));
    }
}
