package dev.anabranch.media;

import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;

/// How many ticks make one second on a track's own clock.
///
/// Times of different tracks meet only through [#compare] (exact) or [#convert] (with a named
/// rounding); there is no conversion to floating point and none to milliseconds on the way.
///
/// @param ticksPerSecond at least 1, at most 2^32 - 1 (the widest field a container has for it)
public record Timescale(long ticksPerSecond) {

    /// The 90 kHz clock of MPEG-TS timestamps (ISO/IEC 13818-1, 2.4.3.6).
    public static final Timescale MPEG = new Timescale(90_000);

    public static final Timescale NANOS = new Timescale(1_000_000_000);

    private static final long MAX = 0xFFFF_FFFFL;

    public Timescale {
        if (ticksPerSecond < 1 || ticksPerSecond > MAX) {
            throw new IllegalArgumentException(
                    "ticksPerSecond=" + ticksPerSecond + " is not in 1.." + MAX);
        }
    }

    /// Ticks of this scale expressed in `target`'s, rounded as asked.
    ///
    /// @throws ArithmeticException when the result does not fit in a long
    public long convert(long ticks, Timescale target, RoundingMode rounding) {
        // Not equals: what a record has of it is linked anew in every process, which takes 8 ms of
        // a
        // start.
        if (ticksPerSecond == target.ticksPerSecond) {
            return ticks;
        }
        long scaled = ticks * target.ticksPerSecond;
        if (Math.multiplyHigh(ticks, target.ticksPerSecond) == scaled >> 63) {
            return divide(scaled, ticksPerSecond, rounding);
        }
        return exact(ticks, target.ticksPerSecond, rounding);
    }

    /// Compares `ticks` on this scale with `otherTicks` on `other`, as exact rationals.
    public int compare(long ticks, Timescale other, long otherTicks) {
        if (ticksPerSecond == other.ticksPerSecond) {
            return Long.compare(ticks, otherTicks);
        }
        long highLeft = Math.multiplyHigh(ticks, other.ticksPerSecond);
        long highRight = Math.multiplyHigh(otherTicks, ticksPerSecond);
        if (highLeft != highRight) {
            return Long.compare(highLeft, highRight);
        }
        return Long.compareUnsigned(ticks * other.ticksPerSecond, otherTicks * ticksPerSecond);
    }

    /// The nearest whole nanosecond.
    public Duration duration(long ticks) {
        long seconds = Math.floorDiv(ticks, ticksPerSecond);
        long rest = Math.floorMod(ticks, ticksPerSecond);
        return Duration.ofSeconds(seconds, convert(rest, NANOS, RoundingMode.HALF_UP));
    }

    /// Ticks of `duration` on this scale, rounded to the nearest.
    public long ticks(Duration duration) {
        long whole = Math.multiplyExact(duration.getSeconds(), ticksPerSecond);
        return Math.addExact(whole, NANOS.convert(duration.getNano(), this, RoundingMode.HALF_UP));
    }

    private long exact(long ticks, long factor, RoundingMode rounding) {
        var product = BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(factor));
        return new java.math.BigDecimal(product)
                .divide(java.math.BigDecimal.valueOf(ticksPerSecond), 0, rounding)
                .longValueExact();
    }

    private static long divide(long value, long divisor, RoundingMode rounding) {
        return switch (rounding) {
            case FLOOR -> Math.floorDiv(value, divisor);
            case CEILING -> Math.ceilDiv(value, divisor);
            case HALF_UP -> halfUp(value, divisor);
            default ->
                    java.math.BigDecimal.valueOf(value)
                            .divide(java.math.BigDecimal.valueOf(divisor), 0, rounding)
                            .longValueExact();
        };
    }

    private static long halfUp(long value, long divisor) {
        long quotient = value / divisor;
        long rest = Math.abs(value % divisor);
        if (rest >= divisor - rest) {
            return quotient + (value < 0 ? -1 : 1);
        }
        return quotient;
    }
}
