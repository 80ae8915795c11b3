package dev.anabranch.transcode.title;

import dev.anabranch.transcode.Metric;
import dev.anabranch.transcode.plan.ProbeSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was measured, as SVG: bit rates on a logarithmic axis, quality on the other, a line for
/// each size, the hull, and the rungs with their names.
final class Chart {

    private static final int WIDTH = 920;
    private static final int HEIGHT = 520;
    private static final int LEFT = 62;
    private static final int RIGHT = 92;
    private static final int TOP = 40;
    private static final int BOTTOM = 52;

    /// Of colours in the page's style sheet.
    private static final int COLOURS = 8;

    /// Between labels at the ends of lines.
    private static final double LABEL_HEIGHT = 15;

    private static final double[] MARKS = {1, 2, 5};

    private final TitleAnalysis analysis;
    private final Metric metric;
    private final Axis bits;
    private final Axis quality;
    private final StringBuilder svg = new StringBuilder();

    /// A range of values on a range of pixels.
    private record Axis(double least, double most, double from, double to) {

        double at(double value) {
            return from + (value - least) / (most - least) * (to - from);
        }
    }

    private Chart(TitleAnalysis analysis) {
        this.analysis = analysis;
        metric = analysis.about().metric();
        var logs = analysis.points().stream().mapToDouble(ProbePoint::logBits).summaryStatistics();
        bits = axis(logs.getMin(), logs.getMax(), 0.15, LEFT, (double) WIDTH - RIGHT);
        var values =
                analysis.points().stream().mapToDouble(ProbePoint::quality).summaryStatistics();
        quality = axis(values.getMin(), values.getMax(), 0.5, (double) HEIGHT - BOTTOM, TOP);
    }

    /// With room at both ends, also where all values are one.
    private static Axis axis(double least, double most, double atLeast, double from, double to) {
        double room = Math.max(atLeast, 0.05 * (most - least));
        return new Axis(least - room, most + room, from, to);
    }

    static String of(TitleAnalysis analysis) {
        return new Chart(analysis).draw();
    }

    private String draw() {
        add(
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Quality by bit rate for each size, with the chosen rungs\">",
                WIDTH, HEIGHT);
        bitsAxis();
        qualityAxis();
        ceiling();
        line("hull", analysis.hull().points());
        int colour = 0;
        var ends = new LinkedHashMap<ProbeSize, ProbePoint>();
        for (var curve : bySize().entrySet()) {
            var front = Hull.front(curve.getValue());
            line("curve c" + colour % COLOURS, front);
            for (var point : curve.getValue()) {
                dot(point, colour % COLOURS);
            }
            ends.put(curve.getKey(), front.getLast());
            colour++;
        }
        names(ends);
        analysis.rungs().forEach(this::rung);
        svg.append("</svg>\n");
        return svg.toString();
    }

    private Map<ProbeSize, List<ProbePoint>> bySize() {
        var all = new LinkedHashMap<ProbeSize, List<ProbePoint>>();
        for (var point : analysis.points()) {
            all.computeIfAbsent(point.size(), _ -> new ArrayList<>()).add(point);
        }
        return all;
    }

    private void bitsAxis() {
        double foot = (double) HEIGHT - BOTTOM;
        for (double decade = 100; decade < 1e10; decade *= 10) {
            for (double mark : MARKS) {
                double x = bits.at(Math.log(decade * mark));
                if (x >= LEFT && x <= WIDTH - RIGHT) {
                    add("<path class=\"grid\" d=\"M%.1f %d V%.1f\"/>", x, TOP, foot);
                    text("tick middle", x, foot + 18, rate(decade * mark));
                }
            }
        }
        text(
                "axis middle",
                (LEFT + WIDTH - RIGHT) / 2.0,
                HEIGHT - 10.0,
                "bit rate of the picture, bit/s");
    }

    /// `200k`, `5M`.
    private static String rate(double bitsPerSecond) {
        if (bitsPerSecond >= 1e6) {
            return shortest(bitsPerSecond / 1e6) + "M";
        }
        return bitsPerSecond >= 1000
                ? shortest(bitsPerSecond / 1e3) + "k"
                : shortest(bitsPerSecond);
    }

    private static String shortest(double value) {
        return value < 10 && Math.abs(value - Math.rint(value)) > 0.05
                ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%.0f", value);
    }

    private void qualityAxis() {
        double range = quality.most - quality.least;
        double step = range > 50 ? 10 : range > 20 ? 5 : range > 8 ? 2 : 1;
        for (double mark = Math.ceil(quality.least / step) * step;
                mark <= quality.most;
                mark += step) {
            double y = quality.at(mark);
            add("<path class=\"grid\" d=\"M%d %.1f H%d\"/>", LEFT, y, WIDTH - RIGHT);
            text("tick end", LEFT - 8.0, y + 4, shortest(mark));
        }
        text("axis", 10, 20, metric.axis());
    }

    private void ceiling() {
        double y = quality.at(metric.ceiling());
        if (y > TOP) {
            add("<path class=\"ceiling\" d=\"M%d %.1f H%d\"/>", LEFT, y, WIDTH - RIGHT);
            text("tick", LEFT + 6.0, y - 5, "looks like the source");
        }
    }

    private void line(String kind, List<ProbePoint> points) {
        var path = new StringBuilder();
        for (var point : points) {
            path.append(
                    String.format(
                            Locale.ROOT,
                            "%s%.1f %.1f",
                            path.isEmpty() ? "M" : " L",
                            bits.at(point.logBits()),
                            quality.at(point.quality())));
        }
        add("<path class=\"%s\" d=\"%s\"/>", kind, path);
    }

    private void dot(ProbePoint point, int colour) {
        add(
                "<circle class=\"dot c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"><title>%s</title></circle>",
                colour,
                bits.at(point.logBits()),
                quality.at(point.quality()),
                Markup.text(words(point)));
    }

    private String words(ProbePoint point) {
        var crf = point.crf().isPresent() ? ", CRF " + point.crf().getAsInt() : "";
        return "%s%s, %s, %s"
                .formatted(
                        point.size().rung().name(),
                        crf,
                        Rates.text(point.bitsPerSecond()),
                        metric.text(point.quality()));
    }

    /// At the right ends of the lines, as near as they can be without one on the other.
    private void names(Map<ProbeSize, ProbePoint> ends) {
        int colour = 0;
        var taken = new ArrayList<double[]>();
        for (var end : ends.entrySet()) {
            double x = bits.at(end.getValue().logBits()) + 9;
            double y = quality.at(end.getValue().quality()) + 4;
            for (boolean isFree = false; !isFree; ) {
                double at = y;
                isFree = taken.stream().noneMatch(other -> isOnTop(other, x, at));
                y += isFree ? 0 : LABEL_HEIGHT;
            }
            taken.add(new double[] {x, y});
            text("name c" + colour % COLOURS, x, y, end.getKey().rung().name());
            colour++;
        }
    }

    private static boolean isOnTop(double[] other, double x, double y) {
        return Math.abs(other[0] - x) < 3 * LABEL_HEIGHT && Math.abs(other[1] - y) < LABEL_HEIGHT;
    }

    /// Above the hull is nothing else.
    private void rung(ChosenRung rung) {
        double x = bits.at(rung.point().logBits());
        double y = quality.at(rung.point().quality());
        add(
                "<circle class=\"rung\" cx=\"%.1f\" cy=\"%.1f\" r=\"7\"><title>%s</title></circle>",
                x, y, Markup.text(words(rung.point())));
        text(
                "label end",
                x - 9,
                y - 9,
                rung.name() + " " + rate((double) rung.point().bitsPerSecond()));
    }

    private void text(String kind, double x, double y, String text) {
        add("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", kind, x, y, Markup.text(text));
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency
    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
