package dev.anabranch.transcode.title;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/// An analysis as a page of HTML that is well-formed XML, too, and loads nothing.
public final class AnalysisPage {

    private final TitleAnalysis analysis;
    private final StringBuilder page = new StringBuilder();

    private AnalysisPage(TitleAnalysis analysis) {
        this.analysis = analysis;
    }

    public static String of(TitleAnalysis analysis) {
        return new AnalysisPage(analysis).written();
    }

    private String written() {
        var about = analysis.about();
        var title = "Per-title ladder of " + about.film();
        page.append("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n");
        page.append("<head>\n<meta charset=\"utf-8\"/>\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width\"/>\n");
        page.append("<title>").append(Markup.text(title)).append("</title>\n");
        page.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n");
        page.append("<h1>").append(Markup.text(title)).append("</h1>\n");
        page.append("<p>").append(Markup.text(summary())).append("</p>\n");
        page.append("<figure>\n").append(Chart.of(analysis));
        page.append("<figcaption>Rings are the rungs; the band is the convex hull.</figcaption>\n");
        page.append("</figure>\n");
        rungs();
        decisions();
        points();
        samples();
        programs();
        page.append("</body>\n</html>\n");
        return page.toString();
    }

    private String summary() {
        var about = analysis.about();
        return String.format(
                Locale.ROOT,
                "%d %s out of %d probe encodes, compared at %s by %s.",
                analysis.rungs().size(),
                analysis.rungs().size() == 1 ? "rung" : "rungs",
                analysis.points().size(),
                about.reference(),
                about.metric());
    }

    private void rungs() {
        heading("The ladder", "Rung", "Size", "CRF", "Bit rate", "Quality", "Why");
        for (var rung : analysis.rungs()) {
            var point = rung.point();
            row(
                    rung.name(),
                    point.size().toString(),
                    crf(point),
                    Rates.text(point.bitsPerSecond()),
                    analysis.about().metric().value(point.quality()),
                    rung.reason());
        }
        end();
    }

    private void points() {
        heading("Everything that was measured", "Size", "CRF", "Bit rate", "Quality", "");
        for (var point : analysis.points()) {
            boolean isOnHull = analysis.hull().points().contains(point);
            boolean isTooMuch = point.bitsPerSecond() > point.size().mostBitsPerSecond();
            row(
                    point.size().toString(),
                    crf(point),
                    Rates.text(point.bitsPerSecond()),
                    analysis.about().metric().value(point.quality()),
                    isOnHull ? "on the hull" : isTooMuch ? "more than the size may have" : "");
        }
        end();
    }

    private static String crf(ProbePoint point) {
        return point.crf().isPresent() ? Integer.toString(point.crf().getAsInt()) : "–";
    }

    private void samples() {
        heading("Samples", "From", "To");
        for (var part : analysis.about().samples().parts()) {
            var end = part.end().or(analysis.about()::length);
            row(
                    seconds(part.start().toMillis()),
                    end.map(last -> seconds(last.toMillis())).orElse("the end"));
        }
        end();
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
    }

    private void decisions() {
        heading("Decisions", "What", "How", "Why");
        analysis.decisions().forEach(one -> row(one.subject(), one.choice(), one.reason()));
        end();
    }

    private void programs() {
        heading("Commands", "What for", "Program", "Words");
        analysis.about().programs().forEach(one -> row(one.subject(), one.choice(), one.reason()));
        end();
        page.append("<p>Of the first rate that was tried; others differ in the rate alone.</p>\n");
    }

    private void heading(String title, String... columns) {
        page.append("<h2>").append(title).append("</h2>\n<div class=\"wide\"><table>\n<thead><tr>");
        for (var column : columns) {
            page.append("<th>").append(column).append("</th>");
        }
        page.append("</tr></thead>\n<tbody>\n");
    }

    private void row(String... cells) {
        page.append("<tr>");
        for (var cell : cells) {
            page.append("<td>").append(Markup.text(cell)).append("</td>");
        }
        page.append("</tr>\n");
    }

    private void end() {
        page.append("</tbody>\n</table></div>\n");
    }

    private static String style() {
        try (InputStream css = AnalysisPage.class.getResourceAsStream("analysis.css")) {
            return new String(
                    Objects.requireNonNull(css, "analysis.css").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
