package dev.anabranch.cli;

/// A command ends here: what went wrong, what cures it, and the exit code that says so.
public final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /// @param message one or more lines for a person: what, why, and the command or setting that
    ///   cures it
    public CommandException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
