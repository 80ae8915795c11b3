package dev.anabranch.origin;

/// Hears what an [Origin] does. Called on event loops: must not block.
public interface Counters {

    /// What was asked for.
    enum Route {
        MEDIA,
        PAGE,
        ASSET,
        HEALTH,
        OTHER
    }

    /// An answer began.
    ///
    /// @param bodyBytes as promised by Content-Length
    void answered(Route route, int status, long bodyBytes);

    /// A segment was found in memory, or had to be made or read.
    void looked(boolean hit);

    /// An answer broke off midway.
    void aborted(Route route);
}
