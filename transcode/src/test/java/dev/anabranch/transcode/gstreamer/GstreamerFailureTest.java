package dev.anabranch.transcode.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.KeyframeGrid.AtTimes;
import dev.anabranch.transcode.KeyframeGrid.EveryFrames;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.StillOutput;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.process.Limits;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What cannot be done, what is killed, what is broken.
@Timeout(60)
class GstreamerFailureTest extends GstreamerTest {

    private static final PictureSettings.Corner CORNER = PictureSettings.Corner.TOP_LEFT;

    private static Clip clip;

    @BeforeAll
    static void aClip() throws Exception {
        clip = Clip.of(folder.resolve("clip.mp4"), "640x360", "30", 4, 4);
    }

    private static Clip.PlanBuilder plan() throws Exception {
        return clip.plan(new EveryFrames(30));
    }

    /// Holds the encoder back after its first frame, until it is let go.
    private static final class HoldingSink implements TrackSink {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);

        @Override
        public void track(IndexedTrack track) {}

        @Override
        public void frame(Frame frame) {
            frame.close();
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void end(int trackId) {}
    }

    /// A second and more of pictures that do not fit into buffers of sockets and queues.
    private static TranscodePlan large() throws Exception {
        var big =
                Clip.of(
                        folder.resolve("large.mp4"),
                        "1280x720",
                        "30",
                        8,
                        0,
                        "-vf",
                        "noise=alls=60:allf=t",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-crf",
                        "30");
        return big.plan(new EveryFrames(30)).video(h264(1, 1280, 720, 1)).build();
    }

    @Test
    void aChildThatIsKilledIsAFailure() throws Exception {
        var sink = new HoldingSink();
        try (var run = backend.start(large(), sink)) {
            assertThat(sink.begun.await(30, TimeUnit.SECONDS)).isTrue();
            ProcessHandle.of(run.pid()).orElseThrow().destroyForcibly();
            sink.go.countDown();

            var failure = catchThrowableOfType(ProgramException.class, run::await);

            assertThat(failure.kind()).isEqualTo(Kind.FAILED);
            assertThat(failure).hasMessageContaining("gst-launch-1.0").hasMessageContaining("137");
        }
    }

    @Test
    void closingLeavesNoProcess() throws Exception {
        var sink = new HoldingSink();
        var run = backend.start(large(), sink);
        assertThat(sink.begun.await(30, TimeUnit.SECONDS)).isTrue();
        long pid = run.pid();

        run.close();
        sink.go.countDown();

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        var failure = catchThrowableOfType(ProgramException.class, run::await);
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
    }

    @Test
    void aRunThatTakesTooLongIsKilled() throws Exception {
        var sink = new HoldingSink();
        var shortly = new Limits(1, 0, 0, Duration.ofSeconds(3));
        var big = large();
        var plan =
                new Clip.PlanBuilder(big.source(), big.grid())
                        .video(big.video().getFirst())
                        .limits(shortly)
                        .build();
        try (var run = backend.start(plan, sink)) {
            assertThat(sink.begun.await(30, TimeUnit.SECONDS)).isTrue();
            ProcessHandle.of(run.pid()).orElseThrow().onExit().get(30, TimeUnit.SECONDS);
            sink.go.countDown();

            var failure = catchThrowableOfType(ProgramException.class, run::await);

            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        }
    }

    @Test
    void whatTheSinkThrowsEndsTheRun() throws Exception {
        var full = new SocketException("the disk is full");
        var sink =
                new TrackSink() {
                    @Override
                    public void track(IndexedTrack track) {}

                    @Override
                    public void frame(Frame frame) throws IOException {
                        throw full;
                    }

                    @Override
                    public void end(int trackId) {}
                };
        try (var run = backend.start(large(), sink)) {
            assertThatThrownBy(run::await).isSameAs(full);
            assertThat(ProcessHandle.of(run.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void aFileThatIsNoMovieIsAFailureWithItsReason() throws Exception {
        var seed = 20261126L;
        var bytes = new byte[100_000];
        new Random(seed).nextBytes(bytes);
        var junk = Files.write(folder.resolve("junk.mp4"), bytes);

        assertFails(Files.write(junk, bytes), "ERROR");
    }

    @Test
    void aMovieThatIsCutShortIsAFailure() throws Exception {
        // Its index is at its end.
        var bytes = Files.readAllBytes(clip.file());
        var cut = Files.write(folder.resolve("cut.mp4"), java.util.Arrays.copyOf(bytes, 30_000));

        assertFails(cut, "no playable streams");
    }

    @Test
    void aFileThatIsGoneIsAFailure() throws Exception {
        assertFails(folder.resolve("gone.mp4"), "source");
    }

    @Test
    void aStreamThatIsNotThereIsAFailureAndNoWaitingForIt() throws Exception {
        var wrong = Clip.of(folder.resolve("mute.mp4"), "640x360", "30", 1, 0);

        assertFails(wrong.file(), "Delayed linking failed");
    }

    /// The plan is for the clip; what is in its place is something else.
    private static void assertFails(Path file, String reason) throws Exception {
        var source = clip.source();
        var other =
                new Source(
                        SourceInput.of(file),
                        source.container(),
                        source.duration(),
                        source.video(),
                        source.audio(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of());
        var plan =
                new Clip.PlanBuilder(other, new EveryFrames(30))
                        .video(h264(1, 320, 180, 1))
                        .audio(sound(2, source.audio().getFirst(), AudioCodec.AAC))
                        .build();
        try (var run = backend.start(plan, new RecordingSink())) {
            var failure = catchThrowableOfType(ProgramException.class, run::await);

            assertThat(failure.kind()).isEqualTo(Kind.FAILED);
            assertThat(failure).hasMessageContaining(reason);
            assertThat(ProcessHandle.of(run.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedBeforeAnythingRuns() throws Exception {
        var picture = h264(1, 320, 180, 1);
        var source = plan().source();
        var sound = source.audio().getFirst();

        assertRefused(
                plan().video(picture).trim(new Trim(Duration.ofSeconds(1), Optional.empty())),
                "trim");
        assertRefused(
                plan().video(picture)
                        .picture(
                                new PictureSettings(
                                        Optional.empty(),
                                        List.of(
                                                new PictureSettings.Overlay.Image(
                                                        Path.of("logo.png"), CORNER, 1, 0.1)))),
                "overlays");
        assertRefused(
                clip.plan(new AtTimes(List.of(new Rational(0, 1)))).video(picture), "keyframes");
        assertRefused(plan().video(picture(1, VideoCodec.H264, "libx264", 320, 180, 1)), "libx264");
        assertRefused(
                plan().audio(
                                new AudioOutput.Encoded(
                                        1,
                                        sound,
                                        "und",
                                        "",
                                        AudioCodec.AAC,
                                        "avenc_aac",
                                        1,
                                        2,
                                        48_000,
                                        true)),
                "loudness");
        assertRefused(clip.plan(new EveryFrames(25)).video(h264(1, 320, 180, 2)), "odd distances");
        assertRefused(
                plan().video(picture)
                        .still(new StillOutput.Poster(2, List.of(Duration.ZERO), 320, 180)),
                "poster: single pictures");
        var web =
                new Source(
                        SourceInput.of(URI.create("https://example.com/a.mp4")),
                        source.container(),
                        source.duration(),
                        source.video(),
                        source.audio(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of());
        assertRefused(new Clip.PlanBuilder(web, new EveryFrames(30)).video(picture), "not a file");
    }

    private static void assertRefused(Clip.PlanBuilder plan, String setting) {
        var failure =
                catchThrowableOfType(
                        ProgramException.class,
                        () -> backend.start(plan.build(), new RecordingSink()));

        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(failure).hasMessageContaining(setting);
        assertThat(backend.refusal(plan.build())).contains(failure.getMessage());
    }
}
