package dev.anabranch.packager.live;

import dev.anabranch.media.Rational;
import dev.anabranch.media.Timescale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Pictures a second as manifests say it: FRAME-RATE (draft-pantos-hls-rfc8216bis, 4.4.6.2) and
/// `@frameRate` (ISO/IEC 23009-1, 5.3.7.2).
final class PictureRate {

    private static final List<Rational> USUAL =
            List.of(
                    new Rational(24_000, 1001),
                    new Rational(24, 1),
                    new Rational(25, 1),
                    new Rational(30_000, 1001),
                    new Rational(30, 1),
                    new Rational(50, 1),
                    new Rational(60_000, 1001),
                    new Rational(60, 1),
                    new Rational(10, 1),
                    new Rational(12, 1),
                    new Rational(15, 1),
                    new Rational(20, 1),
                    new Rational(100, 1),
                    new Rational(120, 1));

    /// 23.976 and 24 are 0.1 % apart.
    private static final double EXACT = 0.0004;

    /// What a clock of milliseconds, as RTMP has it, makes of a second.
    private static final double ROUGH = 0.0011;

    /// What DASH players and our own check take for the same rate.
    private static final double TOLERANCE = 0.01;

    /// In less than this one picture more or less counts for much.
    private static final long SHORTEST_MILLIS = 500;

    private PictureRate() {}

    /// Of segments on the clock their source came with: the usual rate that one of them has, if it
    /// is not below the mean, so that a hole makes no lower rate of it, and a beginning that is a
    /// frame short no higher one; else the most of any. Empty when there is no picture in them.
    static Optional<Rational> of(List<LiveSegment> segments) {
        double all = 0;
        var rates = new ArrayList<Double>();
        long samples = 0;
        for (var one : segments) {
            double seconds = (double) one.mediaTicks() / one.timescale().ticksPerSecond();
            samples += one.samples();
            all += seconds;
            if (seconds * 1000 >= SHORTEST_MILLIS) {
                rates.add(one.samples() / seconds);
            }
        }
        if (samples == 0 || all <= 0) {
            return Optional.empty();
        }
        double mean = samples / all;
        double most = rates.stream().mapToDouble(rate -> rate).max().orElse(mean);
        return rates.stream()
                .map(rate -> usual(rate, ROUGH))
                .filter(USUAL::contains)
                .filter(rate -> rate.toDouble() >= mean * (1 - TOLERANCE))
                .max(Comparator.naturalOrder())
                .or(() -> Optional.of(usual(most, ROUGH)));
    }

    /// Of pictures whose times are exact, on average.
    ///
    /// @param ticks how long they last together, at least 1
    static Rational of(long samples, long ticks, Timescale clock) {
        return usual(samples * (double) clock.ticksPerSecond() / ticks, EXACT);
    }

    /// The usual rate that is nearest, to a thousandth where none is near.
    ///
    /// @param slack what is near, in parts of the rate
    private static Rational usual(double rate, double slack) {
        var nearest = USUAL.getFirst();
        for (var usual : USUAL) {
            nearest = distance(rate, usual) < distance(rate, nearest) ? usual : nearest;
        }
        return distance(rate, nearest) < slack
                ? nearest
                : new Rational(Math.max(1, Math.round(rate * 1000)), 1000);
    }

    private static double distance(double rate, Rational usual) {
        return Math.abs(rate - usual.toDouble()) / usual.toDouble();
    }
}
