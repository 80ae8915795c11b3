package dev.anabranch.transcode.probe;

import dev.anabranch.media.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How frames of a stream are spaced.
///
/// @param rate of a constant rate, or the mean of a variable one
/// @param warning when the rate is a guess
record FrameTiming(Rational rate, boolean isVariable, Optional<String> warning) {

    private static final List<Rational> STANDARD =
            List.of(
                    new Rational(24_000, 1001),
                    new Rational(24, 1),
                    new Rational(25, 1),
                    new Rational(30_000, 1001),
                    new Rational(30, 1),
                    new Rational(48, 1),
                    new Rational(50, 1),
                    new Rational(60_000, 1001),
                    new Rational(60, 1),
                    new Rational(120, 1),
                    new Rational(240, 1));

    private static final Rational GUESS = new Rational(25, 1);

    /// Clocks of containers (1000, 90000) that ffprobe gives for rates are above.
    private static final double MAX_RATE = 960;

    private static final double MIN_RATE = 0.01;
    private static final double SAME = 0.01;
    private static final double STANDARD_SAME = 0.0005;

    /// Frames at times in whole milliseconds, beside pictures that are not shown, are no further
    /// off an even grid.
    private static final double JITTER_SECONDS = 0.0022;

    /// Nearer than this to the one before is a picture that is not shown.
    private static final double HIDDEN_SECONDS = 0.0012;

    /// @param allPts of the first packets in order, in ticks of `timeBase`
    static FrameTiming of(ProbedStream stream, Rational timeBase, List<Long> allPts) {
        var sortedPts = shown(timeBase, allPts);
        var lowest = plausible(stream.ratio("r_frame_rate"));
        var mean = plausible(stream.ratio("avg_frame_rate"));
        var sampled = sampledRate(timeBase, sortedPts);
        boolean isUneven = isUneven(timeBase, sortedPts);
        if (lowest.isPresent() && mean.isPresent() && !isUneven) {
            if (isSame(lowest.get(), mean.get(), SAME)) {
                return new FrameTiming(lowest.get(), false, Optional.empty());
            }
            // Fields are counted by the one and frames by the other.
            if (isSame(lowest.get(), twice(mean.get()), SAME)) {
                return new FrameTiming(standard(mean.get()), false, Optional.empty());
            }
        }
        // Without a mean, or with a clock for a lowest rate, the frames themselves tell.
        if (!isUneven && sampled.isPresent() && (mean.isEmpty() || lowest.isEmpty())) {
            var rate = mean.filter(said -> isSame(said, sampled.get(), SAME)).or(() -> sampled);
            boolean isVariable = mean.isPresent() && !isSame(mean.get(), sampled.get(), SAME);
            return new FrameTiming(
                    standard(isVariable ? mean.get() : rate.get()), isVariable, Optional.empty());
        }
        var any = mean.or(() -> sampled).or(() -> lowest);
        return any.map(rate -> new FrameTiming(standard(rate), true, Optional.empty()))
                .orElseGet(() ->
                        new FrameTiming(
                                GUESS,
                                true,
                                Optional.of("the frame rate is not known; 25 is assumed")));
    }

    /// Without the pictures of VP9 that are only referred to, which share the time of another.
    private static List<Long> shown(Rational timeBase, List<Long> pts) {
        var shown = new ArrayList<Long>();
        for (long time : pts) {
            if (shown.isEmpty()
                    || (time - shown.getLast()) * timeBase.toDouble() > HIDDEN_SECONDS) {
                shown.add(time);
            }
        }
        return shown;
    }

    private static Optional<Rational> plausible(Optional<Rational> rate) {
        return rate.filter(r -> r.toDouble() >= MIN_RATE && r.toDouble() <= MAX_RATE);
    }

    private static Rational twice(Rational rate) {
        return new Rational(Math.multiplyExact(rate.numerator(), 2), rate.denominator());
    }

    private static boolean isSame(Rational a, Rational b, double share) {
        return Math.abs(a.toDouble() / b.toDouble() - 1) <= share;
    }

    /// The rate of the field that is meant, or `rate` itself.
    private static Rational standard(Rational rate) {
        return STANDARD.stream()
                .filter(standard -> isSame(rate, standard, STANDARD_SAME))
                .min(
                        java.util.Comparator.comparingDouble(
                                standard -> Math.abs(standard.toDouble() - rate.toDouble())))
                .orElse(rate);
    }

    private static Optional<Rational> sampledRate(Rational timeBase, List<Long> pts) {
        if (pts.size() < 3 || pts.getLast() <= pts.getFirst()) {
            return Optional.empty();
        }
        long ticks = pts.getLast() - pts.getFirst();
        double seconds = ticks * timeBase.toDouble();
        long perThousandSeconds = Math.round((pts.size() - 1) * 1000 / seconds);
        return plausible(Optional.of(new Rational(Math.max(perThousandSeconds, 0), 1000)));
    }

    private static boolean isUneven(Rational timeBase, List<Long> pts) {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 1; i < pts.size(); i++) {
            least = Math.min(least, pts.get(i) - pts.get(i - 1));
            most = Math.max(most, pts.get(i) - pts.get(i - 1));
        }
        if (pts.size() < 3) {
            return false;
        }
        return (most - least) * timeBase.toDouble() > Math.max(JITTER_SECONDS, timeBase.toDouble());
    }
}
