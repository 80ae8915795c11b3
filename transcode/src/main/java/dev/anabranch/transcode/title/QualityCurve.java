package dev.anabranch.transcode.title;

import dev.anabranch.transcode.plan.ProbeSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a size comes to at any rate between those that were tried: lines from point to point over
/// the logarithm of the bit rate, which is what constant quality is nearly linear in.
///
/// @param points from the fewest bits to the most, bits and quality rise; none has more bits than
///   the size may have, if there is one with fewer
record QualityCurve(ProbeSize size, List<ProbePoint> points) {

    QualityCurve {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("no points of " + size);
        }
    }

    /// @param measured of one size, in any order, at least one
    static QualityCurve of(List<ProbePoint> measured) {
        var size = measured.getFirst().size();
        var front = Hull.front(measured);
        double most = size.mostBitsPerSecond();
        var within =
                new ArrayList<>(front.stream().filter(p -> p.bitsPerSecond() <= most).toList());
        if (within.isEmpty()) {
            return new QualityCurve(size, List.of(front.getFirst()));
        }
        if (within.size() < front.size()) {
            within.add(new QualityCurve(size, front).lastWithin(most));
        }
        return new QualityCurve(size, within);
    }

    double leastBits() {
        return points.getFirst().bitsPerSecond();
    }

    double mostBits() {
        return points.getLast().bitsPerSecond();
    }

    /// @param bits beyond the ends the end is taken
    double qualityAt(double bits) {
        return at(bits).quality();
    }

    /// What a rate comes to; beyond the ends the end itself.
    ProbePoint at(double bits) {
        if (bits <= leastBits()) {
            return points.getFirst();
        }
        if (bits >= mostBits()) {
            return points.getLast();
        }
        int right = 1;
        while (points.get(right).bitsPerSecond() < bits) {
            right++;
        }
        var a = points.get(right - 1);
        var b = points.get(right);
        double share = (Math.log(bits) - a.logBits()) / (b.logBits() - a.logBits());
        return new ProbePoint(
                size,
                between(a.crf(), b.crf(), share),
                Math.round(bits),
                a.quality() + share * (b.quality() - a.quality()));
    }

    private static OptionalInt between(OptionalInt a, OptionalInt b, double share) {
        return a.isEmpty() || b.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(
                        (int) Math.round(a.getAsInt() + share * (b.getAsInt() - a.getAsInt())));
    }

    /// The point of a whole step of constant quality nearest to `bits`; with bit rates only, the
    /// one of `bits` itself.
    ProbePoint nearest(double bits) {
        var wished = at(bits);
        if (wished.crf().isEmpty()) {
            return wished;
        }
        return atCrf(wished.crf().getAsInt()).orElse(wished);
    }

    /// The same, but not below a quality that the curve has.
    ProbePoint nearest(double bits, double leastQuality) {
        var nearest = nearest(bits);
        return nearest.crf().isEmpty() || nearest.quality() >= leastQuality
                ? nearest
                : atCrf(nearest.crf().getAsInt() - 1).orElse(nearest);
    }

    /// The last whole step of constant quality that has no more than `bits`.
    private ProbePoint lastWithin(double bits) {
        var nearest = nearest(bits);
        return nearest.crf().isEmpty() || nearest.bitsPerSecond() <= bits
                ? nearest
                : atCrf(nearest.crf().getAsInt() + 1).orElse(nearest);
    }

    private Optional<ProbePoint> atCrf(int crf) {
        for (int i = 1; i < points.size(); i++) {
            var a = points.get(i - 1);
            var b = points.get(i);
            int from = a.crf().orElseThrow();
            int to = b.crf().orElseThrow();
            if (crf <= from && crf >= to && from > to) {
                double share = (double) (from - crf) / (from - to);
                double log = a.logBits() + share * (b.logBits() - a.logBits());
                double quality = a.quality() + share * (b.quality() - a.quality());
                return Optional.of(
                        new ProbePoint(
                                size, OptionalInt.of(crf), Math.round(Math.exp(log)), quality));
            }
        }
        return Optional.empty();
    }
}
