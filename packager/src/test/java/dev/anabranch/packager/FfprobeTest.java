package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.testkit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Packaged samples as ffprobe and ffmpeg read them, against the sources as they read those.
class FfprobeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @BeforeAll
    static void needsFfmpeg() {
        assumeTrue(
                Command.find("ffprobe").isPresent(),
                "ffprobe is missing: install the package ffmpeg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Samples.BUNNY,
                Samples.LONG,
                Samples.LATE_VIDEO,
                Samples.AUDIO_ONLY,
                Samples.HEVC
            })
    void cmafHasEveryFrameAtItsTime(String sample) throws Exception {
        var out = folder.resolve("cmaf");
        Samples.packager(sample).to(out);
        assertSame(sample, out, "index.m3u8");
        assertSame(sample, out, "manifest.mpd");
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.BUNNY, Samples.LONG, Samples.LATE_VIDEO, Samples.HEVC})
    void transportStreamsHaveEveryPictureAtItsTime(String sample) throws Exception {
        var out = folder.resolve("ts");
        Samples.packager(sample).transportStream().to(out);
        assertThat(relative(out.resolve("index.m3u8").toString(), "v"))
                .isEqualTo(relative(Samples.path(sample).toString(), "v"));
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.BUNNY, Samples.LONG})
    void singleFilesHaveEveryFrameAtItsTime(String sample) throws Exception {
        var out = folder.resolve("single");
        Samples.packager(sample).singleFile().to(out);
        assertSame(sample, out, "index.m3u8");
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.BUNNY, Samples.LONG, Samples.NASA, Samples.OPUS})
    void ffmpegDecodesWithoutAWarning(String sample) throws Exception {
        var out = folder.resolve("decode");
        Samples.packager(sample).to(out);
        var result =
                Command.run(
                        TIMEOUT,
                        "ffmpeg",
                        "-v",
                        "warning",
                        "-i",
                        out.resolve("index.m3u8").toString(),
                        "-f",
                        "null",
                        "-");
        assertThat(result.err().lines())
                .filteredOn(line -> !line.contains("Can't support the subtitle"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.BUNNY, Samples.LONG})
    void everySegmentStartsWithAKeyframe(String sample) throws Exception {
        try (var presentation = Samples.packager(sample).open()) {
            var video = presentation.renditions().getFirst();
            for (int n = 0; n < video.times().count(); n++) {
                var file = folder.resolve("segment.mp4");
                var init = RuleRowsTest.bytes(presentation, video.name() + "/init.mp4");
                var media =
                        RuleRowsTest.bytes(presentation, video.name() + "/" + video.segmentFile(n));
                Files.write(file, init);
                Files.write(file, media, java.nio.file.StandardOpenOption.APPEND);
                var result =
                        Command.run(
                                TIMEOUT,
                                "ffprobe",
                                "-v",
                                "error",
                                "-show_entries",
                                "frame=key_frame",
                                "-read_intervals",
                                "%+#1",
                                "-of",
                                "csv=p=0",
                                file.toString());
                assertThat(result.out().strip()).as("segment %s", n).startsWith("1");
            }
        }
    }

    private static void assertSame(String sample, Path out, String manifest) {
        var packaged = out.resolve(manifest).toString();
        var source = Samples.path(sample).toString();
        for (var kind : List.of("v", "a")) {
            assertThat(relative(packaged, kind))
                    .as(manifest + " " + kind)
                    .isEqualTo(relative(source, kind));
        }
    }

    /// Presentation times of all packets in milliseconds, counted from the earliest of any stream.
    private static List<Long> relative(String input, String kind) {
        double zero = Math.min(earliest(input, "v"), earliest(input, "a"));
        return seconds(input, kind)
                .mapToObj(seconds -> Math.round((seconds - zero) * 1000))
                .sorted()
                .toList();
    }

    private static double earliest(String input, String kind) {
        return seconds(input, kind).min().orElse(Double.MAX_VALUE);
    }

    private static DoubleStream seconds(String input, String kind) {
        var result =
                Command.run(
                        TIMEOUT,
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        kind + ":0",
                        "-show_entries",
                        "packet=pts_time",
                        "-of",
                        "csv=p=0",
                        input);
        return result.out()
                .lines()
                .map(line -> line.replace(",", "").strip())
                .filter(line -> !line.isEmpty())
                .mapToDouble(Double::parseDouble);
    }
}
