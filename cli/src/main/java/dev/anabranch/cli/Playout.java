package dev.anabranch.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// When a player without a screen would show what.
///
/// It begins as far behind the live edge as the server asks for, as soon as it has media there in
/// every track; the edge is where the first playlist ended, and moves on with time. From then on
/// media time and clock run together, and where there is nothing to show it stands still until
/// there is. Positions are nanoseconds of media from the edge that the first playlist of track 0
/// had. Not safe for use by many threads.
final class Playout {

    private final Reel[] reels;
    private final List<Stall> stalls = new ArrayList<>();
    private long holdBackNanos;
    private long edgeNanos;
    private long startNanos;
    private long startPosition;
    private long stalledNanos;
    private boolean isPlaying;

    /// What is there of one track.
    private static final class Reel {
        private long endPosition;
        private boolean hasBegun;
        private long behindNanos;
        private long playlistNanos;
        private boolean isThere;
    }

    /// A stop.
    ///
    /// @param position where
    /// @param durationNanos how long it lasted
    record Stall(long position, long durationNanos) {}

    Playout(int tracks) {
        reels = new Reel[tracks];
        for (int i = 0; i < tracks; i++) {
            reels[i] = new Reel();
        }
    }

    /// The first playlist of a track is there, and says where to begin.
    ///
    /// @param behind how far before the end of the playlist the first piece begins
    /// @param playlistNanos when the playlist came
    void begin(int track, Duration behind, Duration holdBack, long playlistNanos) {
        var reel = reels[track];
        reel.isThere = true;
        reel.behindNanos = behind.toNanos();
        reel.playlistNanos = playlistNanos;
        if (track == 0) {
            holdBackNanos = holdBack.toNanos();
            edgeNanos = playlistNanos;
        }
    }

    /// The next piece of a track is there, whole.
    void arrived(int track, long durationNanos, long atNanos) {
        long before = buffered();
        var reel = reels[track];
        if (!reel.hasBegun) {
            reel.hasBegun = true;
            // Another track's playlist came a little earlier or later, when its edge was elsewhere.
            long since = reels[0].isThere ? reel.playlistNanos - reels[0].playlistNanos : 0;
            reel.endPosition = since - reel.behindNanos;
        }
        reel.endPosition += durationNanos;
        if (!isPlaying) {
            start(atNanos);
        } else if (buffered() > before) {
            stalled(before, atNanos);
        }
    }

    private void start(long atNanos) {
        long wanted = atNanos - edgeNanos - holdBackNanos;
        boolean isThere = true;
        for (var reel : reels) {
            isThere &= reel.hasBegun && reel.endPosition > wanted;
        }
        if (isThere) {
            isPlaying = true;
            startNanos = atNanos;
            startPosition = Math.max(wanted, -reels[0].behindNanos);
        }
    }

    private void stalled(long position, long untilNanos) {
        long missing = untilNanos - (startNanos + stalledNanos + position - startPosition);
        if (missing > 0) {
            stalls.add(new Stall(position, missing));
            stalledNanos += missing;
        }
    }

    /// Nothing more will come: a player that has run dry by now has stalled, too.
    void stop(long atNanos) {
        if (isPlaying) {
            stalled(buffered(), atNanos);
        }
    }

    private long buffered() {
        long least = Long.MAX_VALUE;
        for (var reel : reels) {
            least = Math.min(least, reel.endPosition);
        }
        return least;
    }

    boolean isPlaying() {
        return isPlaying;
    }

    /// The position of the first piece of track 0.
    long firstPosition() {
        return -reels[0].behindNanos;
    }

    /// Whether `position` is shown at all, and not only decoded for what follows.
    boolean isShown(long position) {
        return isPlaying && position >= startPosition;
    }

    /// When `position` is shown, as far as is known now.
    long shownNanos(long position) {
        long shown = startNanos + position - startPosition;
        for (var stall : stalls) {
            if (stall.position() <= position) {
                shown += stall.durationNanos();
            }
        }
        return shown;
    }

    List<Stall> stalls() {
        return List.copyOf(stalls);
    }
}
