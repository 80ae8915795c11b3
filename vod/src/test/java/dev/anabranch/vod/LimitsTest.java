package dev.anabranch.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.process.Limits;
import dev.anabranch.transcode.process.ProgramException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a run may take of the machine, as the kernel sees the child process.
class LimitsTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir Path folder;

    /// Lets the child wait with its first frame until it was looked at.
    private static final class Gate implements TrackSink {

        final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void track(IndexedTrack track) {}

        @Override
        public void frame(Frame frame) {
            try (frame) {
                reached.countDown();
                open.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void end(int trackId) {}
    }

    /// What is to be seen of a child at work.
    private interface Look {
        void at(TranscodeRun run, Gate gate) throws Exception;
    }

    private void start(Limits limits, Look look) throws Exception {
        var lab = new Lab(folder);
        var source =
                lab.picture(
                        "film.mkv", "testsrc2=size=192x108:rate=25:duration=20", "-c:v", "ffv1");
        var plan = lab.transcode(source, settings -> settings.withLimits(limits)).plan();
        var gate = new Gate();
        try (var run = new FfmpegBackend(Lab.bundled()).start(plan, gate)) {
            assertThat(gate.reached.await(30, TimeUnit.SECONDS)).isTrue();
            look.at(run, gate);
        } finally {
            gate.open.countDown();
        }
    }

    @Test
    void theChildIsNicerThanThisProcess() throws Exception {
        start(
                new Limits(0, 7, 0, DAY),
                (run, _) ->
                        assertThat(niceness(run.pid()))
                                .isEqualTo(
                                        Math.min(19, niceness(ProcessHandle.current().pid()) + 7)));
    }

    /// The 19th field of `stat`; the second may have spaces in it.
    private static int niceness(long pid) throws Exception {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    @Test
    void theAddressSpaceOfTheChildIsLimited() throws Exception {
        start(
                new Limits(0, 0, 4L << 30, DAY),
                (run, _) ->
                        assertThat(Files.readString(Path.of("/proc/" + run.pid() + "/limits")))
                                .containsPattern("Max address space +4294967296 +4294967296"));
    }

    /// From what its libraries do not fit into to what some pictures can be made in: of the last
    /// the bundled program makes a few and ends with status 0.
    @ParameterizedTest
    @ValueSource(ints = {20, 64, 120, 180, 240, 300})
    void aProgramThatWantsMoreMemoryFailsAndSaysThatItIsTheLimit(int mebibytes) throws Exception {
        var program = mebibytes == 300 ? Lab.system("libx264") : Lab.bundled();

        assertThatThrownBy(() -> makeWithin(program, new Limits(0, 5, (long) mebibytes << 20, DAY)))
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        failed ->
                                assertThat(failed.kind())
                                        .isEqualTo(ProgramException.Kind.OUT_OF_MEMORY))
                .hasMessageStartingWith(
                        "film.mkv: ffmpeg had too little memory: the limit is "
                                + mebibytes
                                + " MiB");
    }

    private void makeWithin(FfmpegProgram program, Limits limits) throws Exception {
        var lab = new Lab(folder);
        var source = lab.picture("film.mkv", "testsrc2=size=1280x720:duration=1", "-c:v", "ffv1");
        lab.make(
                new FfmpegBackend(program),
                source,
                settings -> settings.withLimits(limits).withLadder(Ladder.auto()));
    }

    @Test
    void encodersHaveTheThreadsTheyMayHave() throws Exception {
        var one = threadsOfX264(1);
        assertThat(one).contains("threads=1 ", "lookahead_threads=1 ");
        assertThat(threadsOfX264(3)).contains("threads=3 ");
    }

    @Test
    void x265HasTheThreadsItMayHave() throws Exception {
        var lab = new Lab(folder);
        var source = lab.picture("film.mkv", "testsrc2=duration=0.4", "-c:v", "ffv1");
        var made =
                lab.make(
                        new FfmpegBackend(Lab.system("libx265")),
                        source,
                        settings ->
                                settings.withLimits(new Limits(1, 0, 0, DAY))
                                        .withVideo(video ->
                                                video.withCodecs(Set.of(VideoCodec.HEVC))));
        var text =
                new String(
                        Files.readAllBytes(made.files("hevc").getFirst()),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).contains("frame-threads=1 ").contains("numa-pools=1 ");
    }

    private String threadsOfX264(int threads) throws Exception {
        var lab = new Lab(folder);
        var source = lab.picture("film.mkv", "testsrc2=duration=0.4", "-c:v", "ffv1");
        var made =
                lab.make(
                        new FfmpegBackend(Lab.system("libx264")),
                        source,
                        settings -> settings.withLimits(new Limits(threads, 0, 0, DAY)));
        var text =
                new String(
                        Files.readAllBytes(made.files("h264").getFirst()),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = text.indexOf("x264 - core");
        return text.substring(at, text.indexOf('\0', at));
    }

    @Test
    void aRunThatTakesTooLongIsKilledAndSaysSo() throws Exception {
        start(
                new Limits(0, 0, 0, Duration.ofSeconds(3)),
                (run, gate) -> {
                    // Its frames are held back, so it cannot end by itself.
                    var child = ProcessHandle.of(run.pid()).orElseThrow();
                    assertThat(child.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
                    gate.open.countDown();
                    assertThatThrownBy(run::await)
                            .isInstanceOfSatisfying(
                                    ProgramException.class,
                                    failed ->
                                            assertThat(failed.kind())
                                                    .isEqualTo(ProgramException.Kind.TIMED_OUT));
                });
    }
}
