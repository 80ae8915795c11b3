package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.text.Cue;
import dev.anabranch.media.text.SubRip;
import dev.anabranch.media.text.WebVtt;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Source.SourceText;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.ffmpeg.SubtitleExtraction.Outcome;
import dev.anabranch.transcode.gstreamer.GstreamerBackend;
import dev.anabranch.transcode.gstreamer.GstreamerProgram;
import dev.anabranch.transcode.plan.Chunks;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Subtitles of a source and beside it, held against what ffmpeg reads of the output.
@Timeout(120)
class SubtitlesTest {

    private static final Pattern SIDECAR = Pattern.compile("<BaseURL>(text[^<]*)</BaseURL>");
    private static final Pattern ROLE =
            Pattern.compile("dash:role:2011\" value=\"([^\"]*sub[^\"]*|caption)\"");

    private static final String ENGLISH =
            """
            1
            00:00:03,000 --> 00:00:07,000
            across

            2
            00:00:10,000 --> 00:00:11,500
            at ten
            """;

    private static final String GERMAN =
            """
            [Script Info]
            ScriptType: v4.00+

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, Alignment
            Style: Default,Arial,16,2

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
            Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\pos(10,10)\\c&H0000FF&}eins\\N\\Nzwei
            Dialogue: 0,0:00:01.50,0:00:02.50,Default,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100 0 100{\\p0}
            Dialogue: 0,0:00:10.00,0:00:11.00,Default,,0,0,0,,{\\an8\\i1}oben{\\i0}
            """;

    @TempDir private Path folder;

    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab(folder);
    }

    private Path text(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// Twelve seconds of picture and sound, and texts.
    ///
    /// @param texts files, each a stream
    /// @param words options of the output
    private Path film(String name, List<Path> texts, String... words) throws Exception {
        var all = new ArrayList<String>();
        all.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=192x108:rate=25:duration=12"));
        all.addAll(List.of("-f", "lavfi", "-i", "sine=sample_rate=48000:duration=12"));
        for (var text : texts) {
            all.addAll(List.of("-i", "file:" + text));
        }
        all.addAll(List.of("-map", "0", "-map", "1"));
        for (int i = 0; i < texts.size(); i++) {
            all.addAll(List.of("-map", Integer.toString(2 + i)));
        }
        all.addAll(List.of("-c:v", "libopenh264", "-b:v", "300k", "-g", "50", "-c:a", "aac"));
        all.addAll(List.of(words));
        return lab.clip(name, all.toArray(String[]::new));
    }

    /// When a text is shown, from the first picture on.
    private static String shown(Cue cue, double firstSeconds) {
        return "%s %s %s"
                .formatted(
                        seconds(cue.startMillis() / 1000.0 - firstSeconds),
                        seconds(cue.endMillis() / 1000.0 - firstSeconds),
                        cue.text());
    }

    /// To a hundredth: cues have whole milliseconds, the picture's clock has not.
    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds + 0.0001);
    }

    private static double firstPicture(Path folder) throws Exception {
        var first =
                Lab.probed(
                        folder.resolve("index.m3u8"),
                        "packet=pts_time",
                        "-select_streams",
                        "v:0",
                        "-read_intervals",
                        "%+#1");
        return Double.parseDouble(first);
    }

    /// What ffmpeg reads of the nth subtitles of the HLS output; a cue is in several segments.
    private static List<String> judged(Path folder, int n) throws Exception {
        var playlist = folder.resolve("index.m3u8").toString();
        var text =
                Lab.ffmpeg(
                        List.of("-copyts", "-i", playlist, "-map", "0:s:" + n, "-f", "srt", "-"));
        double first = firstPicture(folder);
        return SubRip.parse(text).document().cues().stream()
                .map(cue -> shown(cue, first))
                .distinct()
                .toList();
    }

    private static List<String> judged(Lab.Made made, int n) throws Exception {
        return judged(made.folder(), n);
    }

    /// What our own reader finds in the nth file of the DASH output.
    private static List<Cue> cues(Path folder, int n) throws Exception {
        var manifest = Files.readString(folder.resolve("manifest.mpd"));
        var files = SIDECAR.matcher(manifest).results().toList();
        return WebVtt.parse(Files.readAllBytes(folder.resolve(files.get(n).group(1))))
                .document()
                .cues();
    }

    private static List<String> sidecar(Path folder, int n) throws Exception {
        double first = firstPicture(folder);
        return cues(folder, n).stream().map(cue -> shown(cue, first)).toList();
    }

    private static List<String> sidecar(Lab.Made made, int n) throws Exception {
        return sidecar(made.folder(), n);
    }

    private static List<String> decisions(Lab.Made made) {
        return made.plan().decisions().stream()
                .filter(decision -> decision.subject().startsWith("subtitles"))
                .map(Decision::toString)
                .toList();
    }

    @Test
    void textOfMatroskaComesOverWithItsLabels() throws Exception {
        var source =
                film(
                        "film.mkv",
                        List.of(text("en.srt", ENGLISH), text("de.ass", GERMAN)),
                        "-c:s",
                        "copy",
                        "-metadata:s:s:0",
                        "language=eng",
                        "-metadata:s:s:0",
                        "title=All \"lines\"",
                        "-metadata:s:s:1",
                        "language=ger",
                        "-disposition:s:0",
                        "hearing_impaired",
                        "-disposition:s:1",
                        "forced");

        var made = lab.make(source, settings -> settings);

        assertThat(made.result().warnings()).isEmpty();
        assertThat(decisions(made))
                .satisfiesExactly(
                        en -> assertThat(en).contains("en", "carried over", "subrip"),
                        de -> assertThat(de).contains("de", "carried over", "ass"));
        assertThat(made.text("index.m3u8").lines().filter(line -> line.contains("TYPE=SUBTITLES")))
                .satisfiesExactly(
                        en ->
                                assertThat(en)
                                        .contains("LANGUAGE=\"en\"", "NAME=\"All 'lines'\"")
                                        .contains("describes-music-and-sound")
                                        .doesNotContain("FORCED=YES"),
                        de ->
                                assertThat(de)
                                        .contains("LANGUAGE=\"de\"", "NAME=\"German (forced)\"")
                                        .contains("FORCED=YES"));
        assertThat(ROLE.matcher(made.text("manifest.mpd")).results().map(role -> role.group(1)))
                .containsExactly("caption", "forced-subtitle");
        assertThat(judged(made, 0)).containsExactly("3.00 7.00 across", "10.00 11.50 at ten");
        assertThat(judged(made, 1))
                .containsExactly("1.00 2.00 eins\nzwei", "10.00 11.00 <i>oben</i>");
        assertThat(sidecar(made, 0)).isEqualTo(judged(made, 0));
    }

    @Test
    void overridesAndDrawingsDoNotComeThrough() throws Exception {
        var source = film("film.mkv", List.of(text("de.ass", GERMAN)), "-c:s", "copy");

        var cues = cues(lab.make(source, settings -> settings).folder(), 0);

        assertThat(cues).extracting(Cue::text).containsExactly("eins\nzwei", "<i>oben</i>");
        assertThat(cues.get(1).settings()).isEqualTo("line:0");
        assertThat(cues.get(0).settings()).isEmpty();
    }

    @Test
    void markupIsMadeHarmless() throws Exception {
        var hostile =
                """
                1
                00:00:01,000 --> 00:00:02,000
                <script>alert(1)</script><font color="red">red</font> <b>bold</b> a & b

                2
                00:00:03,000 --> 00:00:04,000
                {\\an8\\pos(1,2)}<c.evil>x</c> 1 --> 2 <00:00:01.000>
                """;
        var source = film("film.mkv", List.of(text("en.srt", hostile)), "-c:s", "copy");

        var cues = cues(lab.make(source, settings -> settings).folder(), 0);

        assertThat(cues.getFirst().text()).isEqualTo("alert(1)red <b>bold</b> a &amp; b");
        assertThat(cues.get(1).text()).isEqualTo("&lt;c.evil>x 1 --&gt; 2 &lt;00:00:01.000>");
    }

    @Test
    void aLineWithoutEndIsLeftOut() throws Exception {
        var hostile =
                """
                1
                00:00:01,000 --> 00:00:02,000
                %s
                kept
                """
                        .formatted("<font <font ".repeat(3000));
        var file = text("x.srt", hostile.replace("00:00:0", "00:16:4"));
        var stream = new SourceText(2, "subrip", true, "en", "", false, false);

        var text = SubtitleText.of(new Outcome.Written(stream, file, false));

        assertThat(text.document().cues()).containsExactly(new Cue("1", 1000, 2000, "", "kept"));
        assertThat(text.findings()).containsExactly("1 lines of more than 1000 characters");
    }

    @Test
    void textOfMp4ComesOverInTwoLanguages() throws Exception {
        var french = ENGLISH.replace("at ten", "à dix heures");
        var source =
                film(
                        "film.mp4",
                        List.of(text("en.srt", ENGLISH), text("fr.srt", french)),
                        "-c:s",
                        "mov_text",
                        "-metadata:s:s:0",
                        "language=eng",
                        "-metadata:s:s:1",
                        "language=fra");

        var made = lab.make(source, settings -> settings);

        assertThat(made.result().warnings()).isEmpty();
        assertThat(made.text("index.m3u8")).contains("NAME=\"English\"", "NAME=\"French\"");
        assertThat(judged(made, 0)).containsExactly("3.00 7.00 across", "10.00 11.50 at ten");
        assertThat(judged(made, 1)).contains("10.00 11.50 à dix heures");
    }

    @Test
    void webVttKeepsItsPlaces() throws Exception {
        var placed =
                """
                WEBVTT

                named
                00:01.000 --> 00:02.000 line:0 position:20%
                <v Anna>up
                """;
        var source =
                lab.clip(
                        "film.webm",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=192x108:rate=25:duration=3",
                        "-i",
                        "file:" + text("en.vtt", placed),
                        "-c:v",
                        "libsvtav1",
                        "-preset",
                        "12",
                        "-c:s",
                        "copy");

        var cues = cues(lab.make(source, settings -> settings).folder(), 0);

        assertThat(cues)
                .containsExactly(new Cue("named", 1000, 2000, "line:0 position:20%", "<v Anna>up"));
    }

    @Test
    void cuesMoveWithWhatIsTaken() throws Exception {
        var source = film("film.mkv", List.of(text("en.srt", ENGLISH)), "-c:s", "copy");
        var trim = new Trim(Duration.ofSeconds(5), Optional.of(Duration.ofSeconds(11)));

        var made = lab.make(source, settings -> settings.withTrim(trim));

        assertThat(judged(made, 0)).contains("5.00 5.98 at ten");
        // ffmpeg's reader of HLS has lost the cue at 0, its reader of WebVTT has it.
        var file = made.folder().resolve("text/1.vtt").toString();
        var text = Lab.ffmpeg(List.of("-i", file, "-f", "srt", "-"));
        assertThat(SubRip.parse(text).document().cues().getFirst())
                .satisfies(cue -> assertThat(cue.startMillis()).isLessThan(50))
                .satisfies(cue -> assertThat(cue.endMillis()).isBetween(2000L, 2050L))
                .satisfies(cue -> assertThat(cue.text()).isEqualTo("across"));
    }

    @Test
    void timesThatStartLaterAreCountedFromThere() throws Exception {
        var source =
                film(
                        "late.mkv",
                        List.of(text("en.srt", ENGLISH)),
                        "-c:s",
                        "copy",
                        "-output_ts_offset",
                        "100");
        assertThat(Double.parseDouble(Lab.probed(source, "format=start_time"))).isGreaterThan(99);

        var made = lab.make(source, settings -> settings);

        assertThat(judged(made, 0)).containsExactly("3.00 7.00 across", "10.00 11.50 at ten");
    }

    @Test
    void aCueBeforeThePictureStaysWhereItIs() throws Exception {
        var source =
                lab.clip(
                        "early.mkv",
                        "-itsoffset",
                        "2",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=192x108:rate=25:duration=10",
                        "-i",
                        "file:" + text("en.srt", ENGLISH.replace("00:00:03", "00:00:01")),
                        "-c:v",
                        "libopenh264",
                        "-c:s",
                        "copy");

        var cues = cues(lab.make(source, settings -> settings).folder(), 0);

        // The picture starts at 2 s of the source, and the presentation with it.
        assertThat(cues.get(0).startMillis()).isZero();
        assertThat(cues.get(1).startMillis()).isEqualTo(8000);
    }

    @Test
    void aTransportStreamHasWhatIsGivenBesideIt() throws Exception {
        var source = film("late.ts", List.of(), "-output_ts_offset", "100");
        assertThat(Double.parseDouble(Lab.probed(source, "format=start_time"))).isGreaterThan(99);
        var file = text("en.srt", ENGLISH);

        var made =
                lab.make(
                        source,
                        settings -> settings.withSubtitles(all -> all.withFile(file, "en")));

        // Sound begins before the picture there, and the source with it.
        assertThat(cues(made.folder(), 0).get(1).startMillis()).isBetween(9999L, 10_050L);
    }

    @Test
    void filesComeFirstAndThoseOfTheSourceCanStayBehind() throws Exception {
        var source =
                film(
                        "film.mkv",
                        List.of(text("de.ass", GERMAN)),
                        "-c:s",
                        "copy",
                        "-metadata:s:s:0",
                        "language=ger");
        var file = text("fr.srt", ENGLISH);

        var both = lab.make(source, s -> s.withSubtitles(all -> all.withFile(file, "fr")));
        var one =
                lab.make(
                        source,
                        s -> s.withSubtitles(all -> all.withFile(file, "fr").withCarried(false)));

        assertThat(SIDECAR.matcher(both.text("manifest.mpd")).results().map(r -> r.group(1)))
                .satisfiesExactly(
                        fr -> assertThat(fr).startsWith("text-fr/"),
                        de -> assertThat(de).startsWith("text-de/"));
        assertThat(SIDECAR.matcher(one.text("manifest.mpd")).results()).hasSize(1);
        assertThat(one.result().warnings()).isEmpty();
        assertThat(decisions(one))
                .satisfiesExactly(
                        fr -> assertThat(fr).contains("fr", "from fr.srt"),
                        de -> assertThat(de).contains("de", "left out", "as was asked"));
    }

    @Test
    void aFileThatIsNoSubtitlesIsRefusedBeforeAnythingIsEncoded() throws Exception {
        var source = film("film.mkv", List.of());
        var wrong = text("wrong.ass", GERMAN);

        assertThatThrownBy(() ->
                        lab.transcode(source, settings -> settings).subtitles(wrong, "de").plan())
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("wrong.ass")
                .hasMessageContaining("WebVTT and SRT subtitles");
    }

    @Test
    void picturesOfTextStayBehindWithAWarning() throws Exception {
        var pictures = Files.write(folder.resolve("x.sup"), presentationGraphics());
        var source =
                film(
                        "film.mkv",
                        List.of(pictures, text("en.srt", ENGLISH)),
                        "-c:s",
                        "copy",
                        "-metadata:s:s:0",
                        "language=jpn");

        var made = lab.make(source, settings -> settings);

        assertThat(made.result().warnings())
                .singleElement()
                .asString()
                .contains("subtitles ja", "stream 2", "hdmv_pgs_subtitle", "pictures of text");
        assertThat(decisions(made).getFirst()).contains("ja", "left out", "pictures of text");
        assertThat(SIDECAR.matcher(made.text("manifest.mpd")).results()).hasSize(1);
    }

    /// An empty display set at one second, as Blu-ray has it: a composition and an end.
    private static byte[] presentationGraphics() {
        return new byte[] {
            'P',
            'G',
            0,
            1,
            0x5F,
            (byte) 0x90,
            0,
            0,
            0,
            0,
            0x16,
            0,
            11, // 90,000 ticks
            0,
            (byte) 192,
            0,
            108,
            0x10,
            0,
            0,
            (byte) 0x80,
            0,
            0,
            0, //
            'P',
            'G',
            0,
            1,
            0x5F,
            (byte) 0x90,
            0,
            0,
            0,
            0,
            (byte) 0x80,
            0,
            0
        };
    }

    @Test
    void aStreamWithoutCuesDoesNotKeepOthersFromComing() throws Exception {
        var late = ENGLISH.replace("00:00:03", "00:00:09").replace("00:00:07", "00:00:09");
        var source =
                film(
                        "film.mkv",
                        List.of(
                                text("late.srt", late.replace("09,000 -->", "08,000 -->")),
                                text("en.srt", ENGLISH)),
                        "-c:s",
                        "copy");
        var trim = new Trim(Duration.ZERO, Optional.of(Duration.ofSeconds(6)));

        var made = lab.make(source, settings -> settings.withTrim(trim));

        assertThat(made.result().warnings())
                .singleElement()
                .asString()
                .contains("stream 2", "nothing is shown");
        assertThat(sidecar(made, 0)).containsExactly("3.00 5.98 across");
    }

    @Test
    void aStreamThatCannotBeReadIsAWarning() throws Exception {
        var source =
                film(
                        "film.mkv",
                        List.of(text("de.ass", GERMAN), text("en.srt", ENGLISH)),
                        "-c:s",
                        "copy");
        var program = refusing("0:2", "no decoder for this one", "exit 1");
        var output = folder.resolve("out");

        var result =
                lab.transcode(source, settings -> settings)
                        .with(program)
                        .with(new FfmpegBackend(Lab.bundled()))
                        .to(output)
                        .run();

        assertThat(result.warnings())
                .singleElement()
                .asString()
                .contains("stream 2, ass", "no decoder for this one");
        assertThat(Files.readString(output.resolve("manifest.mpd")))
                .containsOnlyOnce("<BaseURL>text");
    }

    @Test
    void aTextThatTakesForEverIsNotWaitedFor() throws Exception {
        var source = film("film.mkv", List.of(text("en.srt", ENGLISH)), "-c:s", "copy");
        var plan = lab.transcode(source, settings -> settings).plan();
        var stuck = refusing("0:2", "stuck", "sleep 300");
        var tracks = new SubtitleTracks(plan, stuck, Duration.ofMillis(200));

        try (tracks) {
            tracks.start(folder);

            assertThat(tracks.inputs(folder)).isEmpty();
        }

        assertThat(tracks.warnings()).singleElement().asString().contains("took too long");
    }

    /// The bundled ffmpeg behind a script that fails when a stream is asked for.
    private FfmpegProgram refusing(String stream, String reason, String end) throws Exception {
        var real = Lab.bundled();
        var script =
                """
                #!/bin/sh
                export LD_LIBRARY_PATH='%s'
                case " $* " in *" %s "*) echo '%s' >&2; %s ;; esac
                exec '%s' "$@"
                """
                        .formatted(real.path().getParent(), stream, reason, end, real.path());
        var programs = Files.createDirectory(folder.resolve("programs"));
        var path = Files.writeString(programs.resolve("ffmpeg"), script);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        var probe = real.path().resolveSibling("ffprobe");
        var link = "#!/bin/sh\nLD_LIBRARY_PATH='%s' exec '%s' \"$@\"\n";
        var prober =
                Files.writeString(
                        programs.resolve("ffprobe"), link.formatted(probe.getParent(), probe));
        Files.setPosixFilePermissions(prober, PosixFilePermissions.fromString("rwxr-xr-x"));
        return FfmpegProgram.find(new FfmpegSearch(Optional.of(path), Map.of(), Optional.empty()));
    }

    @Test
    void cuesThatWouldFillTheDiskAreLeftOut() throws Exception {
        var line = String.join("\n", Collections.nCopies(15_000, "x".repeat(80)));
        var huge = "1\n00:00:00,000 --> 00:10:00,000\n" + line + "\n";
        var source = film("film.mkv", List.of());
        var file = text("huge.srt", huge);

        var made =
                lab.make(
                        source,
                        settings ->
                                settings.withSegment(Duration.ofMillis(200))
                                        .withSubtitles(all -> all.withFile(file, "en")));

        assertThat(made.result().warnings())
                .anySatisfy(
                        warning -> assertThat(warning).contains("huge.srt", "more than 64 MiB"));
        assertThat(made.text("index.m3u8")).doesNotContain("SUBTITLES");
    }

    @Test
    void aTextLargerThanIsReadIsLeftOut() throws Exception {
        var cue = "%d\n00:00:01,000 --> 00:00:02,000\n%s %d\n\n";
        var many = new StringBuilder();
        for (int n = 1; n <= 9000; n++) {
            many.append(cue.formatted(n, "x".repeat(2000), n));
        }
        var source =
                film(
                        "film.mkv",
                        List.of(text("huge.srt", many.toString()), text("en.srt", ENGLISH)),
                        "-c:s",
                        "copy");

        var made = lab.make(source, settings -> settings);

        assertThat(made.result().warnings())
                .singleElement()
                .asString()
                .contains("stream 2", "more text than the 16 MiB");
        assertThat(judged(made, 0)).containsExactly("3.00 7.00 across", "10.00 11.50 at ten");
    }

    @Test
    void copiesAndChunksHaveThemToo() throws Exception {
        var source = film("film.mkv", List.of(text("en.srt", ENGLISH)), "-c:s", "copy");
        var copied =
                lab.make(
                        source,
                        settings ->
                                settings.withSegment(Duration.ofSeconds(2))
                                        .withVideo(video -> video.withCopy(Copy.AUTO))
                                        .withAudio(audio -> audio.withCopy(Copy.AUTO)));
        var output = folder.resolve("chunked");
        lab.transcode(source, settings -> settings.withSegment(Duration.ofSeconds(2)))
                .chunks(new Chunks.Count(2))
                .to(output)
                .run();

        assertThat(judged(copied, 0)).containsExactly("3.00 7.00 across", "10.00 11.50 at ten");
        assertThat(sidecar(output, 0)).isEqualTo(sidecar(copied, 0));
    }

    @Test
    void transportStreamsForHlsHaveThemToo() throws Exception {
        var source = film("film.mkv", List.of(text("en.srt", ENGLISH)), "-c:s", "copy");
        var output = folder.resolve("ts");

        var result =
                lab.transcode(source, settings -> settings)
                        .packaging(Packaging.TRANSPORT_STREAM)
                        .to(output)
                        .run();

        var manifests = List.of("index.m3u8");
        assertThat(PresentationCheck.of(new FolderResources(output), manifests).breaches())
                .isEmpty();
        // ffmpeg's reader of HLS knows no X-TIMESTAMP-MAP, so it is not asked here.
        assertThat(Files.readString(output.resolve("text/3.vtt")))
                .contains("X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000")
                .containsPattern("00:00:10.0[0-9]{2} --> 00:00:11.5[0-9]{2}\nat ten");
        assertThat(result.warnings()).isEmpty();
    }

    private static double secondStart(Lab.Made made) throws Exception {
        return Double.parseDouble(judged(made, 0).get(1).split(" ")[0]);
    }

    @Test
    void eachBackendHasTheSame() throws Exception {
        GstreamerProgram gstreamer;
        try {
            gstreamer = GstreamerProgram.find(Optional.empty(), System.getenv());
        } catch (ProgramException absent) {
            assumeTrue(false, absent.getMessage());
            throw absent;
        }
        var source = film("film.mkv", List.of(text("en.srt", ENGLISH)), "-c:s", "copy");

        var ours = lab.make(source, settings -> settings);
        var theirs = lab.make(new GstreamerBackend(gstreamer), source, settings -> settings);

        assertThat(cues(theirs.folder(), 0))
                .extracting(Cue::text)
                .containsExactly("across", "at ten");
        // GStreamer leaves out by how much AAC in Matroska begins before the picture, 21 ms.
        assertThat(secondStart(theirs)).isCloseTo(secondStart(ours), within(0.025));
    }
}
