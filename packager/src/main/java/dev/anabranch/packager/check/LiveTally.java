package dev.anabranch.packager.check;

/// How much of one live playlist or MPD was looked at, so that nobody takes what was not looked at
/// for right.
///
/// @param answers how many of them were told of
/// @param versions how many of those were new and could be read
/// @param blocking how many were asked for with `_HLS_msn`
/// @param deltas how many were delta updates
/// @param pieces how many parts and segments that it lists were told of
/// @param longestPauseNanos the longest time from one answer to the next
/// @param lastNanos when the last answer came, on the clock of the answers
public record LiveTally(
        int answers,
        int versions,
        int blocking,
        int deltas,
        int pieces,
        long longestPauseNanos,
        long lastNanos) {

    static final LiveTally NOTHING = new LiveTally(0, 0, 0, 0, 0, 0, 0);

    LiveTally with(LiveAnswer answer, boolean isVersion) {
        long pause = answers == 0 ? 0 : answer.lastByteNanos() - lastNanos;
        return new LiveTally(
                answers + 1,
                versions + (isVersion ? 1 : 0),
                blocking + (answer.asked().msn().isPresent() ? 1 : 0),
                deltas + (answer.asked().isDelta() ? 1 : 0),
                pieces,
                Math.max(longestPauseNanos, pause),
                answer.lastByteNanos());
    }

    LiveTally withPiece() {
        return new LiveTally(
                answers, versions, blocking, deltas, pieces + 1, longestPauseNanos, lastNanos);
    }
}
