package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Packaging;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.Hardware;
import dev.anabranch.transcode.gstreamer.GstreamerBackend;
import dev.anabranch.transcode.gstreamer.GstreamerProgram;
import dev.anabranch.transcode.plan.Chunks;
import dev.anabranch.transcode.process.ProgramException;
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
import java.util.List;
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

    @Option(
            names = "--quiet",
            description = {
                "No progress and no summary: only warnings and errors, to the error output.",
                "With --json the result is printed all the same."
            })
    private boolean isQuiet;

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

    private Thread starter = Thread.currentThread();
    private final AtomicReference<TranscodeJob> started = new AtomicReference<>();

    @Override
    public Integer call()
            throws IOException, MediaFormatException, CommandException, InterruptedException {
        if (output == null && !isDryRun) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required option: '--output=DIR'");
        }
        starter = Thread.currentThread();
        var settings = encoding.settings();
        perTitle.check(encoding.isPerTitle());
        try (var limit = TimeLimit.of(encoding.timeout(), this::stop)) {
            return within(limit, settings);
        }
    }

    private int within(TimeLimit limit, TranscodeSettings settings)
            throws IOException, MediaFormatException, CommandException, InterruptedException {
        try {
            make(settings);
            return ExitCode.OK.status();
        } catch (DirectoryNotEmptyException notEmpty) {
            throw new CommandException(
                    ExitCode.CONFLICT,
                    output
                            + ": there is something in this folder already; choose another, or add --force to replace it");
        } catch (ProgramException failed) {
            throw limit.isOver() ? overdue() : FfmpegOption.failure(failed);
        } catch (IOException | InterruptedException failed) {
            if (limit.isOver()) {
                throw overdue();
            }
            throw failed;
        }
    }

    private CommandException overdue() {
        return new CommandException(
                ExitCode.TIMED_OUT,
                input + ": stopped, because the time that --timeout allows was over");
    }

    private void make(TranscodeSettings settings)
            throws ProgramException,
                    IOException,
                    MediaFormatException,
                    CommandException,
                    InterruptedException {
        var program = ffmpeg.forEncoding();
        var transcode =
                source().settings(settings)
                        .packaging(packaging())
                        .chunks(chunks)
                        .with(program)
                        .with(encoder(program));
        if (encoding.isPerTitle()) {
            perTitle.checkReport(needed(), output);
            refuseTakenFolder();
            transcode = perTitle.analysed(transcode, isQuiet);
        }
        if (isDryRun || isExplaining) {
            print(new PlanReport(transcode.plan()));
        }
        if (!isDryRun) {
            run(transcode);
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
        refuseToReplaceWhatIsNeeded(folder);
        long startNanos = System.nanoTime();
        var to = isForced ? transcode.replacing(folder) : transcode.to(folder);
        TranscodeResult result;
        try (var _ = Interruption.cancelling(this::stop)) {
            started.set(to.start());
            result = follow(started.get(), startNanos);
        }
        var took = Duration.ofNanos(System.nanoTime() - startNanos);
        var summary = new TranscodeSummary(result, folder, took);
        if (isQuiet && !isJson) {
            Printable.warnings(spec.commandLine().getErr(), result.warnings());
            return;
        }
        var out = spec.commandLine().getOut();
        out.print(isJson ? summary.toJson() : Printable.lines(summary.toText()));
        out.flush();
    }

    /// Before there is a job, looking at the source is interrupted, which cleans up behind itself.
    private void stop() {
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
                if (!isQuiet) {
                    block.show(job.progress(), Duration.ofNanos(System.nanoTime() - startNanos));
                }
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
        refuseToReplaceWhatIsNeeded(output);
        try (var entries = Files.list(output)) {
            if (!isForced && entries.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(output.toString());
            }
        }
    }

    private void refuseToReplaceWhatIsNeeded(Path folder) throws IOException, CommandException {
        if (isForced) {
            Replacement.check(folder, needed());
        }
    }

    /// Files that are read.
    private List<Path> needed() {
        var needed = new ArrayList<>(encoding.files());
        if (!input.contains("://")) {
            needed.add(Path.of(input));
        }
        return needed;
    }

    private void print(PlanReport report) {
        var out = spec.commandLine().getOut();
        out.print(isJson ? report.toJson() : Printable.lines(report.toText()));
        out.flush();
    }
}
