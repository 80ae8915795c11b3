package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.text.Cue;
import dev.anabranch.media.text.WebVtt;
import dev.anabranch.testkit.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Text tracks of MP4 files become the same renditions as files of cues.
class TextTracksTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @Test
    void timedTextTracksShowWhatFfmpegReadsFromTheSource() throws Exception {
        needsFfmpeg();
        var out = folder.resolve("nasa");
        Samples.packager(Samples.NASA).to(out);
        for (int track = 0; track < 2; track++) {
            var expected = ffmpeg(Samples.path(Samples.NASA).toString(), track);
            assertThat(expected).hasSize(4);
            var rendition = out.resolve(track == 0 ? "text-en" : "text-en-2");
            assertThat(ffmpeg(rendition.resolve("all.vtt").toString(), 0)).isEqualTo(expected);
            assertThat(segments(rendition)).containsExactlyElementsOf(expected);
        }
        assertThat(Files.readString(out.resolve("index.m3u8")))
                .contains(
                        "TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"English\",LANGUAGE=\"en\","
                                + "AUTOSELECT=YES,URI=\"text-en/index.m3u8\"");
        assertThat(Files.readString(out.resolve("manifest.mpd")))
                .contains("<BaseURL>text-en/all.vtt</BaseURL>", "value=\"subtitle\"");
    }

    @Test
    void anEditListMovesTheText() throws Exception {
        needsFfmpeg();
        var file = withText("2.5", Samples.path("captions.srt"));
        var expected = ffmpeg(file.toString(), 0);
        assertThat(expected.getFirst().startMillis()).isGreaterThanOrEqualTo(2500);
        var out = folder.resolve("late");
        Packager.of(file).to(out);
        assertThat(cues(Files.readAllBytes(out.resolve("text-de/all.vtt")))).isEqualTo(expected);
    }

    @Test
    void textOfTransportStreamsCountsFromTheirClock() throws Exception {
        try (var presentation = Samples.packager(Samples.NASA).transportStream().open()) {
            var first = text(presentation, "text-en/1.vtt");
            assertThat(first).contains("X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000");
            assertThat(first).contains("00:00:00.210 --> 00:00:04.260");
        }
    }

    @Test
    void fragmentedWebVttIsTakenAsAFileOfSubtitles() throws Exception {
        try (var presentation =
                Samples.packager(Samples.BUNNY)
                        .subtitles(Samples.path(Samples.WEBVTT), "en")
                        .open()) {
            assertThat(presentation.warnings()).isEmpty();
            assertThat(text(presentation, "text-en/all.vtt"))
                    .isEqualTo(
                            """
                            WEBVTT

                            00:00:00.020 --> 00:00:00.834 align:center
                            Subtitle in the first segment.

                            00:00:01.100 --> 00:00:01.956 align:center
                            Subtitle in the second segment.

                            00:00:04.500 --> 00:00:04.956 align:center
                            Subtitle in the fifth segment.
                            """);
        }
    }

    @Test
    void subtitlesOfTheFirstRenditionThatHasAnyAreCarried() throws Exception {
        try (var presentation =
                Samples.packager(Samples.NASA, Samples.NASA, Samples.WEBVTT).open()) {
            assertThat(presentation.renditions())
                    .extracting(Rendition::name)
                    .filteredOn(name -> name.startsWith("text"))
                    .containsExactly("text-en", "text-en-2");
            assertThat(presentation.warnings())
                    .filteredOn(warning -> warning.contains("subtitles are not carried"))
                    .hasSize(2);
        }
    }

    @Test
    void subtitlesAloneAreNoPresentation() {
        assertThatThrownBy(() -> Samples.packager(Samples.WEBVTT).open())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("neither video nor audio to package");
        assertThatThrownBy(() ->
                        Samples.packager(Samples.BUNNY)
                                .subtitles(Samples.path(Samples.BUNNY), "en")
                                .open())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("no WebVTT, SRT or MP4 subtitles");
    }

    private static void needsFfmpeg() {
        assumeTrue(
                Command.find("ffmpeg").isPresent(),
                "ffmpeg is missing: install the package ffmpeg");
    }

    private Path withText(String offset, Path srt) {
        var file = folder.resolve("text.mp4");
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error"));
        command.addAll(List.of("-i", Samples.path(Samples.BUNNY).toString()));
        command.addAll(List.of("-itsoffset", offset, "-i", srt.toString()));
        command.addAll(List.of("-c", "copy", "-c:s", "mov_text"));
        command.addAll(List.of("-metadata:s:s:0", "language=deu", file.toString()));
        assertThat(Command.run(TIMEOUT, command).err()).isEmpty();
        return file;
    }

    private static List<Cue> ffmpeg(String input, int track) throws Exception {
        var command =
                List.of(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        input,
                        "-map",
                        "0:s:" + track,
                        "-f",
                        "webvtt",
                        "-");
        return cues(Command.run(TIMEOUT, command).out().getBytes(StandardCharsets.UTF_8));
    }

    /// The cues of all segments; one that spans two is in both.
    private static Set<Cue> segments(Path rendition) throws Exception {
        var cues = new LinkedHashSet<Cue>();
        for (int n = 1; Files.exists(rendition.resolve(n + ".vtt")); n++) {
            cues.addAll(cues(Files.readAllBytes(rendition.resolve(n + ".vtt"))));
        }
        return cues;
    }

    private static List<Cue> cues(byte[] file) throws Exception {
        return WebVtt.parse(file).document().cues();
    }

    private static String text(VodPresentation presentation, String path) throws Exception {
        var out = new java.io.ByteArrayOutputStream();
        presentation
                .resource(path)
                .orElseThrow()
                .writeTo(bytes -> {
                    var copy = new byte[bytes.remaining()];
                    bytes.get(copy);
                    out.writeBytes(copy);
                });
        return out.toString(StandardCharsets.UTF_8);
    }
}
