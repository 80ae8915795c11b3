package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.CutPolicy;
import dev.anabranch.packager.Packager;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.Publisher;
import dev.anabranch.packager.VodPresentation;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `anabranch package`: files in, a folder of HLS and DASH out.
@Command(
        name = "package",
        description = {
            "Packages files as HLS and DASH, without re-encoding.",
            "One file, or several renditions of one source whose keyframes agree."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PackageCommand implements Callable<Integer> {

    /// What segments are, in the words of the command line.
    enum Container {
        CMAF,
        TS
    }

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "IN",
            description = "The renditions: MP4, MOV or audio files.")
    private List<Path> inputs = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder to make; it appears when it is complete.")
    private Path output = Path.of("");

    @Option(names = "--hls", description = "HLS only, unless --dash is given too. Default: both.")
    private boolean isHlsAsked;

    @Option(names = "--dash", description = "DASH only, unless --hls is given too.")
    private boolean isDashAsked;

    @Option(
            names = "--container",
            defaultValue = "cmaf",
            paramLabel = "cmaf|ts",
            description = "What segments are; ts is for HLS only. Default: ${DEFAULT-VALUE}.")
    private Container container = Container.CMAF;

    @Option(
            names = "--segment",
            defaultValue = "4s",
            converter = DurationConverter.class,
            paramLabel = "TIME",
            description = "How long segments should be. Default: ${DEFAULT-VALUE}.")
    private Duration segment = Duration.ofSeconds(4);

    @Option(
            names = "--single-file",
            description =
                    "One file a rendition (and codec configuration, where it changes), addressed by byte ranges.")
    private boolean isSingleFile;

    @Option(
            names = "--sound",
            defaultValue = "auto",
            paramLabel = "auto|muxed|separate|packed",
            description = {
                "With --container ts, where audio goes: muxed with the picture, separate in transport streams of its own,",
                "or packed in files without a container; auto muxes the only track and packs several. Default: ${DEFAULT-VALUE}."
            })
    private Packaging.Sound sound = Packaging.Sound.AUTO;

    @Option(
            names = "--audio",
            converter = LanguageFile.Converter.class,
            paramLabel = "LANG=FILE",
            description = "A further audio file and its language; may be repeated.")
    private List<LanguageFile> audio = new ArrayList<>();

    @Option(
            names = "--subtitles",
            converter = LanguageFile.Converter.class,
            paramLabel = "LANG=FILE",
            description =
                    "WebVTT or SRT subtitles, or an MP4 with text tracks, and their language; may be"
                            + " repeated. Text tracks of the renditions are carried anyway.")
    private List<LanguageFile> subtitles = new ArrayList<>();

    @Option(names = "--no-i-frames", description = "Leave out the playlists of single pictures.")
    private boolean isWithoutIFrames;

    @Option(
            names = "--align",
            description =
                    "Cut renditions whose keyframes differ where they agree, instead of refusing them.")
    private boolean isAligning;

    @Option(
            names = "--force",
            description = "Replace the output folder when there is something in it.")
    private boolean isForced;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many segments are written at once. Default: one a core.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--json",
            description = {
                "Print the result as JSON.",
                "Progress goes to the error output: one line on a terminal, else a JSON object each tenth."
            })
    private boolean isJson;

    @Option(
            names = "--quiet",
            description = {
                "No progress and no summary: only warnings and errors, to the error output.",
                "With --json the result is printed all the same."
            })
    private boolean isQuiet;

    @Override
    public Integer call() throws IOException, MediaFormatException, CommandException {
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads must be at least 1");
        }
        if (output.toString().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--output must name a folder");
        }
        refuseToReplaceWhatIsNeeded();
        long startNanos = System.nanoTime();
        try (var presentation = packager().open()) {
            long bytes = publish(presentation);
            var summary =
                    new PackageSummary(
                            presentation,
                            output,
                            bytes,
                            Duration.ofNanos(System.nanoTime() - startNanos));
            if (isQuiet && !isJson) {
                Printable.warnings(spec.commandLine().getErr(), presentation.warnings());
                return ExitCode.OK.status();
            }
            var out = spec.commandLine().getOut();
            out.print(isJson ? summary.toJson() : Printable.lines(summary.toText()));
            out.flush();
        }
        return ExitCode.OK.status();
    }

    private void refuseToReplaceWhatIsNeeded() throws IOException, CommandException {
        if (!isForced) {
            return;
        }
        var needed = new ArrayList<>(inputs);
        audio.forEach(extra -> needed.add(extra.file()));
        subtitles.forEach(extra -> needed.add(extra.file()));
        Replacement.check(output, needed);
    }

    private long publish(VodPresentation presentation)
            throws IOException, MediaFormatException, CommandException {
        var progress = ProgressLine.to(spec.commandLine().getErr());
        var publisher = new Publisher(threads, isQuiet ? (_, _, _) -> {} : progress::show);
        try (var _ = Interruption.cancelling(publisher::cancel)) {
            return publisher.publish(presentation, output, isForced);
        } catch (DirectoryNotEmptyException notEmpty) {
            throw new CommandException(
                    ExitCode.CONFLICT,
                    output
                            + ": there is something in this folder already; choose another, or add --force to replace it");
        } catch (CancellationException cancelled) {
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted; nothing was written");
        } finally {
            progress.clear();
        }
    }

    private Packager packager() {
        var packager = Packager.of(inputs.toArray(Path[]::new)).packaging(packaging());
        audio.forEach(extra -> packager.audio(extra.file(), extra.language()));
        subtitles.forEach(extra -> packager.subtitles(extra.file(), extra.language()));
        return packager;
    }

    private Packaging packaging() {
        boolean isTs = container == Container.TS;
        boolean isUnsaid = !isHlsAsked && !isDashAsked;
        if (isTs && isDashAsked) {
            throw new ParameterException(
                    spec.commandLine(),
                    "DASH needs --container cmaf; leave out --dash or choose cmaf");
        }
        if (!isTs && sound != Packaging.Sound.AUTO) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sound is for --container ts; CMAF always has audio apart");
        }
        return (isTs ? Packaging.TRANSPORT_STREAM : Packaging.DEFAULT)
                .withManifests(isHlsAsked || isUnsaid, !isTs && (isDashAsked || isUnsaid))
                .withCuts(cuts())
                .withSingleFile(isSingleFile)
                .withSound(sound)
                .withIFrames(!isWithoutIFrames)
                .withAligning(isAligning);
    }

    private CutPolicy cuts() {
        try {
            return CutPolicy.of(segment);
        } catch (IllegalArgumentException unfit) {
            throw new ParameterException(
                    spec.commandLine(), "--segment must be between 100ms and 1h");
        }
    }
}
