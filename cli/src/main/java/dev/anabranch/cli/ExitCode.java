package dev.anabranch.cli;

/// What the program's exit status tells a script.
public enum ExitCode {
    OK(0),
    FAILED(1),
    USAGE(2),
    INPUT_NOT_USABLE(3),
    NOT_FOUND(4),
    NOT_ALLOWED(5),
    CONFLICT(6),
    SERVER_NOT_REACHABLE(7),
    MISSING_TOOL(8),
    VALIDATION_FOUND_PROBLEMS(9),
    TIMED_OUT(124),
    INTERRUPTED(130);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
