package dev.anabranch.media.hls;

import dev.anabranch.media.MediaFormatException;

/// What is wrong with one line; [ParseContext] adds where, and decides whether it is fatal.
final class LineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean isFatal;
    private final long actual;
    private final long maximum;

    LineException(String what) {
        this(what, false, 0, 0);
    }

    private LineException(String what, boolean isFatal, long actual, long maximum) {
        super(what, null, false, false);
        this.isFatal = isFatal;
        this.actual = actual;
        this.maximum = maximum;
    }

    /// More of `what` than a limit allows, which no mode tolerates.
    static LineException limit(String what, long actual, long maximum) {
        return new LineException(what, true, actual, maximum);
    }

    /// A fault that no mode tolerates.
    static LineException fatal(String what) {
        return new LineException(what, true, 0, 0);
    }

    boolean isFatal() {
        return isFatal;
    }

    String what() {
        return String.valueOf(getMessage());
    }

    MediaFormatException at(String where) {
        return maximum > 0
                ? MediaFormatException.limit(where, what(), actual, maximum)
                : MediaFormatException.malformed(where, what());
    }
}
