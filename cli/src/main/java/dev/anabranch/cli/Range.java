package dev.anabranch.cli;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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

    /// Of a share, 0 to 1.
    ///
    /// @param mayBeNothing whether 0 is allowed
    static void checkShare(CommandSpec spec, String option, double value, boolean mayBeNothing) {
        // Said this way round, NaN is refused.
        if (!((mayBeNothing ? value >= 0 : value > 0) && value <= 1)) {
            throw misuse(
                    spec, option, mayBeNothing ? "must be in 0..1" : "must be above 0, at most 1");
        }
    }

    /// What becomes of `settings` by what `option` says, if it says something.
    ///
    /// @throws ParameterException that names the option when it cannot be
    static <S, V> S applied(
            CommandSpec spec,
            String option,
            S settings,
            @Nullable V value,
            BiFunction<S, V, S> change) {
        return value == null ? settings : named(spec, option, () -> change.apply(settings, value));
    }

    /// What `option` is made into, or its name before the reason why it cannot be.
    static <T> T named(CommandSpec spec, String option, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException unfit) {
            throw new ParameterException(
                    spec.commandLine(), option + ": " + unfit.getMessage(), unfit);
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
