package dev.anabranch.media;

/// An exact, reduced fraction: frame rates and sample aspect ratios.
///
/// @param numerator at least 0
/// @param denominator at least 1
public record Rational(long numerator, long denominator) implements Comparable<Rational> {

    public static final Rational ONE = new Rational(1, 1);

    public Rational {
        if (numerator < 0 || denominator < 1) {
            throw new IllegalArgumentException(
                    "numerator=" + numerator + " denominator=" + denominator);
        }
        long divisor = greatestCommonDivisor(numerator, denominator);
        numerator /= divisor;
        denominator /= divisor;
    }

    @Override
    public int compareTo(Rational other) {
        long highLeft = Math.multiplyHigh(numerator, other.denominator);
        long highRight = Math.multiplyHigh(other.numerator, denominator);
        if (highLeft != highRight) {
            return Long.compare(highLeft, highRight);
        }
        return Long.compareUnsigned(numerator * other.denominator, other.numerator * denominator);
    }

    /// For display and for attributes that the standards define as decimal numbers.
    public double toDouble() {
        return (double) numerator / denominator;
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }

    private static long greatestCommonDivisor(long a, long b) {
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return Math.max(a, 1);
    }
}
