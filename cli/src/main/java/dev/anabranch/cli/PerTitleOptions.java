package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Metric;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.title.AnalysisPage;
import dev.anabranch.transcode.title.PerTitle;
import dev.anabranch.transcode.title.TitleAnalysis;
import dev.anabranch.vod.Transcode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How the ladder of one film is found, in the words of the command line.
final class PerTitleOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--metric",
            paramLabel = "auto|vmaf|xpsnr|ssim",
            description = {
                "With --ladder per-title: how pictures are compared.",
                "Default: auto, the first of these that the ffmpeg has."
            })
    private @Nullable String metric;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "With --ladder per-title: an HTML page with a chart of what was measured.")
    private @Nullable Path report;

    /// @throws ParameterException when a value cannot be, or has no effect with this ladder
    void check(boolean isPerTitle) {
        if (!isPerTitle && (metric != null || report != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s is for --ladder per-title"
                            .formatted(metric != null ? "--metric" : "--report"));
        }
        if (report != null && Files.isDirectory(report)) {
            throw new ParameterException(
                    spec.commandLine(), "--report is a file, and %s is a folder".formatted(report));
        }
        var _ = perTitle();
    }

    /// @param needed files that the report must not replace
    /// @param output which must be empty when the ladder is made, or is replaced then
    void checkReport(List<Path> needed, @Nullable Path output)
            throws IOException, CommandException {
        if (report == null) {
            return;
        }
        for (var file : needed) {
            if (Files.exists(report) && Files.exists(file) && Files.isSameFile(report, file)) {
                throw new CommandException(
                        ExitCode.CONFLICT, "--report would replace " + file + ", which is read");
            }
        }
        if (output != null && isWithin(report, output)) {
            throw new CommandException(
                    ExitCode.CONFLICT,
                    "--report %s lies in the output folder, which is to be empty; choose another place"
                            .formatted(report));
        }
    }

    private static boolean isWithin(Path file, Path folder) {
        return file.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize());
    }

    private PerTitle perTitle() {
        return switch (metric) {
            case null -> PerTitle.DEFAULT;
            case "auto" -> PerTitle.DEFAULT;
            case "vmaf" -> PerTitle.DEFAULT.withMetric(Metric.VMAF);
            case "xpsnr" -> PerTitle.DEFAULT.withMetric(Metric.XPSNR);
            case "ssim" -> PerTitle.DEFAULT.withMetric(Metric.SSIM);
            default ->
                    throw new ParameterException(
                            spec.commandLine(),
                            "--metric is auto, vmaf, xpsnr or ssim, not '" + metric + "'");
        };
    }

    /// With the ladder that is found for it; an interrupt ends the search.
    ///
    /// @param isQuiet whether nobody is told how far it is
    Transcode analysed(Transcode transcode, boolean isQuiet)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var line = AnalysisLine.to(spec.commandLine().getErr());
        TitleAnalysis analysis;
        try (var _ = Interruption.cancelling(Thread.currentThread()::interrupt)) {
            analysis = transcode.analyse(perTitle(), isQuiet ? _ -> {} : line::show);
        } finally {
            line.clear();
        }
        if (report != null) {
            write(analysis, report);
        }
        return transcode.ladder(analysis.ladder());
    }

    private static void write(TitleAnalysis analysis, Path file) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, AnalysisPage.of(analysis));
    }
}
