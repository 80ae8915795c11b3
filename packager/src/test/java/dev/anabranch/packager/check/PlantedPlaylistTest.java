package dev.anabranch.packager.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.Packager;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One breach planted in the playlists of good output is found, by its rule and its place.
class PlantedPlaylistTest {

    private static final String MASTER = "index.m3u8";
    private static final String VIDEO = "video-240p/index.m3u8";
    private static final String SECOND = "video-240p-2/index.m3u8";
    private static final String AUDIO = "audio/index.m3u8";
    private static final String TEXT = "text-en/index.m3u8";

    private static Planted good = new Planted();

    @BeforeAll
    static void packageOnce() throws Exception {
        var source = Planted.sample("bbb_240p_10s.mp4");
        good =
                Planted.in(
                        Packager.of(source, source)
                                .subtitles(Planted.sample("captions.srt"), "en")
                                .segment(Duration.ofSeconds(2)));
        assertThat(good.check().breaches()).isEmpty();
    }

    @Test
    void findsMissingSegment() throws Exception {
        flags("resource-exists", VIDEO, good.copy().without("video-240p/2.m4s"));
    }

    @Test
    void findsMissingPlaylist() throws Exception {
        flags("resource-exists", MASTER, good.copy().without(SECOND));
    }

    @Test
    void findsPageOfHtmlInPlaceOfPlaylist() throws Exception {
        flags("playlist-syntax", VIDEO, good.copy().text(VIDEO, _ -> "<html>Not found</html>"));
    }

    @Test
    void findsWrongCodec() throws Exception {
        flags("O23", MASTER, good.copy().replace(MASTER, "avc1.64000d", "avc1.42e01e"));
    }

    @Test
    void findsCodecsWithoutThoseOfTheAudioGroup() throws Exception {
        flags("O23", MASTER, good.copy().replace(MASTER, ",mp4a.40.2", ""));
    }

    @Test
    void findsCodecThatNothingHas() throws Exception {
        flags("O23", MASTER, good.copy().replace(MASTER, "mp4a.40.2", "mp4a.40.2,ac-3"));
    }

    @Test
    void findsWrongResolution() throws Exception {
        flags("O23", MASTER, good.copy().replace(MASTER, "427x240", "640x360"));
    }

    @Test
    void findsWrongFrameRate() throws Exception {
        flags("O23", MASTER, good.copy().replace(MASTER, "=24.000", "=30.000"));
    }

    @Test
    void findsWrongVideoRange() throws Exception {
        flags("O26", MASTER, good.copy().replace(MASTER, "RANGE=SDR", "RANGE=PQ"));
    }

    @Test
    void findsBandwidthThatIsExceeded() throws Exception {
        flags(
                "O23",
                MASTER,
                good.copy()
                        .text(
                                MASTER,
                                text -> text.replaceFirst(":BANDWIDTH=\\d+", ":BANDWIDTH=90000")));
    }

    @Test
    void findsBandwidthFarAboveTheMedia() throws Exception {
        flags(
                "O23",
                MASTER,
                good.copy()
                        .text(
                                MASTER,
                                text -> text.replaceFirst(":BANDWIDTH=\\d+", ":BANDWIDTH=900000")));
    }

    @Test
    void findsWrongAverage() throws Exception {
        flags(
                "O23",
                MASTER,
                good.copy()
                        .text(
                                MASTER,
                                text ->
                                        text.replaceFirst(
                                                "AVERAGE-BANDWIDTH=\\d+",
                                                "AVERAGE-BANDWIDTH=9000")));
    }

    @Test
    void findsWrongChannels() throws Exception {
        flags("O23", MASTER, good.copy().replace(MASTER, "CHANNELS=\"2\"", "CHANNELS=\"6\""));
    }

    @Test
    void findsWrongDuration() throws Exception {
        flags(
                "O31",
                VIDEO,
                good.copy()
                        .text(
                                VIDEO,
                                text -> text.replaceFirst("EXTINF:2.000000", "EXTINF:1.900000")));
    }

    @Test
    void findsDurationsWhoseSmallErrorsAddUp() throws Exception {
        flags("O31", VIDEO, good.copy().replace(VIDEO, "EXTINF:2.000000", "EXTINF:1.970000"));
    }

    @Test
    void findsTargetDurationThatIsTooShort() throws Exception {
        flags("O2", VIDEO, good.copy().replace(VIDEO, "TARGETDURATION:2", "TARGETDURATION:1"));
    }

    @Test
    void findsTargetDurationsThatDiffer() throws Exception {
        flags("O25", AUDIO, good.copy().replace(AUDIO, "TARGETDURATION:2", "TARGETDURATION:4"));
    }

    @Test
    void findsVersionThatIsTooLow() throws Exception {
        flags("O1", VIDEO, good.copy().replace(VIDEO, "VERSION:6", "VERSION:3"));
    }

    @Test
    void findsRenditionWithFewerSegments() throws Exception {
        flags("O25", SECOND, good.copy().text(SECOND, PlantedPlaylistTest::withoutLast));
    }

    @Test
    void findsChangeOfTracksWithoutDiscontinuity() throws Exception {
        var change = "#EXT-X-MAP:URI=\"../audio/init.mp4\"\n#EXTINF:2.000000,\n../audio/3.m4s";
        flags("O10", VIDEO, good.copy().replace(VIDEO, "#EXTINF:2.000000,\n3.m4s", change));
    }

    @Test
    void findsWrongBitrate() throws Exception {
        flags(
                "O22",
                VIDEO,
                good.copy()
                        .text(
                                VIDEO,
                                text ->
                                        text.replaceFirst(
                                                "#EXTINF", "#EXT-X-BITRATE:10\n#EXTINF")));
    }

    @Test
    void findsIFrameRangeThatEndsWithinThePicture() throws Exception {
        var path = "video-240p/iframes.m3u8";
        flags(
                "O21",
                path,
                good.copy()
                        .text(
                                path,
                                text -> text.replaceFirst("BYTERANGE:\\d+@0", "BYTERANGE:2000@0")));
    }

    @Test
    void findsIFrameRangeWithoutMoof() throws Exception {
        var path = "video-240p/iframes.m3u8";
        flags(
                "O21",
                path,
                good.copy()
                        .text(
                                path,
                                text ->
                                        text.replaceFirst(
                                                "BYTERANGE:(\\d+)@0", "BYTERANGE:$1@900")));
    }

    @Test
    void findsIFrameRangeWithFurtherPictures() throws Exception {
        var path = "video-240p/iframes.m3u8";
        flags(
                "O21",
                path,
                good.copy()
                        .text(
                                path,
                                text ->
                                        text.replaceFirst(
                                                "BYTERANGE:\\d+@0", "BYTERANGE:30000@0")));
    }

    @Test
    void findsSubtitlesWithoutTheirPlaceInTime() throws Exception {
        var path = "text-en/2.vtt";
        flags(
                "O33",
                path,
                good.copy().text(path, text -> text.replaceFirst("X-TIMESTAMP-MAP[^\n]*\n", "")));
    }

    @Test
    void findsCueOutsideOfItsSegment() throws Exception {
        var path = "text-en/3.vtt";
        flags("O33", path, good.copy().replace(path, "MPEGTS:0", "MPEGTS:2700000"));
    }

    @Test
    void findsSubtitlesThatEndBeforeTheProgramme() throws Exception {
        flags("O33", TEXT, good.copy().text(TEXT, PlantedPlaylistTest::withoutLast));
    }

    @Test
    void findsSubtitlesThatAreNone() throws Exception {
        var path = "text-en/2.vtt";
        flags("segment-parse", path, good.copy().text(path, _ -> "1\n00:00:01,000 --> no"));
    }

    private static String withoutLast(String playlist) {
        return playlist.replaceFirst("#EXTINF[^\n]*\n[^\n]*\n#EXT-X-ENDLIST", "#EXT-X-ENDLIST");
    }

    private static void flags(String rule, String file, Planted planted) throws Exception {
        assertThat(planted.check().breaches())
                .anyMatch(breach ->
                        breach.rule().equals(rule)
                                && breach.file().equals(file)
                                && breach.severity() == Breach.Severity.MUST);
    }
}
