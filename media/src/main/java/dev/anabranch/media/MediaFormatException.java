package dev.anabranch.media;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The one exception for input that cannot be used: what is wrong, where, and whether another
/// reader might manage.
///
/// It is never thrown for an I/O failure (that is [java.io.IOException]) and never for a bug of
/// ours.
public final class MediaFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    /// Why the input cannot be used.
    public enum Fault {
        /// It breaks the rules of its own format.
        MALFORMED,
        /// It is well formed but uses something we do not handle.
        UNSUPPORTED,
        /// It asks for more than a limit of ours allows.
        LIMIT
    }

    private final Fault fault;
    private final String where;

    private MediaFormatException(Fault fault, String where, String what) {
        this(fault, where, where.isEmpty() ? what : what + " (" + where + ")", null);
    }

    private MediaFormatException(
            Fault fault, String where, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.where = where;
    }

    /// @param where the place for a person: `offset 1234, box moov/trak[1]/stsz` or `line 12,
    ///   EXT-X-KEY`; may be empty
    public static MediaFormatException malformed(String where, String what) {
        return new MediaFormatException(Fault.MALFORMED, where, what);
    }

    public static MediaFormatException unsupported(String where, String what) {
        return new MediaFormatException(Fault.UNSUPPORTED, where, what);
    }

    /// @param limit the name of the maximum, `actual` what was asked for
    public static MediaFormatException limit(
            String where, String limit, long actual, long maximum) {
        return new MediaFormatException(
                Fault.LIMIT, where, limit + " is " + actual + ", the maximum is " + maximum);
    }

    /// The same fault, said of one among several files: `movie.mp4: ...`.
    public MediaFormatException inFile(String name) {
        return new MediaFormatException(fault, where, name + ": " + getMessage(), this);
    }

    /// What is wrong and where; never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Fault fault() {
        return fault;
    }

    /// The place, as in the message; empty when there is none to name.
    public String where() {
        return where;
    }
}
