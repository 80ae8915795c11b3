package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.Extras;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Renditions as files to be saved, and the variant of sound alone.
class DownloadTest {

    private static final Lab.Change DOWNLOADS =
            settings -> settings.withExtras(extras -> extras.withDownloads(true));

    @TempDir Path folder;

    /// A picture and a tone that begin at different times.
    private static Path shifted(Lab lab, String name, double picture, double sound)
            throws Exception {
        return lab.clip(
                name,
                "-itsoffset",
                Double.toString(picture),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x180:rate=25:duration=3",
                "-itsoffset",
                Double.toString(sound),
                "-f",
                "lavfi",
                "-i",
                "sine=duration=3",
                "-fps_mode",
                "passthrough",
                "-c:v",
                "ffv1",
                "-c:a",
                "pcm_s16le",
                "-metadata",
                "title=A film",
                "-metadata:s:a:0",
                "language=fre");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0.48,0", "0,0.311", "0.2,0.1"})
    void aDownloadHasTheFramesOfTheRenditionAtTheSameTimes(double picture, double sound)
            throws Exception {
        var lab = new Lab(folder);
        var made = lab.make(shifted(lab, "film.mkv", picture, sound), DOWNLOADS);
        compare(made);
    }

    @Test
    void picturesThatAreReorderedAreShownInTheirOrder() throws Exception {
        var lab = new Lab(folder);
        var program = Lab.system("libx264");
        var source = shifted(lab, "film.mkv", 0, 0);
        compare(lab.make(new FfmpegBackend(program), source, DOWNLOADS));
    }

    private static void compare(Lab.Made made) throws Exception {
        var file = made.folder().resolve("downloads/video-180p.mp4");
        assertThat(Lab.probe(file, "stream=codec_name")).containsExactly("h264", "aac");
        var sound = made.file("audio-fr");
        assertSameTimes(shown(file, "v"), shown(made.file("video-180p"), "v"));
        assertSameTimes(shown(file, "a"), shown(sound, "a"));
        assertThat(Lab.probe(file, "stream_tags=language", "-select_streams", "a"))
                .containsExactly("fra");
        assertThat(Lab.probed(file, "format_tags=title")).isEqualTo("A film");
        assertThat(Clips.complaints(file)).isEmpty();
        assertThat(made.result().extras())
                .extracting("path")
                .containsExactly("downloads/video-180p.mp4");
    }

    /// When the decoded frames of a stream are shown.
    private static List<Double> shown(Path file, String stream) throws Exception {
        return Lab.probe(file, "frame=pts_time", "-select_streams", stream).stream()
                .map(line -> Double.parseDouble(line.split(",", -1)[0]))
                .toList();
    }

    /// The movie's clock is finer than this, and so is that of sound.
    private static void assertSameTimes(List<Double> times, List<Double> wanted) {
        assertThat(times).hasSameSizeAs(wanted).hasSizeGreaterThan(50);
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i)).isCloseTo(wanted.get(i), within(0.000_03));
        }
    }

    @Test
    void theIndexComesBeforeTheMediaAndTheTracksAreInterleaved() throws Exception {
        var lab = new Lab(folder);
        var made = lab.make(shifted(lab, "film.mkv", 0, 0), DOWNLOADS);
        var file = made.folder().resolve("downloads/video-180p.mp4");
        var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);

        assertThat(bytes.indexOf("moov")).isPositive().isLessThan(bytes.indexOf("mdat"));
        assertThat(bytes).doesNotContain("moof");
        var order =
                Lab.probe(file, "packet=codec_type,pos").stream().sorted(DownloadTest::byPosition);
        var runs = new StringBuilder();
        order.map(line -> line.substring(0, 1))
                .filter(kind -> runs.isEmpty() || !runs.substring(runs.length() - 1).equals(kind))
                .forEach(runs::append);
        assertThat(runs.toString()).matches("[va]{5,8}");
    }

    private static int byPosition(String a, String b) {
        return Long.compare(
                Long.parseLong(a.split(",", -1)[1]), Long.parseLong(b.split(",", -1)[1]));
    }

    @Test
    void eachRenditionHasAFileWithTheDefaultSoundAndTheChapters() throws Exception {
        var lab = new Lab(folder);
        var about =
                Files.writeString(
                        folder.resolve("about.txt"),
                        """
                        ;FFMETADATA1
                        [CHAPTER]
                        TIMEBASE=1/1000
                        START=0
                        END=1000
                        title=Opening
                        [CHAPTER]
                        TIMEBASE=1/1000
                        START=1000
                        END=3000
                        title=\u00C9nd
                        """);
        var source =
                lab.clip(
                        "film.mkv",
                        "-i",
                        "file:" + shifted(lab, "bare.mkv", 0, 0),
                        "-i",
                        "file:" + about,
                        "-map",
                        "0",
                        "-map_chapters",
                        "1",
                        "-c",
                        "copy");
        var made =
                lab.make(
                        source,
                        settings ->
                                settings.withLadder(Ladder.parse("180p,90p"))
                                        .withAudio(audio ->
                                                audio.withCodecs(
                                                        Set.of(AudioCodec.AAC, AudioCodec.OPUS)))
                                        .withExtras(extras -> extras.withDownloads(true)));

        for (var name : List.of("downloads/video-180p.mp4", "downloads/video-90p.mp4")) {
            var file = made.folder().resolve(name);
            assertThat(Lab.probe(file, "stream=codec_name")).containsExactly("h264", "aac");
            assertThat(Lab.probe(file, "chapter=start_time:chapter_tags=title"))
                    .containsExactly("0.000000,Opening", "1.000000,\u00C9nd");
        }
    }

    @Test
    void aFilmWithoutSoundHasADownloadToo() throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "silent.mkv", "testsrc2=size=320x180:rate=25:duration=1", "-c:v", "ffv1");
        var made = lab.make(source, DOWNLOADS);
        var file = made.folder().resolve("downloads/video-180p.mp4");
        assertThat(Lab.probe(file, "stream=codec_name")).containsExactly("h264");
        assertThat(shown(file, "v")).hasSize(25);
    }

    @Test
    void transportStreamsHaveDownloadsToo() throws Exception {
        var lab = new Lab(folder);
        var to = folder.resolve("ts");
        lab.transcode(shifted(lab, "film.mkv", 0.2, 0), DOWNLOADS)
                .packaging(Packaging.TRANSPORT_STREAM)
                .to(to)
                .run();
        var file = to.resolve("downloads/video-180p.mp4");
        assertThat(Lab.probe(file, "stream=codec_name")).containsExactly("h264", "aac");
        assertThat(shown(file, "v").getFirst()).isCloseTo(0.2, within(0.001));
        assertThat(shown(file, "a").getFirst()).isCloseTo(0, within(0.001));
    }

    @Test
    void soundAloneIsAVariantOfItsOwn() throws Exception {
        var lab = new Lab(folder);
        var made =
                lab.make(
                        shifted(lab, "film.mkv", 0, 0),
                        settings -> settings.withExtras(extras -> extras.withAudioOnly(true)));

        var lines = made.text("index.m3u8").lines().toList();
        int at = lines.indexOf("audio-fr/index.m3u8");
        assertThat(lines.get(at - 1))
                .startsWith("#EXT-X-STREAM-INF:")
                .contains("CODECS=\"mp4a.40.2\"")
                .contains("AUDIO=\"")
                .doesNotContain("RESOLUTION")
                .doesNotContain("avc1");
        assertThat(made.text("index.m3u8")).contains("EXT-X-I-FRAME-STREAM-INF").contains("avc1");
    }

    @Test
    void soundAloneOfTransportStreamsIsApartFromPictures() throws Exception {
        var lab = new Lab(folder);
        var to = folder.resolve("ts");
        lab.transcode(
                        shifted(lab, "film.mkv", 0, 0),
                        settings ->
                                settings.withSegment(Duration.ofSeconds(1))
                                        .withExtras(extras -> extras.withAudioOnly(true)))
                .packaging(Packaging.TRANSPORT_STREAM)
                .to(to)
                .run();
        assertThat(Files.readString(to.resolve("index.m3u8")).lines())
                .contains("audio-fr/index.m3u8");
        assertThat(PresentationCheck.of(new FolderResources(to), List.of("index.m3u8")).breaches())
                .isEmpty();
    }

    @Test
    void whatASourceLacksIsRefused() throws Exception {
        var lab = new Lab(folder);
        var silent =
                lab.picture("s.mkv", "testsrc2=size=320x180:rate=25:duration=1", "-c:v", "ffv1");
        var tone = lab.picture("t.m4a", "sine=duration=1", "-c:a", "aac");
        assertThatThrownBy(() ->
                        lab.transcode(silent, s -> s.withExtras(Extras.NONE.withAudioOnly(true)))
                                .plan())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("audio only: there is no sound");
        assertThatThrownBy(() -> lab.transcode(tone, DOWNLOADS).plan())
                .isInstanceOf(MediaFormatException.class);
    }
}
