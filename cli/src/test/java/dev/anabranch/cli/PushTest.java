package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.client.PlaybackClock;
import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.EntryKind;
import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.KernelConfig;
import dev.anabranch.kernel.KernelObserver;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.StreamSettings;
import dev.anabranch.kernel.Verdict;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.packager.SourceFile;
import dev.anabranch.protocol.rtmp.EventLoops;
import dev.anabranch.protocol.rtmp.Limits;
import dev.anabranch.protocol.rtmp.Listener;
import dev.anabranch.protocol.rtmp.ListenerConfig;
import dev.anabranch.protocol.rtmp.MediaFeed;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server gets of a file that is pushed to it.
class PushTest {

    /// 30 pictures, of which only the first is a keyframe, and 45 frames of sound.
    private static final Path FILM = Run.sample("moov_last_simple.mp4");

    private static final StreamSettings SETTINGS =
            StreamSettings.DEFAULT.withReconnectWindow(Duration.ZERO);

    private final Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
    private final EventLoops loops = new EventLoops(1);
    private final Kernel kernel =
            new Kernel(
                    new KernelConfig(SETTINGS, false, 10, 64L << 20),
                    new EverybodyMay(),
                    KernelObserver.NONE,
                    clocks);
    private final Listener listener =
            new Listener(
                    new ListenerConfig(
                            Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                            Optional.empty(),
                            Limits.DEFAULT),
                    kernel,
                    loops,
                    clocks,
                    new Random(1));

    /// Lets everybody in.
    private static final class EverybodyMay implements Gate {

        @Override
        public CompletionStage<Verdict> publish(PublishRequest request) {
            return allowed(request.app(), request.key());
        }

        @Override
        public CompletionStage<Verdict> play(PlayRequest request) {
            return allowed(request.app(), request.name());
        }

        private static CompletionStage<Verdict> allowed(String app, String name) {
            return CompletableFuture.completedFuture(
                    new Verdict.Allowed(new StreamName(app, name)));
        }
    }

    @BeforeEach
    void open() throws Exception {
        listener.start();
    }

    @AfterEach
    void close() {
        listener.close();
        loops.close();
        kernel.close();
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://localhost/, the app",
        "rtmp://localhost/live, names no stream",
        "http://localhost/live/x, neither rtmp nor rtmps"
    })
    void anAddressThatIsNoneIsAUsersMistake(String address, String why) {
        var run = Run.of("push", FILM, "--to", address);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).contains(address, why, "rtmp://host/app/key");
    }

    @Test
    void whereNobodyListensIsSaidWithoutTheNameOfASystemCall() {
        listener.close();
        var run = Run.of("push", FILM, "--to", address("one"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.SERVER_NOT_REACHABLE.status());
        assertThat(run.err()).contains("connection refused: no server listens there");
    }

    @Test
    void aSourceThatWasNeverThereIsSaidAtOnceWithoutItsKey() {
        var run =
                Run.of(
                        "restream",
                        "rtmp://127.0.0.1:1/live/sk_nobody-may-see",
                        "rtmp://127.0.0.1:1/live/x");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.NOT_FOUND.status());
        assertThat(run.err()).contains("rtmp://127.0.0.1:1: ", "refused").doesNotContain("0x");
        assertThat(run.out() + run.err()).doesNotContain("sk_nobody-may-see");
    }

    @ParameterizedTest
    @CsvSource({
        "'push --test --loop', --loop",
        "'push http://127.0.0.1:1/x.m3u8 --loop', --loop",
        "'push film.mp4 --size 320x180', --size",
        "'push film.mp4 --fps 25', --fps",
        "'push film.mp4 --bitrate 1M', --bitrate",
        "'push film.mp4 --keyframes 2s', --keyframes",
    })
    void whatWouldChangeNothingIsAUsersMistake(String words, String option) {
        var run = Run.of((Object[]) (words + " --to rtmp://127.0.0.1:1/live/x").split(" "));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).contains(option + " is ");
    }

    @Test
    void aFileArrivesWholeAtEachServer() throws Exception {
        var stream = kernel.declare(new StreamName("live", "one"), SETTINGS);
        var other = kernel.declare(new StreamName("live", "two"), SETTINGS);
        var woken = new Semaphore(0);
        try (var one = stream.subscribe(woken::release);
                var two = other.subscribe(woken::release)) {
            var run = Run.of("push", FILM, "--to", address("one"), "--to", address("two"));
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            for (var reader : List.of(one, two)) {
                Map<Integer, Integer> frames = new HashMap<>();
                while (true) {
                    if (!reader.next()) {
                        assertThat(woken.tryAcquire(20, TimeUnit.SECONDS))
                                .as("%s", frames)
                                .isTrue();
                        continue;
                    }
                    if (reader.kind() == EntryKind.END) {
                        break;
                    }
                    if (reader.kind() == EntryKind.FRAME) {
                        frames.merge(reader.trackId(), 1, Integer::sum);
                    }
                }
                assertThat(frames).containsEntry(1, 30).containsEntry(2, 45);
            }
        }
    }

    /// The film's sound is longer than its pictures, by as much they wait for it.
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void timesRunOnWhenAFileBeginsAgain(int turns) throws Exception {
        var hub = new FeedHub();
        hub.readersAreThere();
        var feed = hub.open(() -> {});
        try (var file = SourceFile.open(FILM)) {
            new MovieSender(file, hub, new TurnsClock(turns)).send(true);
        } catch (InterruptedException over) {
            Thread.interrupted();
        }

        var times = times(feed);
        assertThat(times.get(1)).hasSize(30 * turns);
        times.forEach((track, millis) -> {
            for (int i = 1; i < millis.size(); i++) {
                assertThat(millis.get(i) - millis.get(i - 1))
                        .as("frame %d of track %d", i, track)
                        .isBetween(1L, 150L);
            }
        });
    }

    @Test
    void aServerThatRefusesIsNotWaitedFor() {
        var run = Run.of("push", FILM, "--to", "rtmp://127.0.0.1:1/live/nobody", "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.SERVER_NOT_REACHABLE.status());
        assertThat(run.out()).contains("\"errored\"").contains("refused");
    }

    private String address(String name) {
        return "rtmp://127.0.0.1:%d/live/%s".formatted(listener.port(), name);
    }

    private static Map<Integer, List<Long>> times(MediaFeed feed) {
        Map<Integer, Track> tracks = new HashMap<>();
        Map<Integer, List<Long>> times = new HashMap<>();
        for (var event = feed.next(); event != null; event = feed.next()) {
            switch (event) {
                case MediaFeed.Described(var track) -> tracks.put(track.id(), track);
                case MediaFeed.Sample(var frame) -> {
                    try (frame) {
                        long millis =
                                tracks.get(frame.trackId())
                                        .timescale()
                                        .convert(
                                                frame.dtsTicks(),
                                                new Timescale(1000),
                                                RoundingMode.HALF_UP);
                        times.computeIfAbsent(frame.trackId(), _ -> new ArrayList<>()).add(millis);
                    }
                }
                case MediaFeed.Gap() -> throw new AssertionError("a gap");
                case MediaFeed.End _ -> {}
            }
        }
        return times;
    }

    /// Waits for nothing, and interrupts after so many turns of the film.
    private static final class TurnsClock implements PlaybackClock {

        private int left;

        TurnsClock(int turns) {
            left = turns * 75;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void awaitNanos(long deadlineNanos) throws InterruptedException {
            if (left-- == 0) {
                throw new InterruptedException("enough");
            }
        }
    }
}
