package dev.anabranch.media.hls;

import dev.anabranch.media.Timescale;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/// A decimal number exactly as a playlist spells it: `9.009` and `9.0090` are the same amount
/// ([#compareTo]) but not equal, so that what was read is written again digit by digit.
///
/// Covers the decimal-integer, decimal-floating-point and signed-decimal-floating-point of
/// draft-pantos-hls-rfc8216bis, 4.2.
///
/// @param unscaled the digits without the point
/// @param scale how many of the digits stand behind the point, 0 to 18
public record Decimal(long unscaled, int scale) implements Comparable<Decimal> {

    public static final Decimal ZERO = new Decimal(0, 0);

    /// What a playlist of ours writes behind the point: microseconds.
    public static final int SECONDS_SCALE = 6;

    static final int MAX_DIGITS = 18;

    private static final Timescale MICROS = new Timescale(1_000_000);
    private static final long[] POWERS_OF_TEN = powersOfTen();

    public Decimal {
        if (scale < 0 || scale > MAX_DIGITS) {
            throw new IllegalArgumentException("scale=" + scale + " is not in 0.." + MAX_DIGITS);
        }
    }

    /// The whole number `value`.
    public static Decimal of(long value) {
        return new Decimal(value, 0);
    }

    /// The number `text` spells, for constants: `Decimal.of("0.333")`.
    ///
    /// @throws IllegalArgumentException when it spells none or has more than 18 digits
    public static Decimal of(String text) {
        var number = new BigDecimal(text);
        int scale = Math.max(0, number.scale());
        return new Decimal(number.setScale(scale).unscaledValue().longValueExact(), scale);
    }

    /// The seconds between two instants of one clock, to six decimals.
    ///
    /// Both ends are rounded, not their difference: the durations of adjoining segments add up to
    /// the rounded duration of the whole, however many there are.
    public static Decimal between(long startTicks, long endTicks, Timescale timescale) {
        long start = timescale.convert(startTicks, MICROS, RoundingMode.HALF_UP);
        long end = timescale.convert(endTicks, MICROS, RoundingMode.HALF_UP);
        return new Decimal(end - start, SECONDS_SCALE);
    }

    /// The seconds of `duration`, to six decimals.
    public static Decimal seconds(Duration duration) {
        return between(0, Timescale.NANOS.ticks(duration), Timescale.NANOS);
    }

    /// This many seconds as ticks of `timescale`, rounded to the nearest.
    ///
    /// @throws ArithmeticException when the result does not fit in a long
    public long ticks(Timescale timescale) {
        return BigDecimal.valueOf(unscaled, scale)
                .multiply(BigDecimal.valueOf(timescale.ticksPerSecond()))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /// This many seconds, rounded to the nanosecond.
    public Duration toDuration() {
        return Duration.ofNanos(ticks(Timescale.NANOS));
    }

    /// The nearest whole number; halves round up.
    public long rounded() {
        long power = POWERS_OF_TEN[scale];
        long whole = Math.floorDiv(unscaled, power);
        long rest = unscaled - whole * power;
        return whole + (rest >= power - rest && rest != 0 ? 1 : 0);
    }

    public boolean isInteger() {
        return scale == 0 || unscaled % POWERS_OF_TEN[scale] == 0;
    }

    /// `factor` times this, exactly.
    ///
    /// @throws ArithmeticException when the digits do not fit in a long
    public Decimal times(long factor) {
        return new Decimal(Math.multiplyExact(unscaled, factor), scale);
    }

    /// The sum, exactly, with the longer fraction of the two.
    ///
    /// @throws ArithmeticException when the digits do not fit in a long
    public Decimal plus(Decimal other) {
        int common = Math.max(scale, other.scale);
        return new Decimal(Math.addExact(digits(common), other.digits(common)), common);
    }

    public double toDouble() {
        return (double) unscaled / POWERS_OF_TEN[scale];
    }

    /// Compares the amounts, whatever their number of decimals.
    @Override
    public int compareTo(Decimal other) {
        if (scale == other.scale) {
            return Long.compare(unscaled, other.unscaled);
        }
        long left = POWERS_OF_TEN[Math.max(0, other.scale - scale)];
        long right = POWERS_OF_TEN[Math.max(0, scale - other.scale)];
        int high =
                Long.compare(
                        Math.multiplyHigh(unscaled, left),
                        Math.multiplyHigh(other.unscaled, right));
        return high != 0 ? high : Long.compareUnsigned(unscaled * left, other.unscaled * right);
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(unscaled, scale).toPlainString();
    }

    static long powerOfTen(int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    private long digits(int wantedScale) {
        return Math.multiplyExact(unscaled, POWERS_OF_TEN[wantedScale - scale]);
    }

    private static long[] powersOfTen() {
        var powers = new long[MAX_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }
}
