package dev.anabranch.origin;

/// Hears what an [Origin] does. Called on event loops: must not block.
public interface Counters {

    /// What was asked for.
    enum Route {
        MEDIA,
        PAGE,
        ASSET,
        /// Playlists, media and figures of live streams.
        LIVE,
        HEALTH,
        OTHER
    }

    /// An answer began.
    ///
    /// @param bodyBytes as promised by Content-Length; a segment sent while it grows is told when
    ///   all of it has been handed over
    void answered(Route route, int status, long bodyBytes);

    /// A segment was found in memory, or had to be made or read.
    void looked(boolean hit);

    /// A request began to wait for what a live stream has not yet, or went on.
    ///
    /// @param change 1 or -1
    default void waits(int change) {}

    /// A request has waited for too long and was refused.
    default void waitedInVain() {}

    /// Memory of a live stream is kept for an answer on its way, or was given back.
    ///
    /// @param change 1 or -1
    default void lent(int change) {}

    /// An answer broke off midway.
    void aborted(Route route);
}
