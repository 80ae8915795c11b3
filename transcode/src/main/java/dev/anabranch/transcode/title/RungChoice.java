package dev.anabranch.transcode.title;

import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Metric;
import dev.anabranch.transcode.plan.ProbeSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Chooses rungs: from the rate behind which nobody sees a gain down to the slowest network that is
/// served, in even steps, each at the size that looks best there. Used once, by one thread.
final class RungChoice {

    /// The least that films are offered with on mobile networks (HLS Authoring Specification for
    /// Apple Devices, where the first rung of the sample ladder has 145 kbit/s).
    private static final double FLOOR_BITS = 145_000;

    /// Neighbouring rates are to differ by a factor of 1.5 to 2 (the same).
    private static final double USUAL_STEP = 1.75;

    private static final double LEAST_STEP = 1.5;
    private static final double MOST_STEP = 2;

    /// A rung whose rate came out nearer than this to the one above is left out.
    private static final double NEAREST = 1.2;

    /// A whole step of constant quality.
    private static final double NEARLY = 0.85;

    private static final double NO_QUALITY = Double.NEGATIVE_INFINITY;

    private static final int HALVINGS = 50;

    /// At so many rates a size is compared with the others.
    private static final int LOOKS = 50;

    private final Metric metric;
    private final int maxRungs;
    private final List<QualityCurve> curves;
    private final Hull hull;
    private final List<Decision> decisions = new ArrayList<>();

    /// @param points of all sizes, in any order, at least one
    RungChoice(Metric metric, int maxRungs, List<ProbePoint> points) {
        this.metric = metric;
        this.maxRungs = maxRungs;
        var bySize = new LinkedHashMap<ProbeSize, List<ProbePoint>>();
        points.forEach(p -> bySize.computeIfAbsent(p.size(), _ -> new ArrayList<>()).add(p));
        curves = bySize.values().stream().map(QualityCurve::of).toList();
        hull = Hull.of(curves.stream().flatMap(curve -> curve.points().stream()).toList());
    }

    private void leaveOut(QualityCurve curve) {
        double step = Math.pow(curve.mostBits() / curve.leastBits(), 1.0 / LOOKS);
        boolean isBest = false;
        for (double bits = curve.leastBits(); bits < curve.mostBits(); bits *= step) {
            isBest |= best(bits, Long.MAX_VALUE).filter(curve::equals).isPresent();
        }
        decisions.add(
                new Decision(
                        curve.size().rung().name(),
                        "left out",
                        isBest
                                ? "it looks best only where no rung is"
                                : "at every rate another size looks better"));
    }

    Hull hull() {
        return hull;
    }

    /// What was decided beside the rungs; complete behind [#rungs].
    List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    /// A rate, and why it is the highest.
    ///
    /// @param quality that the rung has at least
    private record Top(double bits, double quality, String reason) {}

    /// The best first; at least one.
    List<ChosenRung> rungs() {
        var top = top();
        double least = curves.stream().mapToDouble(QualityCurve::leastBits).min().orElseThrow();
        double floor = Math.min(top.bits, Math.max(least, FLOOR_BITS));
        double range = Math.log(top.bits / floor);
        int steps = (int) Math.min(maxRungs - 1L, Math.round(range / Math.log(USUAL_STEP)));
        double step = Math.exp(range / Math.max(1, steps));
        step = Math.clamp(step, LEAST_STEP, MOST_STEP);
        var chosen = new ArrayList<ChosenRung>();
        double bits = top.bits;
        addHighest(top, chosen);
        boolean goesOn = true;
        while (goesOn && chosen.size() < maxRungs && bits > floor * NEAREST) {
            // From what the rung above has come to, for a size may need less than it is offered.
            bits = Math.max(floor, chosen.getLast().point().bitsPerSecond() / step);
            goesOn = add(bits, bits > floor, chosen);
        }
        lowest(chosen.getLast().point(), least);
        curves.stream()
                .filter(curve ->
                        chosen.stream().noneMatch(r -> r.point().size().equals(curve.size())))
                .forEach(this::leaveOut);
        return chosen;
    }

    private void lowest(ProbePoint last, double least) {
        var reason =
                last.bitsPerSecond() <= FLOOR_BITS * NEAREST
                        ? "slower networks hardly play video"
                        : last.bitsPerSecond() <= least * NEAREST
                                ? "it is the poorest that was tried"
                                : "there are to be no more than %d rungs".formatted(maxRungs);
        decisions.add(new Decision("lowest rung", rate(last), reason));
    }

    private void addHighest(Top top, List<ChosenRung> chosen) {
        var best = best(top.bits, Long.MAX_VALUE).orElseThrow();
        var point = best.nearest(top.bits, top.quality);
        decisions.add(new Decision("highest rung", rate(point), top.reason));
        chosen.add(new ChosenRung(point, top.reason + "; " + comparison(best, top.bits)));
    }

    /// Adds one below those that are there.
    ///
    /// @param isBetween whether one still lower may follow
    /// @return whether there was something to add
    private boolean add(double bits, boolean isBetween, List<ChosenRung> chosen) {
        var above = chosen.getLast().point();
        var best = best(bits, above.size().pixels());
        if (best.isEmpty()) {
            return false;
        }
        var point = best.get().nearest(bits);
        double step = (double) above.bitsPerSecond() / point.bitsPerSecond();
        var reason = isBetween ? "1/%.2f of the rate above".formatted(step) : "the lowest";
        return step >= NEAREST
                && chosen.add(new ChosenRung(point, reason + "; " + comparison(best.get(), bits)));
    }

    /// What looks best at a rate.
    private Optional<QualityCurve> best(double bits, long mostPixels) {
        QualityCurve best = null;
        for (var curve : curves) {
            boolean isThere = bits >= curve.leastBits() * (1 - 1e-9);
            boolean fits = isThere && curve.size().pixels() <= mostPixels;
            if (fits && (best == null || curve.qualityAt(bits) > best.qualityAt(bits))) {
                best = curve;
            }
        }
        return Optional.ofNullable(best);
    }

    private String comparison(QualityCurve chosen, double bits) {
        QualityCurve second = null;
        for (var curve : curves) {
            if (curve.equals(chosen) || bits < curve.leastBits()) {
                continue;
            }
            if (second == null || curve.qualityAt(bits) > second.qualityAt(bits)) {
                second = curve;
            }
        }
        if (second == null) {
            return "no other size has so few bits";
        }
        double gain = chosen.qualityAt(bits) - second.qualityAt(bits);
        return gain < 0
                ? "no larger than the rung above"
                : "%s better than %s at this rate"
                        .formatted(metric.value(gain), second.size().rung().name());
    }

    /// The smallest rate that any of three reasons allows.
    private Top top() {
        double most = curves.stream().mapToDouble(QualityCurve::mostBits).max().orElseThrow();
        boolean isCapped =
                best(most, Long.MAX_VALUE)
                        .filter(curve -> most > NEARLY * curve.size().mostBitsPerSecond())
                        .isPresent();
        var top =
                new Top(
                        most,
                        NO_QUALITY,
                        isCapped
                                ? "no size gets more than twice what is usual for it"
                                : "it is the best that was tried");
        int last = hull.points().size() - 1;
        for (int i = last - 1; i >= 0 && isEnough(i); i--) {
            top =
                    new Top(
                            (double) hull.points().get(i).bitsPerSecond(),
                            NO_QUALITY,
                            "twice the bits would bring %s, which is not seen"
                                    .formatted(metric.value(hull.gainOfTwice(i))));
        }
        if (quality(top.bits) > metric.ceiling()) {
            top =
                    new Top(
                            reaching(metric.ceiling(), top.bits),
                            metric.ceiling(),
                            "from %s on it looks like the source"
                                    .formatted(metric.text(metric.ceiling())));
        }
        return top;
    }

    /// Whether nobody would see what more bits bring than a point of the hull has.
    private boolean isEnough(int number) {
        return hull.gainOfTwice(number) < metric.leastGain()
                && hull.points().get(number).quality() >= metric.decent();
    }

    private String rate(ProbePoint point) {
        return Rates.text(point.bitsPerSecond()) + ", " + metric.text(point.quality());
    }

    /// The best quality of any size at a rate.
    private double quality(double bits) {
        return best(bits, Long.MAX_VALUE).map(curve -> curve.qualityAt(bits)).orElse(NO_QUALITY);
    }

    /// The lowest rate with a quality, which `most` has; by halving the range.
    private double reaching(double wanted, double most) {
        double low = curves.stream().mapToDouble(QualityCurve::leastBits).min().orElseThrow();
        double high = most;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = Math.sqrt(low * high);
            if (quality(middle) >= wanted) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
