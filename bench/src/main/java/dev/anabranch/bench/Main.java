package dev.anabranch.bench;

import dev.anabranch.bench.crowd.HlsCommand;
import dev.anabranch.bench.crowd.RtmpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `anabranch bench`.
@Command(
        name = "anabranch bench",
        description = {
            "Measures Anabranch against its peers, side by side, in ratios of one run.",
            "A peer that is not installed is named in the result and left out."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {
            PackageCommand.class,
            TranscodeCommand.class,
            JustInTimeCommand.class,
            PlaylistCommand.class,
            OriginCommand.class,
            LiveCommand.class,
            RtmpCommand.class,
            HlsCommand.class
        })
public final class Main implements Runnable {

    @Spec private CommandSpec spec;

    Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which bench?");
    }
}
