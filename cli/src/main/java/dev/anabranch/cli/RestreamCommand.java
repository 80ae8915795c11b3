package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.protocol.rtmp.Backoff;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `anabranch restream`: one stream to several servers.
@Command(
        name = "restream",
        description = {
            "Takes a live stream and sends it on to RTMP or RTMPS servers, each at its own pace.",
            "The source is anything ffmpeg reads (rtmp, rtsp, srt, HLS over http); nothing is transcoded.",
            "A source or a server that fails is tried again; each change of state is a line.",
            "A source that was not there at the beginning is not waited for.",
            "Exit code: 0 when --duration is over, 4 no source, 7 no server took it, 8 there is no ffmpeg."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RestreamCommand implements Callable<Integer> {

    /// What ffmpeg may take to end.
    private static final Duration LEAVE = Duration.ofSeconds(1);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int ATTEMPTS = 3;

    private final SecureRandom random = new SecureRandom();

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FROM", description = "The address of the stream.")
    private String source = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "TO", description = "The servers.")
    private List<String> targets = List.of();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = PositiveDurationConverter.class,
            description = "Stop after so long. Default: never.")
    private Duration duration = Duration.ZERO;

    @Option(names = "--json", description = "Print each change of state as a JSON object.")
    private boolean isJson;

    @Mixin private FfmpegOption ffmpeg;

    /// A change of the source's state as JSON has it.
    private record SourceState(String source, String state, String lastError) {}

    /// Why a run of ffmpeg ended.
    private record Failure(ExitCode code, String words) {}

    @Override
    public Integer call() throws IOException, CommandException, InterruptedException {
        var program = ffmpeg.find();
        var hub = new FeedHub();
        var isOver = new AtomicBoolean();
        var absence = new AtomicReference<@Nullable Failure>();
        var puller =
                Thread.ofPlatform()
                        .name("pull")
                        .daemon()
                        .unstarted(() -> absence.set(pull(program, hub, isOver)));
        try (var servers = Targets.start(targets, hub, out(), isJson);
                var _ = Interruption.cancelling(puller::interrupt)) {
            puller.start();
            watch(servers, puller);
            var absent = absence.get();
            if (absent != null) {
                throw new CommandException(
                        absent.code(), new SourceAddress(source) + ": " + absent.words());
            }
            servers.summary();
        } finally {
            isOver.set(true);
            puller.interrupt();
            puller.join(LEAVE);
        }
        return ExitCode.OK.status();
    }

    private void watch(Targets servers, Thread puller)
            throws CommandException, InterruptedException {
        long deadline = SystemClock.MACHINE.nanos() + duration.toNanos();
        while (!puller.join(LOOK)) {
            var reason = servers.hopeless(ATTEMPTS);
            if (reason.isPresent()) {
                throw new CommandException(ExitCode.SERVER_NOT_REACHABLE, reason.get());
            }
            if (!duration.isZero() && SystemClock.MACHINE.nanos() >= deadline) {
                return;
            }
        }
    }

    /// One run of ffmpeg after the other, after a pause that grows while nothing comes; times run
    /// on.
    ///
    /// @return why nothing ever came; null when something did, or it is over
    private @Nullable Failure pull(FfmpegProgram program, FeedHub hub, AtomicBoolean isOver) {
        var sender = new FlvSender(hub);
        int failures = 0;
        try {
            while (!isOver.get()) {
                long before = sender.frames();
                state("starting", "");
                var failure = pull(program, sender);
                if (sender.frames() == 0) {
                    return failure.orElseGet(() -> new Failure(ExitCode.NOT_FOUND, "nothing came"));
                }
                state(
                        failure.isPresent() ? "errored" : "ended",
                        failure.map(Failure::words).orElse(""));
                failures = sender.frames() > before ? 1 : failures + 1;
                var pause = Backoff.DEFAULT.delay(failures, random);
                SystemClock.MACHINE.awaitNanos(SystemClock.MACHINE.nanos() + pause.toNanos());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /// @return why it failed
    private Optional<Failure> pull(FfmpegProgram program, FlvSender sender)
            throws InterruptedException {
        try (var process = Feeder.remuxing(program, source, false);
                var _ = Interruption.cancelling(process::close)) {
            Feeder.send(process, sender);
            return Optional.empty();
        } catch (ProgramException failed) {
            return Optional.of(failure(code(failed.kind()), failed));
        } catch (MediaFormatException unusable) {
            return Optional.of(failure(ExitCode.INPUT_NOT_USABLE, unusable));
        } catch (IOException broken) {
            return Optional.of(failure(ExitCode.FAILED, broken));
        }
    }

    private static ExitCode code(ProgramException.Kind kind) throws InterruptedException {
        return switch (kind) {
            case FAILED -> ExitCode.NOT_FOUND;
            case OUT_OF_MEMORY, STALLED -> ExitCode.FAILED;
            case MISSING -> ExitCode.MISSING_TOOL;
            case UNSUPPORTED -> ExitCode.USAGE;
            case TIMED_OUT -> ExitCode.TIMED_OUT;
            case CANCELLED -> throw new InterruptedException("the source was left");
        };
    }

    private Failure failure(ExitCode code, Exception reason) {
        return new Failure(
                code, new SourceAddress(source).told(String.valueOf(reason.getMessage())));
    }

    private void state(String state, String error) {
        var out = out();
        var address = new SourceAddress(source).toString();
        if (isJson) {
            out.print(Json.line(new SourceState(address, state, error)));
        } else {
            out.println(
                    Printable.lines(address + " " + state + (error.isEmpty() ? "" : ": " + error)));
        }
        out.flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
