package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.TrackKind;
import dev.anabranch.testkit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What ffprobe and ffmpeg make of live segments of real files.
class OutsideTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String LONG = "long_1080p_6min_lowbitrate.mp4";

    @TempDir private Path folder;

    @BeforeAll
    static void needsFfmpeg() {
        assumeTrue(
                Command.find("ffprobe").isPresent(),
                "ffprobe is missing: install the package ffmpeg");
    }

    @ParameterizedTest
    @CsvSource({
        "bbb_240p_10s.mp4, VIDEO, 10",
        "long_1080p_6min_lowbitrate.mp4, VIDEO, 60",
        "long_1080p_6min_lowbitrate.mp4, AUDIO, 60",
        "hevc_bframes.mp4, VIDEO, 60",
        "opus.mp4, AUDIO, 20",
        "audio_only.mp4, AUDIO, 20"
    })
    void everyFrameIsThereOnceAtItsTime(String file, TrackKind kind, int seconds) throws Exception {
        var length = Duration.ofSeconds(seconds);
        var feed = new Feed().file(1, file, kind, length, Duration.ofHours(3));
        var collected = new Collected();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, collected)) {
            feed.to(live);
        }
        var name = kind == TrackKind.VIDEO ? "video-1" : "audio-1";
        var path = Files.write(folder.resolve("live.mp4"), collected.joined(name));
        var stream = kind == TrackKind.VIDEO ? "v:0" : "a:0";
        var expected = packets(Feed.sample(file), stream).subList(0, (int) feed.arrivals(1));
        var actual = packets(path, stream);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).as("packet %d", i).isEqualTo(expected.get(i));
        }
        assertThat(decodeErrors(path)).isEmpty();
    }

    @Test
    void pictureAndSoundPlayTogether() throws Exception {
        var length = Duration.ofSeconds(30);
        var feed =
                new Feed()
                        .file(1, LONG, TrackKind.VIDEO, length, Duration.ZERO)
                        .file(2, LONG, TrackKind.AUDIO, length, Duration.ZERO);
        var rules = new RuleWatch();
        var collected = new Collected();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, collected)) {
            rules.watch(live);
            feed.to(live);
            for (var rendition : live.renditions()) {
                Files.createDirectories(folder.resolve(rendition.name()));
                Files.write(
                        folder.resolve(rendition.name() + "/index.m3u8"),
                        rendition.playlist(Delta.FULL).bytes());
            }
            Files.write(folder.resolve("index.m3u8"), live.multivariant().orElseThrow().bytes());
        }
        write(collected);
        assertThat(rules.breaches).isEmpty();
        assertThat(collected.warnings).isEmpty();
        assertThat(decodeErrors(folder.resolve("index.m3u8"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"long_1080p_6min_lowbitrate.mp4, 30", "bbb_240p_10s.mp4, 10"})
    void theTransportStreamHasEveryFrame(String file, int seconds) throws Exception {
        var length = Duration.ofSeconds(seconds);
        var feed = new Feed().file(1, file, TrackKind.VIDEO, length, Duration.ZERO);
        if (file.equals(LONG)) {
            feed.file(2, file, TrackKind.AUDIO, length, Duration.ZERO);
        }
        var collected = new Collected();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, collected)) {
            feed.to(live);
        }
        assertThat(collected.warnings).isEmpty();
        var path = Files.write(folder.resolve("live.ts"), collected.joined("ts-1"));
        assertThat(decodeErrors(path)).isEmpty();
        assertThat(times(path, "v:0")).isEqualTo(times(Feed.sample(file), "v:0", feed.arrivals(1)));
        if (file.equals(LONG)) {
            assertThat(times(path, "a:0"))
                    .hasSizeBetween((int) feed.arrivals(2) - 10, (int) feed.arrivals(2));
        }
    }

    private static List<Long> times(Path file, String stream) {
        return times(file, stream, Long.MAX_VALUE);
    }

    /// Of presentation, to the millisecond, from that of the first on.
    private static List<Long> times(Path file, String stream, long most) {
        var all = packets(file, stream);
        return all.stream()
                .limit(most)
                .map(line -> Math.round(Long.parseLong(line.split(" ")[0]) / 10.0))
                .toList();
    }

    private void write(Collected collected) throws Exception {
        for (var rendition : collected.segments.keySet()) {
            var into = folder.resolve(rendition);
            for (var init : collected.inits.getOrDefault(rendition, Map.of()).entrySet()) {
                Files.write(into.resolve("init-" + init.getKey() + ".mp4"), init.getValue());
            }
            for (var segment : collected.segments.get(rendition).entrySet()) {
                Files.write(into.resolve(segment.getKey() + ".m4s"), segment.getValue());
            }
        }
    }

    /// Size and presentation time, from that of the first packet on, in order of decoding.
    private static List<String> packets(Path file, String stream) {
        var result =
                Command.run(
                        TIMEOUT,
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        stream,
                        "-show_entries",
                        "packet=pts_time,size,flags",
                        "-of",
                        "csv=p=0",
                        file.toString());
        assertThat(result.err()).isEmpty();
        var lines =
                result.out()
                        .lines()
                        .map(line -> line.split(","))
                        .filter(line -> line.length >= 3 && !line[0].isEmpty())
                        .toList();
        double first = Double.parseDouble(lines.getFirst()[0]);
        return lines.stream()
                .map(line ->
                        Math.round((Double.parseDouble(line[0]) - first) * 10_000)
                                + " "
                                + line[1]
                                + " "
                                + line[2].charAt(0))
                .toList();
    }

    private static List<String> decodeErrors(Path file) {
        var result =
                Command.run(
                        TIMEOUT,
                        "ffmpeg",
                        "-v",
                        "warning",
                        "-i",
                        file.toString(),
                        "-f",
                        "null",
                        "-");
        return result.err().lines().toList();
    }
}
