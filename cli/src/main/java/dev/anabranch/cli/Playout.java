package dev.anabranch.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// When a player without a screen would show what: it begins when it has the first piece of every
/// track, then media time and clock run together, and where there is nothing to show it stands
/// still until there is. Not safe for use by many threads.
final class Playout {

    private final long[] endNanos;
    private final boolean[] hasBegun;
    private final List<Stall> stalls = new ArrayList<>();
    private long startNanos;
    private long stalledNanos;
    private boolean isPlaying;

    /// A stop.
    ///
    /// @param positionNanos media time, from the first piece on
    /// @param durationNanos how long it lasted
    record Stall(long positionNanos, long durationNanos) {}

    Playout(int tracks) {
        endNanos = new long[tracks];
        hasBegun = new boolean[tracks];
    }

    /// The next piece of a track is there, whole.
    void arrived(int track, long durationNanos, long atNanos) {
        long before = buffered();
        endNanos[track] += durationNanos;
        hasBegun[track] = true;
        if (!isPlaying) {
            isPlaying = allHaveBegun();
            startNanos = atNanos;
            return;
        }
        if (buffered() > before) {
            stalled(before, atNanos);
        }
    }

    private boolean allHaveBegun() {
        for (boolean begun : hasBegun) {
            if (!begun) {
                return false;
            }
        }
        return true;
    }

    private void stalled(long positionNanos, long untilNanos) {
        long missing = untilNanos - (startNanos + stalledNanos + positionNanos);
        if (missing > 0) {
            stalls.add(new Stall(positionNanos, missing));
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
        return Arrays.stream(endNanos).min().orElse(0);
    }

    boolean isPlaying() {
        return isPlaying;
    }

    /// When media time `positionNanos` is shown, as far as is known now.
    long shownNanos(long positionNanos) {
        long shown = startNanos + positionNanos;
        for (var stall : stalls) {
            if (stall.positionNanos() <= positionNanos) {
                shown += stall.durationNanos();
            }
        }
        return shown;
    }

    List<Stall> stalls() {
        return List.copyOf(stalls);
    }
}
