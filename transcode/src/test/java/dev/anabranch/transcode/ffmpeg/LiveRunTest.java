package dev.anabranch.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.MovieReader;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.LivePlan;
import dev.anabranch.transcode.LiveRun;
import dev.anabranch.transcode.LiveRung;
import dev.anabranch.transcode.LiveSound;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.process.Limits;
import dev.anabranch.transcode.process.ProgramException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A real ffmpeg that is fed a film frame by frame: the bundled one, and that of the machine.
@Timeout(90)
class LiveRunTest {

    /// With pictures that are decoded before they are shown.
    private static final Path FILM = Path.of("../cli/src/test/resources/media/bunny-270p.mp4");

    private static final int LARGE = 1001;
    private static final int SMALL = 1002;
    private static final int SOUND = 2001;

    private final Made made = new Made();
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Which program.
    enum Program {
        BUNDLED,
        OF_THE_MACHINE
    }

    private static FfmpegBackend backend(Program which) throws Exception {
        var path = Map.of("PATH", System.getenv().getOrDefault("PATH", ""));
        try {
            return new FfmpegBackend(
                    FfmpegProgram.find(
                            switch (which) {
                                case BUNDLED ->
                                        FfmpegSearch.usual(Optional.empty(), System.getenv());
                                case OF_THE_MACHINE ->
                                        new FfmpegSearch(Optional.empty(), path, Optional.empty());
                            }));
        } catch (ProgramException missing) {
            Assumptions.abort("skipped: " + missing.getMessage());
            throw missing;
        }
    }

    /// The film's frames as they come over RTMP: on the clock of 90 kHz, in milliseconds.
    private static List<Frame> film(long startTicks) throws Exception {
        var bytes = Files.readAllBytes(FILM);
        var frames = new ArrayList<Frame>();
        for (var track : MovieReader.read(ByteSource.of(bytes)).tracks()) {
            boolean isPicture = track.track().kind() == TrackKind.VIDEO;
            var clock = clock(track.track());
            var own = track.track().timescale();
            long shift = clock.convert(startTicks, clock, RoundingMode.HALF_UP);
            var cursor = track.samples().cursor(0);
            do {
                var payload = new byte[cursor.sizeBytes()];
                System.arraycopy(bytes, (int) cursor.position(), payload, 0, payload.length);
                frames.add(
                        new Frame(
                                isPicture ? 1 : 2,
                                shift + own.convert(cursor.dtsTicks(), clock, RoundingMode.HALF_UP),
                                shift + own.convert(cursor.ptsTicks(), clock, RoundingMode.HALF_UP),
                                0,
                                cursor.isSync(),
                                false,
                                Lease.of(payload)));
            } while (cursor.advance());
        }
        frames.sort(Comparator.comparing(LiveRunTest::time));
        return frames;
    }

    private static Duration time(Frame frame) {
        return (frame.trackId() == 1 ? Timescale.MPEG : new Timescale(48_000))
                .duration(frame.dtsTicks());
    }

    private static Timescale clock(Track track) {
        return track.kind() == TrackKind.VIDEO ? Timescale.MPEG : new Timescale(48_000);
    }

    private static Track source(TrackKind kind) throws Exception {
        for (var one : MovieReader.read(ByteSource.of(Files.readAllBytes(FILM))).tracks()) {
            var track = one.track();
            if (track.kind() == kind) {
                int id = kind == TrackKind.VIDEO ? 1 : 2;
                return new Track(id, clock(track), track.codec(), "und", "");
            }
        }
        throw new AssertionError("no " + kind);
    }

    private static LiveRung rung(FfmpegBackend backend, int id, int width, int height) {
        var encoder = backend.encoder(VideoCodec.H264).orElseThrow();
        return new LiveRung(id, height + "p", encoder, width, height, 300_000, Long.MIN_VALUE);
    }

    private static LivePlan pictures(LiveRung... rungs) throws Exception {
        var limits = new Limits(0, 0, 0, Duration.ofMinutes(5));
        return new LivePlan(
                Optional.of(source(TrackKind.VIDEO)),
                Optional.empty(),
                24,
                List.of(rungs),
                List.of(),
                limits);
    }

    private LiveRun feed(FfmpegBackend backend, LivePlan plan, List<Frame> frames)
            throws Exception {
        var run = backend.start(plan, made, ended::countDown);
        for (var frame : frames) {
            assertThat(run.offer(frame)).isTrue();
        }
        return run;
    }

    private static List<Frame> of(List<Frame> frames, int trackId) {
        return frames.stream().filter(frame -> frame.trackId() == trackId).toList();
    }

    private static List<Long> times(List<Frame> frames) {
        return frames.stream().map(Frame::ptsTicks).sorted().toList();
    }

    private static List<Long> keyframes(List<Frame> frames) {
        return times(frames.stream().filter(Frame::isKeyframe).toList());
    }

    /// The last pictures are those the child still holds.
    private List<Frame> awaitAll(int trackId, int count) throws Exception {
        made.await(trackId, count);
        return made.frames(trackId).subList(0, count);
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void eachPictureOfTheSourceIsOneOfEachRung(Program program) throws Exception {
        var backend = backend(program);
        var source = of(film(90_000L * 100_000), 1);
        int count = source.size() - 10;
        var plan = pictures(rung(backend, LARGE, 320, 180), rung(backend, SMALL, 160, 90));

        try (var run = feed(backend, plan, source)) {
            for (int id : List.of(LARGE, SMALL)) {
                var rung = awaitAll(id, count);
                assertThat(times(rung)).isEqualTo(times(source).subList(0, count));
                var keys =
                        keyframes(source).stream().filter(key -> key <= rung.getLast().ptsTicks());
                assertThat(keyframes(rung)).containsAll(keys.toList());
                if (backend.encoder(VideoCodec.H264).orElseThrow().equals("libx264")) {
                    assertThat(keyframes(source)).containsAll(keyframes(rung));
                }
            }
            assertThat(run.failure()).isEmpty();
        }
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void aRungMayBeginWithinAGroupOfPictures(Program program) throws Exception {
        var backend = backend(program);
        var source = of(film(0), 1);
        long start = times(source).get(20) - 5;
        var plan =
                pictures(
                        rung(backend, LARGE, 320, 180).startingAt(start),
                        rung(backend, SMALL, 160, 90));

        try (var _ = feed(backend, plan, source)) {
            var late = awaitAll(LARGE, 50);
            assertThat(late.getFirst().isKeyframe()).isTrue();
            assertThat(times(late)).isEqualTo(times(source).subList(20, 70));
            assertThat(times(awaitAll(SMALL, 50))).isEqualTo(times(source).subList(0, 50));
        }
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void soundIsEncodedBesideThePicture(Program program) throws Exception {
        var backend = backend(program);
        Assumptions.assumeTrue(backend.encoder(AudioCodec.OPUS).isPresent(), "skipped: no libopus");
        var opus =
                new LiveSound(
                        SOUND,
                        AudioCodec.OPUS,
                        backend.encoder(AudioCodec.OPUS).orElseThrow(),
                        64_000,
                        2,
                        Long.MIN_VALUE);
        var plan =
                new LivePlan(
                        Optional.of(source(TrackKind.VIDEO)),
                        Optional.of(source(TrackKind.AUDIO)),
                        24,
                        List.of(rung(backend, SMALL, 160, 90)),
                        List.of(opus),
                        new Limits(0, 0, 0, Duration.ofMinutes(5)));

        try (var _ = feed(backend, plan, film(48_000).subList(0, 600))) {
            var sound = awaitAll(SOUND, 100);
            assertThat(made.tracks.get(SOUND).track().codec().codecString()).isEqualTo("Opus");
            var clock = made.tracks.get(SOUND).track().timescale();
            for (int i = 1; i < 100; i++) {
                var distance = sound.get(i).dtsTicks() - sound.get(i - 1).dtsTicks();
                assertThat(clock.duration(distance)).isEqualTo(Duration.ofMillis(20));
            }
            assertThat(awaitAll(SMALL, 50)).hasSize(50);
        }
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void oneThatIsKilledTellsAndLeavesNothing(Program program) throws Exception {
        var backend = backend(program);
        var plan = pictures(rung(backend, SMALL, 160, 90));
        var source = of(film(0), 1);

        try (var run = feed(backend, plan, source)) {
            awaitAll(SMALL, 10);
            var process = ProcessHandle.of(run.pid()).orElseThrow();
            assertThat(process.destroyForcibly()).isTrue();

            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(run.failure()).isPresent();
            assertThat(run.offer(source.getFirst())).isTrue();
            assertThat(run.waiting()).isZero();
        }
    }

    private static final class Made implements TrackSink {

        final Map<Integer, IndexedTrack> tracks = new ConcurrentHashMap<>();
        private final Map<Integer, List<Frame>> frames = new ConcurrentHashMap<>();

        @Override
        public void track(IndexedTrack track) {
            tracks.put(track.track().id(), track);
        }

        @Override
        public synchronized void frame(Frame frame) {
            frames.computeIfAbsent(frame.trackId(), _ -> new ArrayList<>()).add(frame);
            notifyAll();
        }

        @Override
        public void end(int trackId) {
            // Whoever waits waits for frames.
        }

        synchronized List<Frame> frames(int trackId) {
            return List.copyOf(frames.getOrDefault(trackId, List.of()));
        }

        /// The time limit of the test is that of this.
        synchronized void await(int trackId, int count) throws InterruptedException {
            while (frames.getOrDefault(trackId, List.of()).size() < count) {
                wait();
            }
        }
    }
}
