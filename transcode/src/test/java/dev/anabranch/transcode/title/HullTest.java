package dev.anabranch.transcode.title;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HullTest {

    @Test
    void aPointAloneIsItsOwnHull() {
        var only = Films.point(1_000_000, 40);

        assertThat(Hull.of(List.of(only)).points()).containsExactly(only);
        assertThatThrownBy(() -> Hull.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofEqualRatesTheBestIsLeft() {
        var best = Films.point(1_000_000, 40);

        assertThat(
                        Hull.of(
                                        List.of(
                                                Films.point(1_000_000, 38),
                                                best,
                                                Films.point(1_000_000, 39)))
                                .points())
                .containsExactly(best);
        assertThat(Hull.of(List.of(best, best)).points()).containsExactly(best);
    }

    @Test
    void moreBitsForAWorsePictureAreOnNoHull() {
        var poor = Films.point(1_000_000, 30);
        var good = Films.point(2_000_000, 40);
        var wasteful = Films.point(4_000_000, 39);

        assertThat(Hull.of(List.of(wasteful, good, poor)).points()).containsExactly(poor, good);
    }

    @Test
    void whatLiesBelowTheLineBetweenTwoOthersIsCutOff() {
        var first = Films.point(1_000_000, 30);
        var last = Films.point(4_000_000, 40);
        // In the middle of the logarithms, and half a decibel below or above the line.
        var below = Films.point(2_000_000, 34.5);
        var above = Films.point(2_000_000, 35.5);

        assertThat(Hull.of(List.of(first, below, last)).points()).containsExactly(first, last);
        assertThat(Hull.of(List.of(first, above, last)).points())
                .containsExactly(first, above, last);
        assertThat(Hull.of(List.of(first, Films.point(2_000_000, 35), last)).points())
                .containsExactly(first, last);
    }

    @Test
    void nothingIsAboveTheHullOfWhateverPoints() {
        long seed = 20_261_126;
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var points = new ArrayList<ProbePoint>();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                points.add(Films.point(1000 + random.nextInt(50), 5 * random.nextDouble()));
            }
            Collections.shuffle(points, random);
            var hull = Hull.of(points).points();
            assertThat(points).as("seed %d, round %d", seed, round).containsAll(hull);
            for (var point : points) {
                assertThat(height(hull, point.logBits()))
                        .as("seed %d, round %d", seed, round)
                        .isGreaterThanOrEqualTo(point.quality() - 1e-9);
            }
        }
    }

    /// How high the hull is at a rate; left of it everything is allowed that comes to no more.
    private static double height(List<ProbePoint> hull, double log) {
        double height = log < hull.getFirst().logBits() ? Double.NEGATIVE_INFINITY : 0;
        for (int i = 0; i < hull.size(); i++) {
            var right = hull.get(i);
            if (right.logBits() >= log && i > 0) {
                var left = hull.get(i - 1);
                double share = (log - left.logBits()) / (right.logBits() - left.logBits());
                return left.quality() + share * (right.quality() - left.quality());
            }
            height = right.quality();
        }
        return height;
    }
}
