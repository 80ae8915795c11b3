package dev.anabranch.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Refuses what an option cannot be, with what it can be. Nothing is refused where nothing was
/// said.
final class Range {

    private Range() {}

    static void check(
            CommandSpec spec, String option, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw misuse(spec, option, "must be in " + least + ".." + most);
        }
    }

    static void check(
            CommandSpec spec,
            String option,
            @Nullable Duration value,
            Duration least,
            Duration most) {
        if (value != null && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
            throw misuse(spec, option, "must be in " + words(least) + ".." + words(most));
        }
    }

    static ParameterException misuse(CommandSpec spec, String option, String words) {
        return new ParameterException(
                spec.commandLine(), option + " " + words, spec.findOption(option), "");
    }

    private static String words(Duration time) {
        if (time.toMillis() % 1000 != 0) {
            return time.toMillis() + "ms";
        }
        var isHours = time.toSeconds() % 3600 == 0 && time.toSeconds() > 0;
        return isHours ? time.toHours() + "h" : time.toSeconds() + "s";
    }
}
