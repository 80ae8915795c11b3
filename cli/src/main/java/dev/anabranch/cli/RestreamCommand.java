package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.protocol.rtmp.Backoff;
import dev.anabranch.transcode.FfmpegProgram;
import dev.anabranch.transcode.ProgramException;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
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
            "Exit code: 0 when --duration is over, 7 no server took it, 8 there is no ffmpeg."
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

    @Override
    public Integer call() throws IOException, CommandException, InterruptedException {
        var program = ffmpeg.find();
        var hub = new FeedHub();
        var isOver = new AtomicBoolean();
        var puller =
                Thread.ofPlatform()
                        .name("pull")
                        .daemon()
                        .unstarted(() -> pull(program, hub, isOver));
        try (var servers = Targets.start(targets, hub, out(), isJson);
                var _ = Interruption.cancelling(puller::interrupt)) {
            puller.start();
            watch(servers, puller);
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
    private void pull(FfmpegProgram program, FeedHub hub, AtomicBoolean isOver) {
        var sender = new FlvSender(hub);
        int failures = 0;
        try {
            while (!isOver.get()) {
                long before = sender.frames();
                pull(program, sender);
                failures = sender.frames() > before ? 1 : failures + 1;
                var pause = Backoff.DEFAULT.delay(failures, random);
                SystemClock.MACHINE.awaitNanos(SystemClock.MACHINE.nanos() + pause.toNanos());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void pull(FfmpegProgram program, FlvSender sender) throws InterruptedException {
        try (var process = Feeder.remuxing(program, source, false);
                var _ = Interruption.cancelling(process::close)) {
            state("starting", "");
            Feeder.send(process, sender);
            state("ended", "");
        } catch (ProgramException | IOException | MediaFormatException failed) {
            state("errored", String.valueOf(failed.getMessage()));
        }
    }

    private void state(String state, String error) {
        var out = out();
        if (isJson) {
            out.print(Json.line(new SourceState(source, state, error)));
        } else {
            out.println(
                    Printable.lines(source + " " + state + (error.isEmpty() ? "" : ": " + error)));
        }
        out.flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
