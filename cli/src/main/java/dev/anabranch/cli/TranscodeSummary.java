package dev.anabranch.cli;

import dev.anabranch.vod.TranscodeResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a transcode made, for people and for programs.
record TranscodeSummary(TranscodeResult result, Path output, Duration took) {

    /// As JSON has it.
    record Document(
            String output,
            long bytes,
            int segments,
            double tookSeconds,
            List<String> play,
            List<TranscodeResult.Extra> extras,
            List<String> warnings) {}

    String toJson() {
        return Json.line(
                new Document(
                        output.toString(),
                        result.bytes(),
                        result.segments(),
                        took.toNanos() / 1e9,
                        result.manifests(),
                        result.extras(),
                        result.warnings()));
    }

    String toText() {
        var text = new StringBuilder();
        text.append(
                "%s: %s, %s each, %s in %s; play %s%n"
                        .formatted(
                                output,
                                count(
                                        result.plan().video().size() + result.plan().audio().size(),
                                        "rendition"),
                                count(result.segments(), "segment"),
                                Amounts.bytes(result.bytes()),
                                Amounts.seconds(took),
                                String.join(" or ", result.manifests())));
        for (var extra : result.extras()) {
            text.append("  %s  %s%n".formatted(extra.path(), extra.about()));
        }
        result.warnings().forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        return text.toString();
    }

    private static String count(int number, String what) {
        return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }
}
