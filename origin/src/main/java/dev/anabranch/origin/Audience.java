package dev.anabranch.origin;

import dev.anabranch.media.Timescale;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// How many watch a live stream from this origin: whoever watches fetches one second of its
/// pictures a second, whatever the player, the protocol and the number of connections. A player
/// that begins counts for a little more than one, one that stalls for less, and one behind a cache
/// not at all.
///
/// Told by all event loops, asked by any thread.
final class Audience {

    /// Long against a segment, or viewers of whole segments would come and go; and against what a
    /// player fetches at once when it begins.
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// What a beginning player has in advance makes a part of a viewer, which is no other one.
    private static final double ADVANCE = 0.2;

    private final LongAdder givenMicros = new LongAdder();
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    /// Viewers by second of the epoch, modulo its length.
    private final int[] history = new int[LiveReport.MAXIMUM_SECONDS + 8];

    private long lastSecond = Long.MIN_VALUE;

    private record Sample(long nanos, long givenMicros) {}

    /// Told of what a viewer was given.
    interface Ear {
        void gave(long durationTicks, Timescale timescale);

        /// For the renditions that are watched beside another one.
        Ear DEAF = (durationTicks, timescale) -> {};
    }

    Ear ear() {
        return (ticks, timescale) ->
                givenMicros.add(ticks * 1_000_000 / timescale.ticksPerSecond());
    }

    /// Called some times a second, by whomever.
    synchronized void tick(long nowNanos, long epochSecond) {
        if (epochSecond <= lastSecond) {
            return;
        }
        samples.addLast(new Sample(nowNanos, givenMicros.sum()));
        while (samples.size() > 2 && nowNanos - samples.getFirst().nanos > WINDOW_NANOS) {
            samples.removeFirst();
        }
        // A busy machine may have left seconds out.
        var first = Math.max(lastSecond + 1, epochSecond - history.length + 1);
        for (long second = first; second <= epochSecond; second++) {
            history[Math.floorMod(second, history.length)] = viewers();
        }
        lastSecond = epochSecond;
    }

    synchronized int viewers() {
        if (samples.size() < 2) {
            return 0;
        }
        var first = samples.getFirst();
        var last = samples.getLast();
        var given = last.givenMicros - first.givenMicros;
        // In the first seconds after silence, what was fetched in advance is spread as it is later.
        var micros = Math.max(last.nanos - first.nanos, WINDOW_NANOS) / 1000;
        var viewers = (int) Math.round(given / (double) micros - ADVANCE);
        return given > 0 ? Math.max(1, viewers) : 0;
    }

    /// In one of the last seconds, or now when that has not been counted yet.
    synchronized int viewersAt(long epochSecond) {
        if (epochSecond > lastSecond) {
            return viewers();
        }
        return history[Math.floorMod(epochSecond, history.length)];
    }
}
