package dev.anabranch.packager.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.Packager;
import dev.anabranch.testkit.JoinedMovie;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Films whose codec configuration changes on the way: what we make of them breaks no rule, and a
/// breach planted in it is found.
class PlantedConfigurationTest {

    private static final String MASTER = "index.m3u8";
    private static final String VIDEO = "video-360p/index.m3u8";
    private static final String AUDIO = "audio/index.m3u8";
    private static final String TEXT = "text-en/index.m3u8";
    private static final String I_FRAMES = "video-360p/iframes.m3u8";
    private static final String BREAK = "#EXT-X-DISCONTINUITY\n";
    private static final String MAP = "#EXT-X-MAP:URI=\"init-2.mp4\"\n";

    @TempDir private static Path folder;

    private static Path film = Path.of("");
    private static Planted good = new Planted();

    @BeforeAll
    static void packageOnce() throws Exception {
        film = JoinedMovie.write(folder.resolve("film.mp4"), "clip-180p", "clip-360p");
        good = Planted.in(packager().subtitles(Planted.sample("captions.srt"), "en"));
        assertThat(good.check().breaches()).isEmpty();
    }

    @Test
    void singleFilesBreakNoRule() throws Exception {
        assertThat(Planted.in(packager().singleFile()).check().breaches()).isEmpty();
    }

    @Test
    void transportStreamsBreakNoRule() throws Exception {
        assertThat(Planted.in(packager().transportStream()).check().breaches()).isEmpty();
    }

    @Test
    void soundThatChangesBreaksNoRule() throws Exception {
        var stereo =
                JoinedMovie.write(
                        folder.resolve("stereo.mp4"),
                        "clip-180p",
                        "clip-180p-baseline",
                        "clip-180p");
        assertThat(Planted.in(Packager.of(stereo)).check().breaches()).isEmpty();
        assertThat(Planted.in(Packager.of(stereo).transportStream()).check().breaches()).isEmpty();
    }

    @Test
    void findsNoDiscontinuityWhereTheConfigurationChanges() throws Exception {
        var planted = good.copy().replace(VIDEO, BREAK, "");
        flags("O10", VIDEO, planted);
        flags("O25", AUDIO, planted);
    }

    @Test
    void findsNoDiscontinuityInAnyPlaylist() throws Exception {
        var planted = good.copy();
        for (var playlist : new String[] {VIDEO, AUDIO, TEXT, I_FRAMES}) {
            planted.replace(playlist, BREAK, "");
        }
        flags("O10", VIDEO, planted);
    }

    @Test
    void findsSoundAndSubtitlesAndIFramesWithoutTheDiscontinuity() throws Exception {
        for (var playlist : new String[] {AUDIO, TEXT, I_FRAMES}) {
            flags("O25", playlist, good.copy().replace(playlist, BREAK, ""));
        }
    }

    @Test
    void findsADiscontinuityASegmentTooLate() throws Exception {
        flags(
                "O25",
                AUDIO,
                good.copy()
                        .text(
                                AUDIO,
                                text ->
                                        text.replace(BREAK, "")
                                                .replace("3.m4s\n", "3.m4s\n" + BREAK)));
    }

    @Test
    void findsSegmentsLeftToTheInitSegmentBeforeTheChange() throws Exception {
        flags("init-mismatch", I_FRAMES, good.copy().replace(VIDEO, MAP, ""));
        flags("init-mismatch", I_FRAMES, good.copy().replace(I_FRAMES, MAP, ""));
    }

    @Test
    void findsAPeriodWithTheInitSegmentOfTheOneBefore() throws Exception {
        flags(
                "init-mismatch",
                "manifest.mpd",
                good.copy().replace("manifest.mpd", "init-2.mp4", "init.mp4"));
    }

    @Test
    void findsTheResolutionOfTheSmallerPicture() throws Exception {
        flags("O23", MASTER, good.copy().replace(MASTER, "640x360", "320x180"));
    }

    @Test
    void findsCodecsWithoutThoseOfTheSecondHalf() throws Exception {
        flags("O23", MASTER, good.copy().replace(MASTER, "avc1.64001f,", ""));
    }

    @Test
    void findsAPeriodThatStartsAtTheWrongMediaTime() throws Exception {
        flags(
                "mpd-duration",
                "manifest.mpd",
                good.copy()
                        .replace(
                                "manifest.mpd",
                                "presentationTimeOffset=\"51200\"",
                                "presentationTimeOffset=\"76800\"")
                        .replace(
                                "manifest.mpd",
                                "presentationTimeOffset=\"176400\"",
                                "presentationTimeOffset=\"264600\""));
    }

    private static Packager packager() {
        return Packager.of(film).segment(Duration.ofSeconds(2));
    }

    private static void flags(String rule, String file, Planted planted) throws Exception {
        assertThat(planted.check().breaches())
                .as(rule + " in " + file)
                .anyMatch(breach -> breach.rule().equals(rule) && breach.file().equals(file));
    }
}
