package dev.anabranch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many threads at one small log: what they read is what was written, in order, and no memory is
/// lost.
///
/// Each frame's bytes tell its number, so that memory that was used again under a reader shows.
class FrameLogStressTest {

    private static final int FRAMES = 60_000;
    private static final long WAIT_SECONDS = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void readersOfAnyPaceSeeWhatWasWritten(long seed)
            throws InterruptedException, ExecutionException, TimeoutException {
        var limits = new LogLimits(2 << 20, Duration.ofMillis(200));
        var policy = new SlowReaderPolicy(Duration.ofMillis(100), 1 << 30, Duration.ofHours(1));
        var settings = StreamSettings.DEFAULT.withLog(limits).withSlowReaders(policy);
        try (var studio = Studio.with(settings);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var publication = studio.publish();
            var stream = studio.stream();
            var isDone = new AtomicBoolean();
            var tasks = new ArrayList<Callable<String>>();
            for (int i = 0; i < 6; i++) {
                long readerSeed = seed * 100 + i;
                tasks.add(() -> read(stream, new Random(readerSeed)));
            }
            tasks.add(() -> comeAndGo(stream, isDone, new Random(seed)));
            var running = tasks.stream().map(threads::submit).toList();
            write(studio, publication, new Random(seed));
            isDone.set(true);
            studio.kernel.remove(Studio.NAME);
            for (var task : running) {
                assertThat(task.get(WAIT_SECONDS, TimeUnit.SECONDS)).as("seed %d", seed).isEmpty();
            }
            assertThat(studio.kernel.memory().usedBytes()).isZero();
            assertThat(stream.quality().readers()).isZero();
        }
    }

    /// Claims of two tracks that overlap, some given back unused.
    private static void write(Studio studio, Publication publication, Random random) {
        for (int i = 1; i <= FRAMES; i++) {
            studio.clock.pass(0.001);
            var audio = publication.claim(1 + random.nextInt(300));
            var video =
                    publication.claim(8 + random.nextInt(random.nextInt(20) == 0 ? 90_000 : 3_000));
            if (random.nextInt(50) > 0) {
                commit(video, new Sample(1, i * 90L, i * 90L, 0, random.nextInt(30) == 0));
            }
            commit(audio, new Sample(2, i * 48L, i * 48L, 0, true));
            closeAll(audio, video);
        }
    }

    private static void commit(@Nullable Claim claim, Sample sample) {
        if (claim != null) {
            Studio.fill(claim.bytes(), sample.dtsTicks());
            claim.commit(sample, 0, claim.sizeBytes());
        }
    }

    private static void closeAll(@Nullable Claim... claims) {
        for (var claim : claims) {
            if (claim != null) {
                claim.close();
            }
        }
    }

    /// What was wrong, empty when nothing was.
    private static String read(LiveStream stream, Random random) throws InterruptedException {
        var ready = new Semaphore(0);
        var kept = new ArrayDeque<Frame>();
        long[] last = new long[3];
        boolean needsKeyframe = true;
        try (var reader = stream.subscribe(ready::release)) {
            while (true) {
                if (!reader.next()) {
                    if (!ready.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                        return "was not woken";
                    }
                    continue;
                }
                switch (reader.kind()) {
                    case END -> {
                        return releaseAll(kept);
                    }
                    case TRACK, DISCONTINUITY -> needsKeyframe = true;
                    case FRAME -> {
                        String fault = check(reader, last, needsKeyframe);
                        if (!fault.isEmpty()) {
                            return fault;
                        }
                        needsKeyframe &= reader.trackId() != 1;
                        linger(reader, kept, random);
                    }
                }
            }
        } finally {
            releaseAll(kept);
        }
    }

    private static String check(Subscription reader, long[] last, boolean needsKeyframe) {
        int track = reader.trackId();
        long dts = reader.dtsTicks();
        if (dts <= last[track]) {
            return "track " + track + " went back from " + last[track] + " to " + dts;
        }
        if (track == 1 && needsKeyframe && !reader.isKeyframe()) {
            return "began without a keyframe at " + dts;
        }
        last[track] = dts;
        var bytes = reader.block().bytes().asSlice(reader.offset(), reader.sizeBytes());
        return Studio.isFilled(bytes, dts) ? "" : "foreign bytes in frame " + dts;
    }

    /// Keeps a few frames, rests now and then, and sleeps over some.
    private static void linger(Subscription reader, ArrayDeque<Frame> kept, Random random) {
        if (random.nextInt(500) == 0) {
            kept.add(reader.frame());
        }
        if (kept.size() > 2) {
            releaseOne(kept);
        }
        if (random.nextInt(50) == 0) {
            reader.rest();
        }
        if (random.nextInt(2000) == 0) {
            for (int i = 0; i < 200; i++) {
                Thread.yield();
            }
        }
    }

    private static String releaseAll(ArrayDeque<Frame> kept) {
        String fault = "";
        while (!kept.isEmpty()) {
            fault += releaseOne(kept);
        }
        return fault;
    }

    private static String releaseOne(ArrayDeque<Frame> kept) {
        try (var frame = kept.remove()) {
            boolean isWhole = Studio.isFilled(frame.payload().bytes(), frame.dtsTicks());
            return isWhole ? "" : "a kept frame changed";
        }
    }

    private static String comeAndGo(LiveStream stream, AtomicBoolean isDone, Random random) {
        while (!isDone.get()) {
            try (var reader = stream.subscribe(() -> {})) {
                for (int i = random.nextInt(300); i > 0; i--) {
                    if (!reader.next()) {
                        Thread.yield();
                    }
                }
            }
        }
        return "";
    }

    /// Publishers that replace each other in the middle of things.
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void publishersMayReplaceEachOtherAtAnyTime(long seed)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (var studio = new Studio();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            studio.kernel.declare(Studio.NAME, StreamSettings.DEFAULT);
            var stream = studio.stream();
            var reading = threads.submit(() -> readMarked(stream));
            List<Callable<Integer>> publishers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                var random = new Random(seed * 10 + i);
                publishers.add(() -> publishOften(studio, random));
            }
            for (var done : threads.invokeAll(publishers)) {
                assertThat(done.get(WAIT_SECONDS, TimeUnit.SECONDS)).isPositive();
            }
            studio.kernel.remove(Studio.NAME);
            assertThat(reading.get(WAIT_SECONDS, TimeUnit.SECONDS)).as("seed %d", seed).isEmpty();
            assertThat(studio.kernel.memory().usedBytes()).isZero();
        }
    }

    private static int publishOften(Studio studio, Random random) {
        int taken = 0;
        for (int turn = 0; turn < 100; turn++) {
            var publication = studio.publish();
            for (int i = 0; i < random.nextInt(200); i++) {
                studio.clock.pass(0.0001);
                taken += Studio.picture(publication, i * 40L, i % 10 == 0) ? 1 : 0;
                taken += Studio.sound(publication, i * 40L) ? 1 : 0;
            }
            if (random.nextBoolean()) {
                publication.close();
            }
        }
        return taken;
    }

    /// Times go up, and after a discontinuity pictures begin with a keyframe.
    private static String readMarked(LiveStream stream) throws InterruptedException {
        var ready = new Semaphore(0);
        long[] last = {Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE};
        boolean needsKeyframe = true;
        try (var reader = stream.subscribe(ready::release)) {
            while (true) {
                if (!reader.next()) {
                    if (!ready.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                        return "was not woken";
                    }
                    continue;
                }
                if (reader.kind() == EntryKind.END) {
                    return "";
                }
                if (reader.kind() != EntryKind.FRAME) {
                    needsKeyframe |= reader.kind() == EntryKind.DISCONTINUITY;
                    continue;
                }
                if (reader.dtsTicks() < last[reader.trackId()]) {
                    return "went back to " + reader.dtsTicks();
                }
                if (reader.trackId() == 1 && needsKeyframe && !reader.isKeyframe()) {
                    return "no keyframe first";
                }
                needsKeyframe &= reader.trackId() != 1;
                last[reader.trackId()] = reader.dtsTicks();
            }
        }
    }
}
