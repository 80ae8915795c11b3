package dev.anabranch.media;

import java.math.RoundingMode;

/// A point on a timeline: ticks since its origin on a track's own clock.
///
/// Two timestamps of the same instant on different clocks compare as equal, but are not `equals`.
public record Timestamp(long ticks, Timescale timescale) implements Comparable<Timestamp> {

    public static final Timestamp ZERO = new Timestamp(0, new Timescale(1));

    /// Compares the two instants as exact rationals.
    @Override
    public int compareTo(Timestamp other) {
        return timescale.compare(ticks, other.timescale, other.ticks);
    }

    /// This instant on another clock, rounded to its nearest tick.
    public Timestamp on(Timescale target) {
        return new Timestamp(timescale.convert(ticks, target, RoundingMode.HALF_UP), target);
    }

    /// This instant moved by `ticksLater` of its own clock.
    public Timestamp plus(long ticksLater) {
        return new Timestamp(Math.addExact(ticks, ticksLater), timescale);
    }

    /// Seconds for people: error messages and displays, never arithmetic.
    @Override
    public String toString() {
        var duration = timescale.duration(ticks);
        return duration.getSeconds() + duration.getNano() / 1e9 + "s";
    }
}
