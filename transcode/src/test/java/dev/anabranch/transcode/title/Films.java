package dev.anabranch.transcode.title;

import dev.anabranch.transcode.Rung;
import dev.anabranch.transcode.plan.ProbeSize;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Films that were never shot: what probes of them would have measured, by a formula.
final class Films {

    static final List<ProbeSize> SIZES =
            List.of(
                    size("1080p", 1920, 1080, 10_000_000),
                    size("720p", 1280, 720, 5_600_000),
                    size("480p", 854, 480, 2_800_000),
                    size("240p", 426, 240, 700_000));

    private static final int[] CRFS = {20, 24, 28, 33, 39};

    private Films() {}

    static ProbeSize size(String name, int width, int height, long most) {
        return new ProbeSize(Rung.of(name, width, height), width, height, 1, most);
    }

    static ProbePoint point(long bits, double quality) {
        return new ProbePoint(SIZES.getFirst(), OptionalInt.empty(), bits, quality);
    }

    /// Each size is better than smaller ones where there are bits enough, and worse where not, as
    /// with real films, in decibels.
    ///
    /// @param hardness 1 for a film as they are; bits are in proportion
    static List<ProbePoint> film(double hardness) {
        var points = new ArrayList<ProbePoint>();
        double limit = 43;
        for (var size : SIZES) {
            for (int crf : CRFS) {
                double bits =
                        hardness
                                * 3.5
                                * Math.pow(size.pixels(), 0.9)
                                * Math.pow(2, (24 - crf) / 5.0);
                double coded = 44 - 0.9 * (crf - 20);
                double quality =
                        -10 * Math.log10(Math.pow(10, -coded / 10) + Math.pow(10, -limit / 10));
                points.add(new ProbePoint(size, OptionalInt.of(crf), Math.round(bits), quality));
            }
            limit -= 6;
        }
        return points;
    }
}
