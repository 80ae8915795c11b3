package dev.anabranch.transcode.title;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Metric;
import dev.anabranch.transcode.Trim;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class AnalysisPageTest {

    private static final String HOSTILE = "<script>alert('x')</script> & \"B\" \u0000.mp4";

    private static TitleAnalysis analysis(List<ProbePoint> points) {
        var about =
                new TitleAnalysis.About(
                        HOSTILE,
                        Optional.of(Duration.ofSeconds(90)),
                        new Samples(List.of(Trim.WHOLE), true),
                        Metric.XPSNR,
                        "1920x1080",
                        List.of(new Decision("1920x1080", "ffmpeg", "-c:v libx264 -crf 20")),
                        List.of());
        return TitleAnalysis.of(about, PerTitle.DEFAULT, List.of(), points);
    }

    private static Document parsed(String page) throws Exception {
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        return builder.parse(new InputSource(new StringReader(page)));
    }

    private static long count(Document page, String element, String kind) {
        var all = page.getElementsByTagName(element);
        long count = 0;
        for (int i = 0; i < all.getLength(); i++) {
            var attribute = all.item(i).getAttributes().getNamedItem("class");
            count += attribute != null && attribute.getNodeValue().startsWith(kind) ? 1 : 0;
        }
        return count;
    }

    @Test
    void thePageIsWellFormedAndShowsEverything() throws Exception {
        var analysis = analysis(Films.film(1));
        var page = parsed(AnalysisPage.of(analysis));

        assertThat(count(page, "path", "curve")).isEqualTo(Films.SIZES.size());
        assertThat(count(page, "path", "hull")).isEqualTo(1);
        assertThat(count(page, "circle", "dot")).isEqualTo(analysis.points().size());
        assertThat(count(page, "circle", "rung")).isEqualTo(analysis.rungs().size());
        assertThat(count(page, "text", "label")).isEqualTo(analysis.rungs().size());
        assertThat(page.getDocumentElement().getTextContent()).contains("-c:v libx264 -crf 20");
    }

    @Test
    void theNameOfTheFilmIsTextAndNothingElse() throws Exception {
        var page = AnalysisPage.of(analysis(Films.film(1)));

        assertThat(page).doesNotContain("<script");
        assertThat(parsed(page).getElementsByTagName("h1").item(0).getTextContent())
                .isEqualTo("Per-title ladder of " + HOSTILE.replace('\u0000', '\uFFFD'));
    }

    @Test
    void nothingIsLoadedFromAnywhere() {
        var page = AnalysisPage.of(analysis(Films.film(1)));

        assertThat(page.replace("http://www.w3.org/1999/xhtml", ""))
                .doesNotContain("http", "url(", "src=", "href=", "@import");
    }

    @Test
    void pointsThatAreAllOneAreDrawnToo() throws Exception {
        var page = AnalysisPage.of(analysis(List.of(Films.point(20_000, 60))));

        parsed(page);
        assertThat(page).doesNotContain("NaN", "Infinity");
    }
}
