package dev.anabranch.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
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
        footer = HelpCommand.ABOUT_BENCH,
        sortOptions = false)
public final class Main implements Runnable {

    /// picocli's, with the names of our constants.
    private static final Pattern WORDS =
            Pattern.compile("expected one of \\[([A-Z_0-9, ]+)\\] \\(case-insensitive\\) but was");

    @Spec private CommandSpec spec;

    Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// Runs one command line and returns its exit status; prints to the standard streams.
    static int run(String... arguments) {
        var environment = Environment.ofProcess();
        var wrong = LogLevel.choose(environment);
        if (wrong.isPresent()) {
            System.err.println("anabranch: " + wrong.get());
            return ExitCode.USAGE.status();
        }
        try {
            return commandLine(environment, arguments).execute(arguments);
        } catch (OutOfMemoryError tooLittle) {
            System.err.println(
                    "anabranch: this needs more memory than Java was given; give it more: ANABRANCH_JAVA_OPTS=-Xmx2g");
            return ExitCode.FAILED.status();
        }
    }

    /// What reads `arguments`.
    static CommandLine commandLine(String... arguments) {
        return commandLine(Environment.ofProcess(), arguments);
    }

    /// What reads `arguments` where `environment` is the environment.
    static CommandLine commandLine(Environment environment, String... arguments) {
        var line = new CommandLine(new Main());
        for (var subcommand : Subcommand.neededFor(arguments)) {
            line.addSubcommand(subcommand.make());
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(environment)
                .registerConverter(Path.class, Path::of)
                .setParameterExceptionHandler(
                        (misuse, words) -> misused(misuse, environment.blamed(misuse, words)))
                .setExitCodeExceptionMapper(new FailureReport())
                .setExecutionExceptionHandler(new FailureReport());
    }

    /// The reason, and where to read on: with all of the help behind it, it would scroll away.
    ///
    /// @param variable of the environment, which says what is wrong
    private static int misused(ParameterException misuse, Optional<String> variable) {
        var command = misuse.getCommandLine();
        var err = command.getErr();
        err.println(
                "anabranch: "
                        + variable.map(name -> name + " in the environment: ").orElse("")
                        + said(misuse));
        if (!UnmatchedArgumentException.printSuggestions(misuse, err)) {
            err.println("'anabranch help" + words(command) + "' explains what can be said");
        }
        err.flush();
        return ExitCode.USAGE.status();
    }

    /// Words of a set as they are typed.
    private static String said(ParameterException misuse) {
        return WORDS.matcher(String.valueOf(misuse.getMessage()))
                .replaceFirst(match ->
                        "it is one of "
                                + match.group(1).toLowerCase(Locale.ROOT).replace('_', '-')
                                + ", not");
    }

    /// Those that lead to `command`, each with a space before it.
    private static String words(CommandLine command) {
        var parent = command.getParent();
        return parent == null ? "" : words(parent) + " " + command.getCommandName();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
