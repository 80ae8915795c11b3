package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.Trim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a source says of itself is in the manifests.
class AboutTest {

    @TempDir Path folder;

    @Test
    void titleAndChaptersOfTheSourceAreKept() throws Exception {
        var lab = new Lab(folder);
        var made = lab.make(film(lab), settings -> settings);

        assertThat(made.text("index.m3u8"))
                .contains(
                        "#EXT-X-SESSION-DATA:DATA-ID=\"com.apple.hls.title\",VALUE=\"A 'film' & more\"")
                .contains(
                        "#EXT-X-SESSION-DATA:DATA-ID=\"com.apple.hls.chapters\",URI=\"chapters.json\"");
        assertThat(made.text("manifest.mpd")).contains("<Title>A \"film\" &amp; more</Title>");
        assertThat(made.text("chapters.json"))
                .isEqualTo(
                        """
                        [
                          {"chapter": 1, "start-time": 0.000, "duration": 1.000, "titles": [{"language": "und", "title": "Opening"}]},
                          {"chapter": 2, "start-time": 1.000, "duration": 2.000, "titles": [{"language": "und", "title": "The \\"end\\""}]}
                        ]
                        """);
        assertThat(Lab.probed(made.folder().resolve("video-108p/media.mp4"), "format_tags=title"))
                .isEmpty();
    }

    @Test
    void chaptersMoveWithTheTrimAndThoseOutsideAreGone() throws Exception {
        var lab = new Lab(folder);
        var trim = new Trim(Duration.ofMillis(1500), Optional.of(Duration.ofMillis(2500)));
        var made = lab.make(film(lab), settings -> settings.withTrim(trim));

        assertThat(made.text("chapters.json"))
                .contains("{\"chapter\": 1, \"start-time\": 0.000, \"duration\": 1.000")
                .contains("The")
                .doesNotContain("Opening");
    }

    @Test
    void aSourceThatSaysNothingHasNeither() throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "plain.mkv", "testsrc2=size=192x108:rate=25:duration=1", "-c:v", "ffv1");
        var made = lab.make(source, settings -> settings);

        assertThat(made.text("index.m3u8")).doesNotContain("SESSION-DATA");
        assertThat(made.text("manifest.mpd")).doesNotContain("ProgramInformation");
        assertThat(made.folder().resolve("chapters.json")).doesNotExist();
    }

    private Path film(Lab lab) throws Exception {
        var about =
                Files.writeString(
                        folder.resolve("about.txt"),
                        """
                        ;FFMETADATA1
                        title=A "film" & more
                        [CHAPTER]
                        TIMEBASE=1/1000
                        START=0
                        END=1000
                        title=Opening
                        [CHAPTER]
                        TIMEBASE=1/1000
                        START=1000
                        END=3000
                        title=The "end"
                        """);
        return lab.clip(
                "film.mkv",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=192x108:rate=25:duration=3",
                "-i",
                "file:" + about,
                "-map",
                "0",
                "-map_metadata",
                "1",
                "-map_chapters",
                "1",
                "-c:v",
                "ffv1");
    }
}
