package dev.anabranch.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `anabranch help`: what `--help` says, of a command at any depth.
@Command(
        name = "help",
        description = "Explains a command, such as: anabranch help live create",
        mixinStandardHelpOptions = true,
        helpCommand = true)
final class HelpCommand implements Callable<Integer> {

    /// A program of its own, which the launcher starts.
    static final String BENCH = "bench";

    static final String ABOUT_BENCH =
            "bench measures beside other programs; it is there in the source tree only: ./anabranch bench --help";

    @Spec private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Which. Default: all.")
    private List<String> words = List.of();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        if (words.equals(List.of(BENCH))) {
            out.println(ABOUT_BENCH);
            out.flush();
            return ExitCode.OK.status();
        }
        var line = spec.commandLine().getParent();
        for (var word : words) {
            var next = line.getSubcommands().get(word);
            if (next == null) {
                throw new ParameterException(line, "There is no command '" + word + "'");
            }
            line = next;
        }
        line.usage(out);
        out.flush();
        return ExitCode.OK.status();
    }
}
