package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Period;
import dev.anabranch.media.dash.PeriodSpan;
import dev.anabranch.media.dash.Strictness;
import dev.anabranch.testkit.Command;
import dev.anabranch.testkit.JoinedMovie;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clips joined without encoding, 4 s each: 320x180, 640x360, 320x180.
class JoinedMovieTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final List<String> PLAYLISTS =
            List.of(
                    "video-360p/index.m3u8",
                    "video-360p/iframes.m3u8",
                    "audio/index.m3u8",
                    "text-en/index.m3u8");

    @TempDir private static Path folder;

    private static Path film = Path.of("");
    private static Path stereo = Path.of("");

    @BeforeAll
    static void join() {
        film = JoinedMovie.write(folder.resolve("film.mp4"), "clip-180p", "clip-360p", "clip-180p");
        stereo = JoinedMovie.write(folder.resolve("stereo.mp4"), "clip-180p", "clip-180p-baseline");
    }

    @Test
    void everyPlaylistHasItsDiscontinuitiesAtTheSameSegments() throws Exception {
        try (var presentation = cmaf().open()) {
            for (var path : PLAYLISTS) {
                var segments = RuleRowsTest.media(presentation, path).segments();
                var files =
                        segments.stream()
                                .filter(segment -> segment.hasDiscontinuity())
                                .map(segment -> segment.uri().replaceFirst("[.].*", ""));
                assertThat(files).as(path).containsExactly("3", "5");
            }
        }
    }

    @Test
    void everySpanNamesTheInitSegmentOfItsConfiguration() throws Exception {
        try (var presentation = cmaf().open()) {
            assertThat(maps(presentation, "video-360p/index.m3u8"))
                    .containsExactly("init.mp4", "init-2.mp4", "init.mp4");
            assertThat(maps(presentation, "video-360p/iframes.m3u8"))
                    .containsExactly("init.mp4", "init-2.mp4", "init.mp4");
            assertThat(maps(presentation, "audio/index.m3u8"))
                    .containsExactly("init.mp4", "init.mp4", "init.mp4");
            assertThat(presentation.paths())
                    .contains("video-360p/init-2.mp4")
                    .doesNotContain("video-360p/init-3.mp4", "audio/init-2.mp4")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theMultivariantPlaylistSpeaksForAllSpans() throws Exception {
        try (var presentation = cmaf().open()) {
            var variant = RuleRowsTest.master(presentation).variants().getFirst();
            assertThat(variant.stream().codecs())
                    .containsExactly("avc1.640015", "avc1.64001f", "mp4a.40.2");
            assertThat(RuleRowsTest.text(presentation, "index.m3u8"))
                    .contains("RESOLUTION=640x360")
                    .doesNotContain("320x180");
        }
        try (var presentation = Packager.of(stereo).open()) {
            assertThat(RuleRowsTest.text(presentation, "index.m3u8")).contains("CHANNELS=\"2\"");
        }
    }

    @Test
    void everySpanIsAPeriodWithItsOwnFormatAndMediaTime() throws Exception {
        try (var presentation = cmaf().open()) {
            var mpd = mpd(presentation);
            assertThat(PeriodSpan.of(mpd).stream().map(span -> span.start().orElseThrow()))
                    .containsExactly(Duration.ZERO, Duration.ofSeconds(4), Duration.ofSeconds(8));
            assertThat(mpd.periods().getFirst().duration()).contains(Duration.ofSeconds(4));
            assertThat(mpd.periods().stream().map(JoinedMovieTest::video))
                    .containsExactly(
                            "avc1.640015 320x180 init.mp4 from 1 at 0",
                            "avc1.64001f 640x360 init-2.mp4 from 3 at 51200",
                            "avc1.640015 320x180 init.mp4 from 5 at 102400");
        }
    }

    @Test
    void onlySetsThatStayTheSameAreContinued() throws Exception {
        try (var presentation = cmaf().open()) {
            for (var period : mpd(presentation).periods()) {
                boolean isFirst = period.id().orElseThrow().equals("1");
                for (var set : period.adaptationSets()) {
                    var continued =
                            set.common().supplementalProperties().stream()
                                    .filter(one ->
                                            one.schemeIdUri()
                                                    .equals("urn:mpeg:dash:period-continuity:2015"))
                                    .map(one -> one.value().orElseThrow());
                    if (!isFirst && set.contentType().orElseThrow().equals("audio")) {
                        int before = Integer.parseInt(period.id().orElseThrow()) - 1;
                        assertThat(continued).containsExactly(Integer.toString(before));
                    } else {
                        assertThat(continued).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void everyPeriodHasTheSubtitlesShownInItOnItsOwnTime() throws Exception {
        var captions =
                Files.writeString(
                        folder.resolve("captions.srt"),
                        """
                        1
                        00:00:01,000 --> 00:00:02,000
                        one

                        2
                        00:00:03,500 --> 00:00:05,000
                        both
                        """);
        try (var presentation = Packager.of(film).subtitles(captions, "en").open()) {
            assertThat(RuleRowsTest.text(presentation, "text-en/all.vtt"))
                    .contains("00:01.000 --> 00:00:02.000", "00:03.500 --> 00:00:04.000");
            assertThat(RuleRowsTest.text(presentation, "text-en/all-2.vtt"))
                    .contains("00:00.000 --> 00:00:01.000", "both")
                    .doesNotContain("one");
            assertThat(RuleRowsTest.text(presentation, "text-en/all-3.vtt")).doesNotContain("-->");
        }
    }

    @Test
    void aSegmentIsTheSameWhoeverAsksAndInWhateverOrder() throws Exception {
        var store = new MemoryStore();
        cmaf().to(store);
        try (var presentation = cmaf().open()) {
            for (var path : presentation.paths().reversed()) {
                assertThat(RuleRowsTest.bytes(presentation, path))
                        .as(path)
                        .isEqualTo(bytes(store.open(path).orElseThrow()));
            }
        }
    }

    @Test
    void ffprobeReadsEverySpanBehindItsInitSegment() throws Exception {
        needsFfprobe();
        try (var presentation = cmaf().open()) {
            var frames = new ArrayList<String>();
            for (var span : presentation.renditions().getFirst().spans()) {
                var file = folder.resolve("span-" + span.number() + ".mp4");
                Files.write(
                        file, RuleRowsTest.bytes(presentation, "video-360p/" + span.initFile()));
                for (int n = span.from(); n < span.to(); n++) {
                    var media = RuleRowsTest.bytes(presentation, "video-360p/" + (n + 1) + ".m4s");
                    Files.write(file, media, java.nio.file.StandardOpenOption.APPEND);
                }
                frames.addAll(frames(file));
            }
            assertThat(frames).isEqualTo(frames(film));
        }
    }

    @Test
    void ffprobeReadsEachOfTheSingleFiles() throws Exception {
        needsFfprobe();
        var out = folder.resolve("single");
        cmaf().singleFile().to(out);
        var frames = new ArrayList<String>();
        for (var name : List.of("media.mp4", "media-2.mp4", "media-3.mp4")) {
            frames.addAll(frames(out.resolve("video-360p").resolve(name)));
        }
        assertThat(frames).isEqualTo(frames(film));
    }

    @Test
    void ffprobeReadsTransportStreamsAcrossTheChanges() throws Exception {
        needsFfprobe();
        var out = folder.resolve("ts");
        Packager.of(film).segment(Duration.ofSeconds(2)).transportStream().to(out);
        var expected =
                frames(film).stream().map(frame -> later(frame, 10)).toList(); // they start at 10 s
        assertThat(frames(out.resolve("index.m3u8"))).isEqualTo(expected);
    }

    @Test
    void ffprobeFindsTheSoundOfTransportStreamsChangeItsChannels() throws Exception {
        needsFfprobe();
        var out = folder.resolve("ts-stereo");
        Packager.of(stereo).segment(Duration.ofSeconds(2)).transportStream().to(out);
        var expected = new ArrayList<>(Collections.nCopies(174, "channels=1"));
        expected.addAll(Collections.nCopies(174, "channels=2"));
        assertThat(probe(out.resolve("index.m3u8"), "a", "channels")).isEqualTo(expected);
    }

    private static Packager cmaf() {
        return Packager.of(film)
                .segment(Duration.ofSeconds(2))
                .subtitles(Samples.path("captions.srt"), "en");
    }

    private static byte[] bytes(Content content) throws Exception {
        var out = new ByteArrayOutputStream();
        content.writeTo(slice -> {
            var bytes = new byte[slice.remaining()];
            slice.get(bytes);
            out.writeBytes(bytes);
        });
        return out.toByteArray();
    }

    private static List<String> maps(VodPresentation presentation, String path) throws Exception {
        var maps = new ArrayList<String>();
        for (var segment : RuleRowsTest.media(presentation, path).segments()) {
            var map = segment.map();
            if (map != null) {
                maps.add(map.uri());
            }
        }
        return maps;
    }

    private static Mpd mpd(VodPresentation presentation) throws Exception {
        return Mpd.parse(RuleRowsTest.bytes(presentation, "manifest.mpd"), Strictness.STRICT);
    }

    private static String video(Period period) {
        var one = period.adaptationSets().getFirst().representations().getFirst();
        var template = one.segments().template().orElseThrow();
        return "%s %dx%d %s from %d at %d"
                .formatted(
                        one.common().codecs().orElseThrow(),
                        one.common().width().orElseThrow(),
                        one.common().height().orElseThrow(),
                        template.initialization().orElseThrow().replaceAll(".*/", ""),
                        template.multiple().startNumber().orElseThrow(),
                        template.base().presentationTimeOffset().orElse(0L));
    }

    private static void needsFfprobe() {
        assumeTrue(
                Command.find("ffprobe").isPresent(),
                "ffprobe is missing: install the package ffmpeg");
    }

    /// Time, width and whether it is a keyframe, of every decoded picture.
    private static List<String> frames(Path input) {
        return probe(input, "v", "pts_time,width,key_frame");
    }

    private static List<String> probe(Path input, String kind, String entries) {
        var result =
                Command.run(
                        TIMEOUT,
                        "ffprobe",
                        "-v",
                        "fatal",
                        "-select_streams",
                        kind + ":0",
                        "-show_entries",
                        "frame=" + entries,
                        "-of",
                        "csv=p=0:nk=0",
                        input.toString());
        return result.out()
                .lines()
                .map(line -> line.replaceAll(",(side_data.*)?$", "").strip())
                .filter(line -> line.contains("="))
                .toList();
    }

    private static String later(String frame, double seconds) {
        var time = frame.replaceAll(".*pts_time=([0-9.]+).*", "$1");
        var moved = String.format(Locale.ROOT, "%.6f", Double.parseDouble(time) + seconds);
        return frame.replace("pts_time=" + time, "pts_time=" + moved);
    }
}
