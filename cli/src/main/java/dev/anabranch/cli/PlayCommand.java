package dev.anabranch.cli;

import dev.anabranch.client.HttpTransport;
import dev.anabranch.client.TransportException;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `anabranch play`: plays a live stream and says how well that went.
@Command(
        name = "play",
        description = {
            "Plays a live HLS or LL-HLS stream without a screen and measures: join time, stalls, how late parts are told of.",
            "What 'push --test' sends is read back from the picture: the latency from glass to glass, as a player shows it that begins where the server asks it to.",
            "Exit code: 0 played, 9 with --check when there was a stall or an error, 3 this is no live playlist, 4 it is not there, 7 no server, 124 nothing came."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PlayCommand implements Callable<Integer> {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1",
            paramLabel = "URL",
            description = "The playlist, or the page of a live stream.")
    private String target = "";

    @Option(names = "--headless", description = "Without a screen; there is no other way yet.")
    private boolean isHeadless;

    @Option(
            names = "--duration",
            defaultValue = "30s",
            paramLabel = "TIME",
            converter = PositiveDurationConverter.class,
            description = "How long. Default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ofSeconds(30);

    @Option(names = "--metrics", description = "Print what was measured; --json prints it, too.")
    private boolean hasMetrics;

    @Option(names = "--json", description = "Print what was measured as one JSON object.")
    private boolean isJson;

    @Option(names = "--check", description = "Exit with 9 when there was a stall or an error.")
    private boolean isCheck;

    @Option(names = "--no-low-latency", description = "Play whole segments only.")
    private boolean isClassic;

    @Option(
            names = "--no-decode",
            description = "Do not decode: measures delivery, not latency, and needs no ffmpeg.")
    private boolean isBlind;

    @Mixin private TrustOption trust;
    @Mixin private FfmpegOption ffmpeg;

    @Override
    public Integer call()
            throws IOException, CommandException, MediaFormatException, InterruptedException {
        if (!isHeadless) {
            throw new ParameterException(
                    spec.commandLine(), "say --headless: this program has no screen of its own");
        }
        if (!HttpResources.isAddress(target)) {
            throw new ParameterException(
                    spec.commandLine(), target + " is no http address of a playlist");
        }
        Range.check(spec, "--duration", duration, SHORTEST, LONGEST);
        var report = played();
        var out = spec.commandLine().getOut();
        if (isJson) {
            out.print(Json.line(report));
        } else if (hasMetrics || !report.isSmooth()) {
            out.print(Printable.lines(report.toText()));
        }
        out.flush();
        boolean isBad = isCheck && !report.isSmooth();
        if (!isBad && report.pieces() == 0) {
            throw new CommandException(
                    ExitCode.TIMED_OUT,
                    target
                            + ": nothing of it could be played within "
                            + duration.toMillis()
                            + " ms");
        }
        return (isBad ? ExitCode.VALIDATION_FOUND_PROBLEMS : ExitCode.OK).status();
    }

    private PlayReport played()
            throws IOException, CommandException, MediaFormatException, InterruptedException {
        var clock = SystemClock.MACHINE;
        var program =
                isBlind
                        ? Optional.<dev.anabranch.transcode.ffmpeg.FfmpegProgram>empty()
                        : Optional.of(ffmpeg.find());
        try (var transport = new HttpTransport(clock, HttpClient.Version.HTTP_2, trust.context())) {
            return new HeadlessPlayer(transport, clock, program, !isClassic)
                    .play(HttpResources.uri(target), duration);
        } catch (TransportException failed) {
            var code =
                    switch (failed.failure()) {
                        case UNREACHABLE -> ExitCode.SERVER_NOT_REACHABLE;
                        case TIMED_OUT -> ExitCode.TIMED_OUT;
                        case TOO_LARGE -> ExitCode.INPUT_NOT_USABLE;
                        case BROKEN -> ExitCode.FAILED;
                    };
            throw new CommandException(code, String.valueOf(failed.getMessage()));
        }
    }
}
