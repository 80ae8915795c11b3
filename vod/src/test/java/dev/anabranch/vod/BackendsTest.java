package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.TrackKind;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.gstreamer.GstreamerBackend;
import dev.anabranch.transcode.gstreamer.GstreamerProgram;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The same request, carried out by each backend: the same ladder, the same cuts, the same
/// manifest. GStreamer's half is skipped where it is not installed.
@Timeout(180)
class BackendsTest {

    @TempDir private Path folder;

    enum Which {
        FFMPEG,
        GSTREAMER
    }

    private static TranscodeBackend backend(Which which) throws Exception {
        // One with x264 where there is one, as GStreamer has it.
        var ffmpeg =
                FfmpegProgram.findForEncoding(
                        FfmpegSearch.usual(Optional.empty(), System.getenv()));
        if (which == Which.FFMPEG) {
            return new FfmpegBackend(ffmpeg);
        }
        try {
            return new GstreamerBackend(GstreamerProgram.find(Optional.empty(), System.getenv()));
        } catch (ProgramException absent) {
            assumeTrue(absent.kind() != Kind.MISSING, absent.getMessage());
            throw absent;
        }
    }

    private Transcode request(Path source, TranscodeBackend backend) throws Exception {
        return Transcode.from(source)
                .with(Clips.ffmpeg())
                .with(backend)
                .workIn(Files.createDirectories(folder.resolve("work")))
                .ladder(Ladder.parse("360p,240p,180p"))
                .settings(BackendsTest::settings);
    }

    private static TranscodeSettings settings(TranscodeSettings settings) {
        return settings.withVideo(video -> video.withPreset(Preset.FAST).withCopy(Copy.NEVER))
                .withAudio(audio -> audio.withCopy(Copy.NEVER))
                .withSegment(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @EnumSource
    void aRequestGivesTheSameLadderAndCuts(Which which) throws Exception {
        for (var rate : List.of("24", "30000/1001", "60")) {
            var clip = clip("a-%s.mp4".formatted(rate.replace('/', '-')), rate);
            var frames = new Counting();
            var output = folder.resolve("out-" + rate.replace('/', '-'));

            var plan = request(clip, frames.over(backend(which))).to(output).run().plan();

            assertThat(plan.video().stream().map(one -> one.width() + "x" + one.height()))
                    .containsExactly("640x360", "426x240", "320x180");
            checkCuts(frames, plan, rate);
            checkManifests(output);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsCutOffGivesWhatIsThereAndAWarning(Which which) throws Exception {
        var whole =
                new Clips(folder)
                        .make(
                                "whole.mp4",
                                "640x360",
                                "25",
                                10,
                                "-c:v",
                                "mpeg4",
                                "-q:v",
                                "4",
                                "-c:a",
                                "aac",
                                "-ac",
                                "2",
                                "-movflags",
                                "+faststart");
        var bytes = Files.readAllBytes(whole);
        var cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));

        var result =
                request(cut, backend(which))
                        .ladder(Ladder.parse("180p"))
                        .to(folder.resolve("out-cut"))
                        .run();

        // GStreamer's sound goes on to the end that the index names.
        assertThat(result.segments()).isBetween(2, which == Which.GSTREAMER ? 5 : 3);
        assertThat(result.warnings())
                .anyMatch(warning ->
                        warning.matches(
                                "cut.mp4 ends after [3-6]\\.\\d s though it says that it"
                                        + " lasts 10\\.\\d s: it may be cut off"));
    }

    private Path clip(String name, String rate) throws Exception {
        return new Clips(folder)
                .make(
                        name, "640x360", rate, 7, "-c:v", "mpeg4", "-bf", "2", "-q:v", "4", "-c:a",
                        "aac", "-ac", "2");
    }

    /// Keyframes are at every n-th picture, and at no other, in each rendition.
    private static void checkCuts(Counting frames, TranscodePlan plan, String rate) {
        double fps = rate.contains("/") ? 30_000 / 1001.0 : Integer.parseInt(rate);
        long inSource = Math.round(7 * fps);
        for (var output : plan.video()) {
            int divisor = fps > 48 && output.height() < 360 ? 2 : 1;
            var times = frames.keyframes.get(output.trackId());
            assertThat(frames.counts.get(output.trackId()))
                    .isCloseTo(inSource / divisor, within(1L));
            assertThat(times).hasSize(4);
            for (int n = 0; n < times.size(); n++) {
                assertThat(times.get(n)).isCloseTo(n * Math.round(2 * fps) / fps, within(0.001));
            }
        }
    }

    private static void checkManifests(Path output) throws IOException {
        var report =
                PresentationCheck.of(
                        new FolderResources(output), List.of("index.m3u8", "manifest.mpd"));
        assertThat(report.breaches()).isEmpty();
        assertThat(Files.readString(output.resolve("index.m3u8")))
                .contains("video-360p/index.m3u8", "video-240p/index.m3u8", "CODECS=\"avc1.64");
        assertThat(output.resolve("video-180p/4.m4s")).exists();
        assertThat(output.resolve("video-180p/5.m4s")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aKilledEncoderPublishesNothing(Which which) throws Exception {
        var source = clip("a.mp4", "24");
        var output = folder.resolve("out");
        var slow = new SlowBackend(backend(which));
        var job = request(source, slow).to(output).start();
        slow.awaitFrames();

        ProcessHandle.of(slow.pid()).orElseThrow().destroyForcibly();
        slow.goOn();

        assertThatThrownBy(job::await).isInstanceOf(ProgramException.class);
        assertThat(output).doesNotExist();
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledJobLeavesNoProcess(Which which) throws Exception {
        var source = clip("a.mp4", "24");
        var slow = new SlowBackend(backend(which));
        var job = request(source, slow).to(folder.resolve("out")).start();
        slow.awaitFrames();

        job.cancel();

        assertThatThrownBy(job::await)
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
        assertThat(ProcessHandle.of(slow.pid())).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /// Counts what passes through.
    private static final class Counting {

        private final Map<Integer, Long> counts = new ConcurrentHashMap<>();
        private final Map<Integer, List<Double>> keyframes = new ConcurrentHashMap<>();
        private final Map<Integer, Long> clocks = new ConcurrentHashMap<>();

        TranscodeBackend over(TranscodeBackend real) {
            return new PassingBackend(real, Sink::new);
        }

        private final class Sink implements TrackSink {

            private final TrackSink sink;

            Sink(TrackSink sink) {
                this.sink = sink;
            }

            @Override
            public void track(IndexedTrack track) throws IOException {
                if (track.kind() == TrackKind.VIDEO) {
                    clocks.put(track.track().id(), track.track().timescale().ticksPerSecond());
                    keyframes.put(track.track().id(), new ArrayList<>());
                }
                sink.track(track);
            }

            @Override
            public void frame(Frame frame) throws IOException {
                var clock = Optional.ofNullable(clocks.get(frame.trackId()));
                counts.merge(frame.trackId(), 1L, Long::sum);
                if (clock.isPresent() && frame.isKeyframe()) {
                    keyframes.get(frame.trackId()).add((double) frame.ptsTicks() / clock.get());
                }
                sink.frame(frame);
            }

            @Override
            public void end(int trackId) throws IOException {
                sink.end(trackId);
            }
        }
    }
}
