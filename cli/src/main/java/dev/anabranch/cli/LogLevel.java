package dev.anabranch.cli;

import java.util.Locale;
import java.util.Optional;
import org.slf4j.event.Level;

/// How much the program tells of itself on its error output: what our own packages say from INFO on
/// and those of others from WARN on, or what `ANABRANCH_LOG` says for all.
final class LogLevel {

    /// Read by `logback.xml`.
    private static final String PROPERTY = "anabranch.log";

    private static final String OFF = "OFF";

    private LogLevel() {}

    /// Before anything is logged.
    ///
    /// @return what is wrong with the variable, for a person; empty when all is well
    static Optional<String> choose(Environment environment) {
        var said = environment.find(Environment.LOG);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        var level = said.get().strip().toUpperCase(Locale.ROOT);
        if (!isLevel(level)) {
            return Optional.of(
                    Environment.LOG
                            + " in the environment: '"
                            + Printable.line(said.get())
                            + "' is none of off, error, warn, info, debug, trace");
        }
        System.setProperty(PROPERTY, level);
        return Optional.empty();
    }

    private static boolean isLevel(String word) {
        try {
            return word.equals(OFF) || Level.valueOf(word).name().equals(word);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
