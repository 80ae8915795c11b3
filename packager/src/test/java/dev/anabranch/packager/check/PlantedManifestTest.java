package dev.anabranch.packager.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.Packager;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One breach planted in an MPD, or in what a server says beside it, is found.
class PlantedManifestTest {

    private static final String MPD = "manifest.mpd";

    private static Planted good = new Planted();

    @BeforeAll
    static void packageOnce() throws Exception {
        var source = Planted.sample("bbb_240p_10s.mp4");
        good = Planted.in(Packager.of(source, source).segment(Duration.ofSeconds(2)));
        assertThat(good.check().breaches()).isEmpty();
    }

    @Test
    void findsWrongCodecs() throws Exception {
        flags("mpd-codecs", good.copy().replace(MPD, "avc1.64000d", "avc1.42e01e"));
    }

    @Test
    void findsWrongSize() throws Exception {
        flags("mpd-size", good.copy().replace(MPD, "width=\"320\"", "width=\"640\""));
    }

    @Test
    void findsWrongFrameRate() throws Exception {
        flags("mpd-frame-rate", good.copy().replace(MPD, "frameRate=\"24\"", "frameRate=\"30\""));
    }

    @Test
    void findsWrongSamplingRate() throws Exception {
        flags("mpd-sampling-rate", good.copy().replace(MPD, "Rate=\"44100\"", "Rate=\"48000\""));
    }

    @Test
    void findsTimelineThatIsNotThatOfTheSegments() throws Exception {
        flags(
                "mpd-timeline",
                good.copy()
                        .text(
                                MPD,
                                text ->
                                        text.replaceFirst("d=\"32256\"", "d=\"30720\"")
                                                .replaceFirst("d=\"15872\"", "d=\"17408\"")));
    }

    @Test
    void findsPresentationThatIsLongerThanItsMedia() throws Exception {
        flags(
                "mpd-duration",
                good.copy()
                        .text(
                                MPD,
                                text ->
                                        text.replaceFirst(
                                                "mediaPresentationDuration=\"PT[\\d.]+S",
                                                "mediaPresentationDuration=\"PT12S")));
    }

    @Test
    void findsBandwidthThatLeavesPlayersWaiting() throws Exception {
        flags(
                "mpd-bandwidth",
                good.copy()
                        .text(
                                MPD,
                                text ->
                                        text.replaceAll(
                                                "bandwidth=\"\\d+\"", "bandwidth=\"50000\"")));
    }

    @Test
    void findsTemplateThatNamesOtherFiles() throws Exception {
        flags("resource-exists", good.copy().replace(MPD, "$Number$", "$Number%05d$"));
    }

    @Test
    void findsMissingInitSegment() throws Exception {
        flags("resource-exists", good.copy().without("audio/init.mp4"));
    }

    @Test
    void findsBrokenXml() throws Exception {
        flags("mpd-syntax", good.copy().replace(MPD, "</Period>", ""));
    }

    @Test
    void findsWhatTheServerSaysWrong() throws Exception {
        var fields = Map.of("content-type", "text/plain");
        Resources server =
                part ->
                        good.fetch(part)
                                .map(found ->
                                        new Resources.Fetched(
                                                found.bytes(), found.resourceBytes(), fields));
        var report = PresentationCheck.of(server, java.util.List.of("index.m3u8", MPD));
        assertThat(report.breaches()).extracting(Breach::rule).contains("O32", "cors", "gzip");
        assertThat(report.count(Breach.Severity.MUST)).isZero();
    }

    @Test
    void acceptsWhatTheServerSaysRight() throws Exception {
        Resources server =
                part ->
                        good.fetch(part)
                                .map(found ->
                                        new Resources.Fetched(
                                                found.bytes(),
                                                found.resourceBytes(),
                                                fields(part.address())));
        assertThat(PresentationCheck.of(server, java.util.List.of("index.m3u8", MPD)).breaches())
                .isEmpty();
    }

    private static Map<String, String> fields(String path) {
        var type = dev.anabranch.packager.MediaType.of(path);
        return Map.of(
                "content-type", type.orElseThrow().mimeType(),
                "access-control-allow-origin", "*",
                "content-encoding", "gzip");
    }

    private static void flags(String rule, Planted planted) throws Exception {
        assertThat(planted.check().breaches())
                .anyMatch(breach ->
                        breach.rule().equals(rule) && breach.severity() == Breach.Severity.MUST);
    }
}
