package dev.anabranch.cli;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;

/// The commands of the program, in the order in which `--help` lists them.
enum Subcommand {
    PACKAGE("package", PackageCommand::new),
    TRANSCODE("transcode", TranscodeCommand::new),
    SERVE("serve", ServeCommand::new),
    LIVE("live", LiveCommand::new),
    VALIDATE("validate", ValidateCommand::new),
    INSPECT("inspect", InspectCommand::new),
    PLAY("play", PlayCommand::new),
    PUSH("push", PushCommand::new),
    RESTREAM("restream", RestreamCommand::new),
    TRAIN("train", TrainCommand::new),
    GENERATE_COMPLETION("generate-completion", GenerateCompletion::new),
    HELP("help", HelpCommand::new);

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor reference, which holds nothing
    private final Supplier<Object> maker;

    Subcommand(String word, Supplier<Object> maker) {
        this.word = word;
        this.maker = maker;
    }

    /// A fresh object that picocli reads the options of.
    Object make() {
        return maker.get();
    }

    /// The one that `arguments` begin with, unless it is about the others; else all.
    ///
    /// Reading the annotations of all takes a fifth of the time from the start of `package` to its
    /// first segment.
    static Set<Subcommand> neededFor(String... arguments) {
        var first = arguments.length == 0 ? "" : arguments[0];
        for (var subcommand : values()) {
            if (subcommand.word.equals(first) && !subcommand.isAboutOthers()) {
                return EnumSet.of(subcommand);
            }
        }
        return EnumSet.allOf(Subcommand.class);
    }

    private boolean isAboutOthers() {
        return this == HELP || this == GENERATE_COMPLETION;
    }
}
