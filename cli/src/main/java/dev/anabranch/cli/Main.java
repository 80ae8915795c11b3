package dev.anabranch.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `anabranch` command.
@Command(
        name = "anabranch",
        description = "Packages, serves and checks adaptive video.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
public final class Main implements Runnable {

    @Spec private CommandSpec spec;

    Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// Runs one command line and returns its exit status; prints to the standard streams.
    static int run(String... arguments) {
        try {
            return commandLine(arguments).execute(arguments);
        } catch (OutOfMemoryError tooLittle) {
            System.err.println(
                    "anabranch: this needs more memory than Java was given; give it more: ANABRANCH_JAVA_OPTS=-Xmx2g");
            return ExitCode.FAILED.status();
        }
    }

    /// What reads `arguments`.
    static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new Main());
        for (var subcommand : Subcommand.neededFor(arguments)) {
            line.addSubcommand(subcommand.make());
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, Path::of)
                .setParameterExceptionHandler(Main::misused)
                .setExitCodeExceptionMapper(new FailureReport())
                .setExecutionExceptionHandler(new FailureReport());
    }

    /// The reason, and where to read on: with all of the help behind it, it would scroll away.
    private static int misused(ParameterException misuse, String[] arguments) {
        var command = misuse.getCommandLine();
        var err = command.getErr();
        err.println("anabranch: " + misuse.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(misuse, err)) {
            var name = command.getParent() == null ? "" : " " + command.getCommandName();
            err.println("'anabranch help" + name + "' explains what can be said");
        }
        err.flush();
        return ExitCode.USAGE.status();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
