package dev.anabranch.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// The environment variables that stand in for options which are not given. An empty one is one
/// that is not set: that is how service files and containers switch a variable off.
///
/// @param values what `System.getenv()` says
record Environment(Map<String, String> values) implements IDefaultValueProvider {

    static final String ADMIN_SECRET = "ANABRANCH_ADMIN_SECRET";
    static final String LOG = "ANABRANCH_LOG";
    static final String DEBUG = "ANABRANCH_DEBUG";

    /// By the option's name, the same in all commands.
    static final Map<String, String> OF_OPTIONS =
            Map.ofEntries(
                    Map.entry("--port", "ANABRANCH_PORT"),
                    Map.entry("--host", "ANABRANCH_HOST"),
                    Map.entry("--rtmp-port", "ANABRANCH_RTMP_PORT"),
                    Map.entry("--rtmps-port", "ANABRANCH_RTMPS_PORT"),
                    Map.entry("--config", "ANABRANCH_CONFIG"),
                    Map.entry("--data", "ANABRANCH_DATA"),
                    Map.entry("--publish", "ANABRANCH_PUBLISH"),
                    Map.entry("--live-segment", "ANABRANCH_LIVE_SEGMENT"),
                    Map.entry("--part", "ANABRANCH_PART"),
                    Map.entry("--server", "ANABRANCH_SERVER"),
                    Map.entry("--ca-file", "ANABRANCH_CA_FILE"));

    Environment {
        values = Map.copyOf(values);
    }

    static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    Optional<String> find(String variable) {
        return Optional.ofNullable(values.get(variable)).filter(text -> !text.isBlank());
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return variable(argument).flatMap(this::find).orElse(null);
    }

    private static Optional<String> variable(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? Optional.ofNullable(OF_OPTIONS.get(option.longestName()))
                : Optional.empty();
    }

    /// The variable that `misuse` is about, when its option is not among `arguments`.
    Optional<String> blamed(ParameterException misuse, String... arguments) {
        var argument = misuse.getArgSpec();
        if (!(argument instanceof OptionSpec option) || isGiven(option, arguments)) {
            return Optional.empty();
        }
        return variable(option).filter(name -> find(name).isPresent());
    }

    private static boolean isGiven(OptionSpec option, String... arguments) {
        return Arrays.stream(arguments)
                .map(word -> word.split("=", 2)[0])
                .anyMatch(option.longestName()::equals);
    }
}
