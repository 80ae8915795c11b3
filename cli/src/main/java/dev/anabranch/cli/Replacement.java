package dev.anabranch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A folder that `--force` replaces: it is deleted with all that is in it, but not with what is
/// needed, nor under our feet.
final class Replacement {

    private static final Path HERE = Path.of(".");

    private Replacement() {}

    /// Refuses to replace `folder` when it has one of `needed` in it. Those that are not there are
    /// passed over.
    static void check(Path folder, List<Path> needed) throws IOException, CommandException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        var replaced = folder.toRealPath();
        var all = new ArrayList<>(List.of(HERE));
        all.addAll(needed);
        for (var path : all) {
            if (Files.exists(path) && path.toRealPath().startsWith(replaced)) {
                var what = path.equals(HERE) ? "the folder you are in" : path.toString();
                throw new CommandException(
                        ExitCode.CONFLICT,
                        what
                                + " lies in "
                                + folder
                                + ", which --force would delete; choose another output folder");
            }
        }
    }
}
