package dev.anabranch.media.hls;

/// What is wrong with one line; [PlaylistParser] adds where, and decides whether it is fatal.
final class LineException extends Exception {

    private static final long serialVersionUID = 1L;

    LineException(String what) {
        super(what, null, false, false);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
