package dev.anabranch.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/// Refuses pipes and devices before they are opened: that may wait for ever, and they cannot be
/// read at any position.
final class PlainFile {

    private PlainFile() {}

    /// @param name the file as the user wrote it
    static void require(Path path, String name) throws CommandException {
        if (!Files.isRegularFile(path)) {
            throw new CommandException(
                    ExitCode.INPUT_NOT_USABLE,
                    name
                            + ": this is a pipe or a device, not a file; save what comes from it as a file first");
        }
    }
}
