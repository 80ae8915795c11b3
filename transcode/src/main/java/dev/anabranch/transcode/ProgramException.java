package dev.anabranch.transcode;

/// A program could not be found, could not be started, or did not do what it was for.
public final class ProgramException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /// What went wrong.
    public enum Kind {
        /// There is no such program, or it is not one.
        MISSING,
        /// It cannot do what it is for with these settings; it was not started.
        UNSUPPORTED,
        /// It ended with an exit status other than 0.
        FAILED,
        /// It was killed because its time was over.
        TIMED_OUT,
        /// It was killed because somebody closed it.
        CANCELLED
    }

    /// @param message one or more lines for a person; ends with the last lines of the program
    public ProgramException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
