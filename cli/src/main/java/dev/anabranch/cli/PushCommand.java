package dev.anabranch.cli;

import dev.anabranch.cli.TestPicture.PictureShape;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `anabranch push`: sends a file, a stream or the test picture to servers, in real time.
@Command(
        name = "push",
        description = {
            "Sends a file, a stream or a test picture to RTMP or RTMPS servers, in real time.",
            "MP4 and MOV files are sent as they are; other files and addresses are remuxed by ffmpeg, without a transcode.",
            "--test sends a moving picture with a clock that 'play --headless' reads, and a beep each second.",
            "Exit code: 0 all was sent, 7 no server took it, 8 there is no ffmpeg."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PushCommand implements Callable<Integer> {

    private static final Pattern SIZE = Pattern.compile("(\\d{2,5})x(\\d{2,5})");
    private static final Duration LEAST_KEYFRAMES = Duration.ofMillis(100);
    private static final Duration MOST_KEYFRAMES = Duration.ofSeconds(60);
    private static final long LEAST_BITS_PER_SECOND = 10_000;
    private static final long MOST_BITS_PER_SECOND = 1_000_000_000;

    private static final List<String> OF_THE_TEST_PICTURE =
            List.of("--size", "--fps", "--bitrate", "--keyframes");

    private static final Pattern RATE = Pattern.compile("(\\d{1,7})([kM]?)");

    @Spec private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE|URL", description = "What to send.")
    private @Nullable String source;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL",
            description = "Where to: rtmp://host/app/key. May be given several times.")
    private List<String> targets = List.of();

    @Option(names = "--test", description = "Send the test picture.")
    private boolean isTest;

    @Option(names = "--loop", description = "Send the file over and over.")
    private boolean isLoop;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = PositiveDurationConverter.class,
            description =
                    "Stop after so long. Default: at the end of the file; the test picture has none.")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--size",
            defaultValue = "640x360",
            paramLabel = "WxH",
            description = "Of the test picture. Default: ${DEFAULT-VALUE}.")
    private String size = "640x360";

    @Option(
            names = "--fps",
            defaultValue = "30",
            paramLabel = "N",
            description = "Of the test picture. Default: ${DEFAULT-VALUE}.")
    private int framesPerSecond = 30;

    @Option(
            names = "--bitrate",
            defaultValue = "800k",
            paramLabel = "RATE",
            description = "Of the test picture, such as 800k or 2M. Default: ${DEFAULT-VALUE}.")
    private String bitrate = "800k";

    @Option(
            names = "--keyframes",
            defaultValue = "1s",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How far apart those of the test picture are. Default: ${DEFAULT-VALUE}.")
    private Duration keyframes = Duration.ofSeconds(1);

    @Option(names = "--json", description = "Print each change of state as a JSON object.")
    private boolean isJson;

    @Mixin private FfmpegOption ffmpeg;

    @Override
    public Integer call()
            throws IOException, CommandException, MediaFormatException, InterruptedException {
        if (isTest == (source != null)) {
            throw new ParameterException(
                    spec.commandLine(), "say what to send: a file, an address, or --test");
        }
        checkThatNothingIsInVain();
        var hub = new FeedHub();
        try (var feeder = feeder(hub);
                var servers = Targets.start(targets, hub, out(), isJson);
                var _ = Interruption.cancelling(feeder::close)) {
            feeder.start();
            new PushRun(feeder, servers).send(duration);
            servers.summary();
        }
        return ExitCode.OK.status();
    }

    /// What would change nothing is a mistake.
    private void checkThatNothingIsInVain() {
        var given = spec.commandLine().getParseResult();
        for (var option : OF_THE_TEST_PICTURE) {
            if (source != null && given.hasMatchedOption(option)) {
                throw Range.misuse(spec, option, "is of the test picture; a file is sent as it is");
            }
        }
        if (isLoop && (source == null || Feeder.isAddress(source))) {
            throw Range.misuse(spec, "--loop", "is for files: nothing else can begin anew");
        }
    }

    private java.io.PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private Feeder feeder(FeedHub hub)
            throws IOException, CommandException, MediaFormatException, InterruptedException {
        if (source == null) {
            return Feeder.test(ffmpeg.find(), settings(), hub);
        }
        return Feeder.isMovie(source)
                ? Feeder.movie(source, isLoop, hub)
                : Feeder.remux(ffmpeg.find(), source, isLoop, hub);
    }

    private TestSource.Settings settings() {
        Range.check(spec, "--keyframes", keyframes, LEAST_KEYFRAMES, MOST_KEYFRAMES);
        var matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "'" + size + "' is not a size such as 640x360");
        }
        try {
            var shape =
                    new PictureShape(
                            Integer.parseInt(matcher.group(1)),
                            Integer.parseInt(matcher.group(2)),
                            framesPerSecond);
            return new TestSource.Settings(shape, bitsPerSecond(), keyframes, duration);
        } catch (IllegalArgumentException outside) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the test picture is 160x90 to 7680x4320, of even size, at 1 to 120 frames a second");
        }
    }

    private int bitsPerSecond() {
        var matcher = RATE.matcher(bitrate);
        if (!matcher.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "'" + bitrate + "' is not a rate such as 800k or 2M");
        }
        int factor =
                switch (matcher.group(2)) {
                    case "k" -> 1000;
                    case "M" -> 1_000_000;
                    default -> 1;
                };
        long rate = Long.parseLong(matcher.group(1)) * factor;
        if (rate < LEAST_BITS_PER_SECOND || rate > MOST_BITS_PER_SECOND) {
            throw Range.misuse(spec, "--bitrate", "must be in 10k..1000M");
        }
        return (int) rate;
    }
}
