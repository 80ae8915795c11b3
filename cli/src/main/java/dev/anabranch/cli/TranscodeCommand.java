package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Packaging;
import dev.anabranch.transcode.Chunks;
import dev.anabranch.transcode.FfmpegBackend;
import dev.anabranch.transcode.FfmpegProgram;
import dev.anabranch.transcode.GstreamerBackend;
import dev.anabranch.transcode.GstreamerProgram;
import dev.anabranch.transcode.Hardware;
import dev.anabranch.transcode.ProgramException;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.vod.Transcode;
import dev.anabranch.vod.TranscodeJob;
import dev.anabranch.vod.TranscodeResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `anabranch transcode`: any video in, a folder with an adaptive ladder out.
@Command(
        name = "transcode",
        description = {
            "Makes an adaptive ladder of any video that FFmpeg can read, as HLS and DASH.",
            "The source is decoded once; renditions have their keyframes at the same pictures."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TranscodeCommand implements Callable<Integer> {

    /// What encodes, in the words of the command line.
    enum Backend {
        FFMPEG,
        GSTREAMER
    }

    private static final Duration TICK = Duration.ofMillis(500);

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "IN",
            description = "A file, an http(s) address, or - for the standard input.")
    private String input = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder to make; it appears when it is complete.")
    private @Nullable Path output;

    @Option(
            names = "--backend",
            defaultValue = "ffmpeg",
            paramLabel = "ffmpeg|gstreamer",
            description = {
                "What encodes. GStreamer is the system's gst-launch-1.0; a few things it cannot do are refused.",
                "Default: ${DEFAULT-VALUE}."
            })
    private Backend backend = Backend.FFMPEG;

    @Mixin private EncodingOptions encoding = new EncodingOptions();

    @Mixin private PerTitleOptions perTitle = new PerTitleOptions();

    @Option(
            names = "--container",
            defaultValue = "cmaf",
            paramLabel = "cmaf|ts",
            description = "What segments are; ts is for HLS only. Default: ${DEFAULT-VALUE}.")
    private PackageCommand.Container container = PackageCommand.Container.CMAF;

    @Option(
            names = "--chunks",
            defaultValue = "auto",
            converter = ChunksConverter.class,
            paramLabel = "auto|off|N",
            description = {
                "Cut the picture into N pieces that are encoded side by side, and join them.",
                "Segments are the same. Default: ${DEFAULT-VALUE}, which cuts where, by a table, one run would leave",
                "half of the processors idle."
            })
    private Chunks chunks = new Chunks.Auto();

    @Option(
            names = "--single-file",
            description = "One file a rendition, addressed by byte ranges.")
    private boolean isSingleFile;

    @Option(
            names = "--force",
            description = "Replace the output folder when there is something in it.")
    private boolean isForced;

    @Option(
            names = "--explain",
            description = "Print every decision with its reason before starting.")
    private boolean isExplaining;

    @Option(
            names = "--dry-run",
            description = "Print the plan, with the size it is expected to have, and stop.")
    private boolean isDryRun;

    @Option(
            names = "--json",
            description = {
                "Print the result as JSON, and with --explain or --dry-run the plan.",
                "Progress goes to the error output: a block on a terminal, else JSON lines."
            })
    private boolean isJson;

    @Mixin private FfmpegOption ffmpeg = new FfmpegOption();

    @Option(
            names = "--hw",
            defaultValue = "off",
            paramLabel = "off|auto|nvenc|qsv|vaapi|v4l2m2m",
            description = {
                "Encoders of the machine's own hardware, taken when they have encoded some frames.",
                "auto goes on in software where none works; one that is named is taken or nothing is.",
                "Default: ${DEFAULT-VALUE}."
            })
    private Hardware hardware = Hardware.OFF;

    @Override
    public Integer call()
            throws IOException, MediaFormatException, CommandException, InterruptedException {
        if (output == null && !isDryRun) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required option: '--output=DIR'");
        }
        var settings = encoding.settings();
        perTitle.check(encoding.isPerTitle());
        var program = ffmpeg.forEncoding();
        try {
            var transcode =
                    source().settings(settings)
                            .packaging(packaging())
                            .chunks(chunks)
                            .with(program)
                            .with(encoder(program));
            if (encoding.isPerTitle()) {
                refuseTakenFolder();
                transcode = perTitle.analysed(transcode);
            }
            if (isDryRun || isExplaining) {
                print(new PlanReport(transcode.plan()));
            }
            if (!isDryRun) {
                run(transcode);
            }
            return ExitCode.OK.status();
        } catch (ProgramException failed) {
            throw FfmpegOption.failure(failed);
        } catch (DirectoryNotEmptyException notEmpty) {
            throw new CommandException(
                    ExitCode.CONFLICT,
                    output
                            + ": there is something in this folder already; choose another, or add --force to replace it");
        }
    }

    private TranscodeBackend encoder(FfmpegProgram program)
            throws ProgramException, InterruptedException {
        return switch (backend) {
            case FFMPEG -> new FfmpegBackend(program, hardware);
            case GSTREAMER ->
                    new GstreamerBackend(GstreamerProgram.find(Optional.empty(), System.getenv()));
        };
    }

    private Transcode source() {
        if (input.equals("-")) {
            if (isDryRun || isExplaining || encoding.isPerTitle()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "the standard input can be read only once; save it in a file first");
            }
            return Transcode.from(System.in);
        }
        return input.startsWith("http://") || input.startsWith("https://")
                ? Transcode.from(address())
                : Transcode.from(Path.of(input));
    }

    private URI address() {
        try {
            return URI.create(input);
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(spec.commandLine(), "not an address: " + input);
        }
    }

    private Packaging packaging() {
        var packaging =
                container == PackageCommand.Container.TS
                        ? Packaging.TRANSPORT_STREAM
                        : Packaging.DEFAULT;
        return packaging.withSingleFile(isSingleFile);
    }

    private void run(Transcode transcode)
            throws ProgramException,
                    MediaFormatException,
                    IOException,
                    InterruptedException,
                    CommandException {
        var folder = Objects.requireNonNull(output);
        refuseToReplaceTheSource(folder);
        long startNanos = System.nanoTime();
        var to = isForced ? transcode.replacing(folder) : transcode.to(folder);
        TranscodeResult result;
        var starter = Thread.currentThread();
        var started = new AtomicReference<TranscodeJob>();
        try (var _ = Interruption.cancelling(() -> stop(starter, started))) {
            started.set(to.start());
            result = follow(started.get(), startNanos);
        }
        var took = Duration.ofNanos(System.nanoTime() - startNanos);
        var summary = new TranscodeSummary(result, folder, took);
        var out = spec.commandLine().getOut();
        out.print(isJson ? summary.toJson() : Printable.lines(summary.toText()));
        out.flush();
    }

    /// Before there is a job, looking at the source is interrupted, which cleans up behind itself.
    private static void stop(Thread starter, AtomicReference<TranscodeJob> started) {
        var job = started.get();
        if (job == null) {
            starter.interrupt();
        } else {
            job.cancel();
        }
    }

    private TranscodeResult follow(TranscodeJob job, long startNanos)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var block = ProgressBlock.to(spec.commandLine().getErr());
        try {
            while (!job.awaitEnd(TICK)) {
                block.show(job.progress(), Duration.ofNanos(System.nanoTime() - startNanos));
            }
            return job.await();
        } catch (InterruptedException stopped) {
            // In the moment between the start and its being known.
            job.cancel();
            return job.await();
        } finally {
            block.clear();
        }
    }

    /// Before minutes are spent on it.
    private void refuseTakenFolder() throws IOException, CommandException {
        if (output == null || !Files.isDirectory(output) || isDryRun) {
            return;
        }
        refuseToReplaceTheSource(output);
        try (var entries = Files.list(output)) {
            if (!isForced && entries.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(output.toString());
            }
        }
    }

    private void refuseToReplaceTheSource(Path folder) throws IOException, CommandException {
        if (!isForced || !Files.isDirectory(folder)) {
            return;
        }
        var needed = new ArrayList<>(encoding.files());
        needed.add(Path.of(input));
        for (var file : needed) {
            if (Files.exists(file) && file.toRealPath().startsWith(folder.toRealPath())) {
                throw new CommandException(
                        ExitCode.CONFLICT,
                        file
                                + " lies in "
                                + folder
                                + ", which --force would delete; choose another output folder");
            }
        }
    }

    private void print(PlanReport report) {
        var out = spec.commandLine().getOut();
        out.print(isJson ? report.toJson() : Printable.lines(report.toText()));
        out.flush();
    }
}
