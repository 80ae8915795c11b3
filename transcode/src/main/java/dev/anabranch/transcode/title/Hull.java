package dev.anabranch.transcode.title;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The upper convex hull of points of bits and quality: what no other choice of size and rate, nor
/// a mixture of two, is better than. One axis is the logarithm of the bit rate.
///
/// @param points from the fewest bits to the most; bits and quality rise, the gain for twice the
///   bits falls
public record Hull(List<ProbePoint> points) {

    private static final Comparator<ProbePoint> BY_BITS =
            Comparator.comparingLong(ProbePoint::bitsPerSecond)
                    .thenComparingDouble(point -> -point.quality());

    public Hull {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("no points");
        }
    }

    /// Of any points, in any order, at least one.
    public static Hull of(List<ProbePoint> points) {
        var hull = new ArrayList<ProbePoint>();
        for (var point : front(points)) {
            while (hull.size() > 1 && isBelow(hull.getLast(), hull.get(hull.size() - 2), point)) {
                hull.removeLast();
            }
            hull.add(point);
        }
        return new Hull(hull);
    }

    /// The Pareto front: those that are better than everything with as few bits.
    static List<ProbePoint> front(List<ProbePoint> points) {
        var front = new ArrayList<ProbePoint>();
        for (var point : points.stream().sorted(BY_BITS).toList()) {
            if (front.isEmpty() || point.quality() > front.getLast().quality()) {
                front.add(point);
            }
        }
        return front;
    }

    /// Whether `middle` lies on or below the line through two others.
    private static boolean isBelow(ProbePoint middle, ProbePoint left, ProbePoint right) {
        double before = middle.logBits() - left.logBits();
        double behind = right.logBits() - middle.logBits();
        return (middle.quality() - left.quality()) * behind
                <= (right.quality() - middle.quality()) * before;
    }

    /// What twice the bits bring behind a point; the last has nothing behind it.
    double gainOfTwice(int number) {
        var left = points.get(number);
        var right = points.get(number + 1);
        return (right.quality() - left.quality())
                / (right.logBits() - left.logBits())
                * Math.log(2);
    }
}
