package dev.anabranch.live;

import java.time.Duration;

/// How far one track that a child makes is behind what the child was fed for it. Owned by one
/// thread.
final class TrackProgress {

    /// What a child may hold when nothing more is fed.
    static final Duration HELD = Duration.ofMillis(500);

    /// The start of a track of which all is made that is fed.
    static final Duration FROM_FIRST = Duration.ofSeconds(Long.MIN_VALUE);

    /// Pictures that a decoder and an encoder may hold to put them in order, however far apart they
    /// are: of those that come once a second this is more than [#HELD].
    private static final int IN_HAND = 8;

    private final String name;
    private final int sourceId;
    private final Duration start;
    private Duration reached;
    private Duration newestFed = Duration.ZERO;
    private boolean isFed;
    private boolean hasMade;
    private int fedSinceMade;
    private long lastMadeNanos;

    /// Since when more is held than may be; 0 while it is not. Where a source or the whole machine
    /// has stood still it is not the child that has.
    private long heldSinceNanos;

    /// @param name for people
    /// @param sourceId of the track that it is made of
    /// @param start nothing is made of what comes before
    TrackProgress(String name, int sourceId, Duration start) {
        this.name = name;
        this.sourceId = sourceId;
        this.start = start;
        this.reached = start;
    }

    String name() {
        return name;
    }

    /// A frame of the source, of any of its tracks.
    void fed(int trackId, Duration time) {
        if (trackId != sourceId) {
            return;
        }
        if (!isFed && time.compareTo(start) > 0) {
            reached = time;
        }
        isFed = true;
        newestFed = time;
        fedSinceMade++;
    }

    void made(Duration time, long nowNanos) {
        hasMade = true;
        reached = time;
        fedSinceMade = 0;
        lastMadeNanos = nowNanos;
    }

    boolean hasMade() {
        return hasMade;
    }

    /// How far what it makes is behind what it was fed; below zero when it has nothing to do yet.
    Duration behind() {
        return isFed ? newestFed.minus(reached) : Duration.ZERO;
    }

    /// For how long nothing has come of it, since `sinceNanos` or what was made after that, though
    /// there was enough to make.
    Duration silence(long sinceNanos, long nowNanos) {
        if (behind().compareTo(HELD) < 0 || fedSinceMade <= IN_HAND) {
            heldSinceNanos = 0;
            return Duration.ZERO;
        }
        heldSinceNanos = heldSinceNanos == 0 ? nowNanos : heldSinceNanos;
        long since = Math.max(heldSinceNanos, hasMade ? lastMadeNanos : sinceNanos);
        return Duration.ofNanos(nowNanos - since);
    }
}
