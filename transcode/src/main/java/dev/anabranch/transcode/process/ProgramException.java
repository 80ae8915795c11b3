package dev.anabranch.transcode.process;

/// A program could not be found, could not be started, or did not do what it was for.
public final class ProgramException extends Exception {

    private static final long serialVersionUID = 1L;

    /// An exit status from above this to [#LAST_SIGNAL] is this and the number of a signal.
    private static final int SIGNALS = 128;

    /// Beyond are numbers of errors: ffmpeg ends with 183 for data that is invalid.
    private static final int LAST_SIGNAL = SIGNALS + 31;

    private final Kind kind;
    private final boolean isBySignal;

    /// What went wrong.
    public enum Kind {
        /// There is no such program, or it is not one.
        MISSING,
        /// It cannot do what it is for with these settings; it was not started.
        UNSUPPORTED,
        /// It ended with an exit status other than 0.
        FAILED,
        /// It met the limit of its memory.
        OUT_OF_MEMORY,
        /// It was killed because its time was over. It was killed because its time was over.
        TIMED_OUT,
        /// It was killed because it had stopped to work without ending.
        STALLED,
        /// It was killed because somebody closed it.
        CANCELLED
    }

    /// @param message one or more lines for a person; ends with the last lines of the program
    public ProgramException(Kind kind, String message) {
        this(kind, message, false);
    }

    private ProgramException(Kind kind, String message, boolean isBySignal) {
        super(message);
        this.kind = kind;
        this.isBySignal = isBySignal;
    }

    /// Of a program that ended with `status`, which a shell would say, too.
    static ProgramException failed(int status, String message) {
        return new ProgramException(
                Kind.FAILED, message, status > SIGNALS && status <= LAST_SIGNAL);
    }

    /// The same failure with other words.
    public ProgramException said(String message) {
        return new ProgramException(kind, message, isBySignal);
    }

    /// Whether somebody or something killed it, which says nothing about its input.
    public boolean isBySignal() {
        return isBySignal;
    }

    public Kind kind() {
        return kind;
    }
}
