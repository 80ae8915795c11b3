package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.PlaylistParser;
import dev.anabranch.media.hls.UpdateRules;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RecordingTest {

    private static final LiveListener NOBODY = new LiveListener() {};

    private @TempDir Path temporary;

    private static void isClean(Path folder) throws Exception {
        var report =
                PresentationCheck.of(
                        new FolderResources(folder), List.of("index.m3u8", "manifest.mpd"));
        assertThat(report.breaches()).isEmpty();
        assertThat(report.segments()).isPositive();
    }

    @Test
    void aLiveStreamIsAVodWhenItHasEnded() throws Exception {
        var folder = temporary.resolve("vod");
        var film = LiveFilm.bunny(Duration.ofSeconds(3));
        var segments = new SegmentCollector();
        var live = new LivePresentation(LivePolicy.DEFAULT, segments);
        var recording = Recording.start(folder, live, RecordingListener.NONE);
        film.to(live);
        live.end();

        assertThat(recording.finish()).isTrue();
        live.close();
        isClean(folder);
        assumeThat(Files.isExecutable(Path.of("/usr/bin/ffprobe"))).isTrue();
        assertThat(frames(folder, "v")).isEqualTo(film.frames(1));
        segments.assertAreIn(folder, LiveFilm.FIRST_MSN + 12 - 1);
        try (var files = Files.list(folder.resolve("video-1"))) {
            assertThat(files.map(one -> one.getFileName().toString()))
                    .contains("init.mp4", "1.m4s", "2.m4s", "index.m3u8", "iframes.m3u8")
                    .noneMatch(name -> name.endsWith(".part"));
        }
        assertThat(folder.resolve("ts-1")).doesNotExist();
    }

    @Test
    void allMemoryIsGivenBackWhenItIsWritten() throws Exception {
        var live = new LivePresentation(LivePolicy.DEFAULT, NOBODY);
        var recording = Recording.start(temporary.resolve("m"), live, RecordingListener.NONE);
        LiveFilm.bunny(Duration.ZERO).to(live);
        live.end();
        recording.finish();
        live.close();
        assertThat(live.memoryBytes()).isZero();
    }

    @Test
    void anotherCodecConfigurationAndAPauseAreSpans() throws Exception {
        var folder = temporary.resolve("spans");
        var live = new LivePresentation(LivePolicy.DEFAULT, NOBODY);
        var recording = Recording.start(folder, live, RecordingListener.NONE);
        LiveFilm.bunny(Duration.ofSeconds(1)).to(live);
        live.discontinuity();
        LiveFilm.bunny(Duration.ofSeconds(60)).to(live);
        LiveFilm.hevc(Duration.ofSeconds(70)).to(live);
        live.end();
        recording.finish();
        live.close();

        var report =
                PresentationCheck.of(
                        new FolderResources(folder), List.of("index.m3u8", "manifest.mpd"));
        assertThat(report.breaches()).isEmpty();
        var playlist = Files.readString(folder.resolve("video-1/index.m3u8"));
        assertThat(playlist.lines().filter("#EXT-X-DISCONTINUITY"::equals)).hasSize(2);
        assertThat(playlist).contains("\"init.mp4\"", "\"init-2.mp4\"");
    }

    @Test
    void startedOnTheWayItBeginsWithTheNextSegment() throws Exception {
        var folder = temporary.resolve("late");
        var live = new LivePresentation(LivePolicy.DEFAULT, NOBODY);
        LiveFilm.bunny(Duration.ZERO).to(live);
        var recording = Recording.start(folder, live, RecordingListener.NONE);
        LiveFilm.bunny(Duration.ofSeconds(10)).to(live);
        live.end();
        recording.finish();
        live.close();
        isClean(folder);
        assertThat(recording.segmentFile("video-1", 1)).isEmpty();
        var range = recording.range(RecordingPosition.parse("0"), Optional.empty());
        assertThat(range).isInstanceOf(RangeAnswer.Found.class);
    }

    @Test
    void aRecordingOfNothingLeavesNothing() throws Exception {
        var folder = temporary.resolve("none");
        var live = new LivePresentation(LivePolicy.DEFAULT, NOBODY);
        var recording = Recording.start(folder, live, RecordingListener.NONE);
        live.end();
        assertThat(recording.finish()).isTrue();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aPieceOfAGrowingRecordingBreaksNoRule() throws Exception {
        var segments = new SegmentCollector();
        var live = new LivePresentation(LivePolicy.DEFAULT, segments);
        var recording = Recording.start(temporary.resolve("dvr"), live, RecordingListener.NONE);
        LiveFilm.bunny(Duration.ofSeconds(5)).to(live);
        live.discontinuity();
        LiveFilm.bunny(Duration.ofSeconds(40)).to(live);
        awaitWritten(recording, live);

        for (var range :
                List.of(
                        "?start=0",
                        "?start=3",
                        "?start=-12",
                        "?start=1&end=6",
                        "?start=4&end=41",
                        "?start=2026-11-26T10:00:08Z&end=2026-11-26T10:00:44Z")) {
            var report =
                    PresentationCheck.of(
                            new RangeResources(recording),
                            List.of("index.m3u8" + range, "manifest.mpd" + range));
            assertThat(report.breaches()).as(range).isEmpty();
            assertThat(report.segments()).isPositive();
        }
        live.end();
        recording.finish();
        live.close();
    }

    @Test
    void aRangeThatGrowsOnlyAddsAndEndsWithTheRecording() throws Exception {
        var live = new LivePresentation(LivePolicy.DEFAULT, NOBODY);
        var recording = Recording.start(temporary.resolve("grows"), live, RecordingListener.NONE);
        var versions = new ArrayList<MediaPlaylist>();
        for (int i = 0; i < 4; i++) {
            LiveFilm.bunny(Duration.ofSeconds(10L * i)).to(live);
            awaitWritten(recording, live);
            versions.add(growing(recording));
        }
        live.end();
        recording.finish();
        live.close();
        versions.add(growing(recording));

        for (int i = 1; i < versions.size(); i++) {
            assertThat(UpdateRules.check(versions.get(i - 1), versions.get(i))).isEmpty();
            assertThat(versions.get(i).segments())
                    .hasSizeGreaterThanOrEqualTo(versions.get(i - 1).segments().size());
        }
        assertThat(versions.getFirst().hasEnded()).isFalse();
        assertThat(versions.getLast().hasEnded()).isTrue();
    }

    private static MediaPlaylist growing(Recording recording) throws Exception {
        var answer = recording.range(RecordingPosition.parse("4"), Optional.empty());
        var range = ((RangeAnswer.Found<RecordedRange>) answer).value();
        var text = range.playlist("video-1").orElseThrow().bytes();
        return PlaylistParser.parse(text, ParseOptions.STRICT).media();
    }

    @Test
    void soundAloneAndSegmentsWithoutLowLatencyAreRecordedToo() throws Exception {
        var policy =
                new LivePolicy(
                        Duration.ofSeconds(2),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        false,
                        false);
        var folder = temporary.resolve("sound");
        var live = new LivePresentation(policy, NOBODY);
        var recording = Recording.start(folder, live, RecordingListener.NONE);
        LiveFilm.bunny(Duration.ZERO).soundTo(live);
        live.end();
        recording.finish();
        live.close();
        isClean(folder);
        assertThat(folder.resolve("video-1")).doesNotExist();
    }

    @Test
    void ffmpegDecodesAllOfIt() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/ffmpeg"))).isTrue();
        var folder = temporary.resolve("decoded");
        var live = new LivePresentation(LivePolicy.DEFAULT, NOBODY);
        var recording = Recording.start(folder, live, RecordingListener.NONE);
        LiveFilm.bunny(Duration.ofSeconds(1)).to(live);
        live.end();
        recording.finish();
        live.close();
        for (var manifest : List.of("index.m3u8", "manifest.mpd")) {
            var file = folder.resolve(manifest).toString();
            assertThat(output("ffmpeg", "-v", "error", "-i", file, "-f", "null", "-")).isEmpty();
        }
    }

    /// The last complete segment of the pictures is in the index.
    private static void awaitWritten(Recording recording, LivePresentation live) {
        var video = live.rendition("video-1").orElseThrow().edge();
        long msn = video.isLastComplete() ? video.lastMsn() : video.lastMsn() - 1;
        for (var rendition : List.of("video-1", "audio-1")) {
            while (recording.segmentFile(rendition, msn).isEmpty()) {
                Thread.onSpinWait();
            }
        }
    }

    private static long frames(Path folder, String kind) throws Exception {
        var text =
                output(
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        kind,
                        "-count_packets",
                        "-show_entries",
                        "stream=nb_read_packets",
                        "-of",
                        "csv=p=0",
                        folder.resolve("index.m3u8").toString());
        assertThat(text.strip()).matches("\\d+(\\s+\\d+)*");
        return Long.parseLong(text.strip().split("\\s+")[0]);
    }

    private static String output(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}
