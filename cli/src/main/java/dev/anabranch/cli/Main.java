package dev.anabranch.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
                .setExitCodeExceptionMapper(new FailureReport())
                .setExecutionExceptionHandler(new FailureReport());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
