package dev.anabranch.cli;

import dev.anabranch.client.HttpTransport;
import dev.anabranch.packager.check.Breach;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import dev.anabranch.packager.check.PresentationCheck.Kind;
import dev.anabranch.packager.check.Report;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `anabranch validate`: what a presentation says against the rules, and against what it holds.
@Command(
        name = "validate",
        description = {
            "Checks HLS playlists and DASH manifests: against their rules, and against every segment they name.",
            "Prints a line a breach: severity, rule, place, what is wrong. The rules are in docs/validate.md.",
            "Exit code: 0 nothing is broken, 9 a MUST is broken, 3 this is no playlist, 4 it is not there."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ValidateCommand implements Callable<Integer> {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration LIVE = Duration.ofSeconds(30);

    /// What is checked, in the words of the command line.
    enum Profile {
        HLS,
        LL_HLS,
        DASH,
        ALL;

        boolean includes(Kind kind) {
            return switch (kind) {
                case HLS -> this != DASH;
                case DASH -> this == DASH || this == ALL;
                case NEITHER -> false;
            };
        }

        /// As on the command line.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1",
            paramLabel = "URL|DIR|FILE",
            description = "A playlist or MPD, or a folder with such at its top.")
    private String target = "";

    @Option(
            names = "--profile",
            defaultValue = "all",
            paramLabel = "hls|ll-hls|dash|all",
            description = "What to check. ll-hls follows a live stream. Default: ${DEFAULT-VALUE}.")
    private Profile profile = Profile.ALL;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = PositiveDurationConverter.class,
            description = "Follow a live stream for so long and check every version of it.")
    private @Nullable Duration duration;

    @Option(names = "--strict", description = "Exit with 9 when a SHOULD is broken, too.")
    private boolean isStrict;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean isJson;

    @Mixin private TrustOption trust;

    @Override
    public Integer call() throws IOException, CommandException, InterruptedException {
        var report = report();
        var summary = new ValidationSummary(target, profile, report);
        var out = spec.commandLine().getOut();
        out.print(isJson ? summary.toJson() : Printable.lines(summary.toText()));
        out.flush();
        boolean isBroken =
                report.count(Breach.Severity.MUST) > 0
                        || isStrict && report.count(Breach.Severity.SHOULD) > 0;
        return (isBroken ? ExitCode.VALIDATION_FOUND_PROBLEMS : ExitCode.OK).status();
    }

    private Report report() throws IOException, CommandException, InterruptedException {
        boolean isAddress = HttpResources.isAddress(target);
        Range.check(spec, "--duration", duration, SHORTEST, LONGEST);
        if (duration == null && profile != Profile.LL_HLS) {
            return isAddress ? overHttp() : onDisk();
        }
        if (!isAddress) {
            throw new CommandException(
                    ExitCode.USAGE, target + ": only an http address can be followed");
        }
        return live(duration == null ? LIVE : duration);
    }

    private Report live(Duration time) throws CommandException, InterruptedException {
        var clock = SystemClock.MACHINE;
        try (var transport = new HttpTransport(clock, HttpClient.Version.HTTP_2, trust.context());
                var check = new LiveCheck(transport, clock, profile == Profile.LL_HLS)) {
            var address = HttpResources.uri(target);
            requireProfile(Kind.of(HeadlessPlayer.found(transport, address).body()));
            if (!check.follow(address)) {
                throw new CommandException(
                        ExitCode.INPUT_NOT_USABLE,
                        target
                                + ": this is no live stream; without --duration, and with --profile all,"
                                + " it is checked as it is");
            }
            check.await(time);
            return check.report();
        } catch (IOException unreachable) {
            throw new CommandException(
                    ExitCode.SERVER_NOT_REACHABLE, String.valueOf(unreachable.getMessage()));
        }
    }

    private Report overHttp() throws IOException, CommandException {
        try (var resources = new HttpResources(trust.context())) {
            var address = resources.afterRedirects(target);
            var found = resources.fetch(dev.anabranch.packager.check.Part.whole(address));
            if (found.isEmpty()) {
                throw new CommandException(
                        ExitCode.NOT_FOUND, target + ": the server has no such resource");
            }
            requireProfile(Kind.of(found.get().bytes()));
            return PresentationCheck.of(
                    resources, List.of(address), ServerClock.of(found.get().field("date")));
        } catch (ConnectException unreachable) {
            throw new CommandException(
                    ExitCode.SERVER_NOT_REACHABLE, target + ": " + unreachable.getMessage());
        }
    }

    /// @throws CommandException when it is not what is to be checked
    private void requireProfile(Kind kind) throws CommandException {
        if (!profile.includes(kind)) {
            throw new CommandException(
                    ExitCode.INPUT_NOT_USABLE, target + ": " + ManifestFiles.absence(profile));
        }
    }

    private Report onDisk() throws IOException, CommandException {
        var manifests = ManifestFiles.of(target, profile);
        return PresentationCheck.of(new FolderResources(manifests.folder()), manifests.addresses());
    }
}
