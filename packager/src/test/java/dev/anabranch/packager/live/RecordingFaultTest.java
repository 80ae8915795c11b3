package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.check.Breach;
import dev.anabranch.packager.check.FolderResources;
import dev.anabranch.packager.check.PresentationCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFaultTest {

    private static final LiveListener NOBODY = new LiveListener() {};
    private static final long PLENTY = 64 << 20;

    private @TempDir Path temporary;

    /// A disk with so much room, which may be made more.
    private static final class SmallDisk implements RecordingFiles {

        private final AtomicLong room;

        SmallDisk(long room) {
            this.room = new AtomicLong(room);
        }

        @Override
        public WritableFile create(Path path) throws IOException {
            return limited(
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE));
        }

        @Override
        public WritableFile open(Path path) throws IOException {
            return limited(FileChannel.open(path, StandardOpenOption.WRITE));
        }

        @Override
        public long usableBytes(Path path) {
            return room.get();
        }

        private WritableFile limited(FileChannel channel) throws IOException {
            return new WritableFile(channel) {
                @Override
                int write(ByteBuffer bytes, long position) throws IOException {
                    int possible = (int) Math.min(bytes.remaining(), room.get());
                    if (possible <= 0) {
                        throw new IOException("No space left on device");
                    }
                    room.addAndGet(-possible);
                    int limit = bytes.limit();
                    int written = super.write(bytes.limit(bytes.position() + possible), position);
                    bytes.limit(limit);
                    return written;
                }
            };
        }
    }

    private static final class Watch implements RecordingListener {

        private final AtomicInteger interruptions = new AtomicInteger();
        private final AtomicInteger resumptions = new AtomicInteger();
        private final CountDownLatch interrupted = new CountDownLatch(1);
        private volatile String reason = "";

        @Override
        public void interrupted(String why) {
            reason = why;
            interruptions.incrementAndGet();
            interrupted.countDown();
        }

        @Override
        public void resumed() {
            resumptions.incrementAndGet();
        }
    }

    private static void isClean(Path folder) throws Exception {
        var report =
                PresentationCheck.of(
                        new FolderResources(folder), List.of("index.m3u8", "manifest.mpd"));
        assertThat(report.breaches())
                .noneMatch(breach -> breach.severity() == Breach.Severity.MUST);
        assertThat(report.segments()).isPositive();
    }

    private static LivePresentation live(LiveListener listener) {
        return new LivePresentation(LivePolicy.DEFAULT, listener);
    }

    @Test
    void aFullDiskInterruptsTheRecordingAndNotTheStreamAndMoreRoomResumesIt() throws Exception {
        // Room that ends within the journal's head, an init, a part, an entry and so on.
        for (long room = 0; room < 260_000; room += 12_345) {
            var folder = temporary.resolve("full-" + room);
            var disk = new SmallDisk(room);
            var watch = new Watch();
            var segments = new SegmentCollector();
            var live = live(segments);
            var recording = Recording.create(folder, watch, disk, PLENTY);
            live.addListener(recording);
            LiveFilm.bunny(Duration.ofSeconds(1)).to(live);
            int before = segments.count();
            assertThat(watch.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.reason).containsAnyOf("No space left", "MiB are free");

            disk.room.set(Long.MAX_VALUE / 2);
            LiveFilm.bunny(Duration.ofSeconds(11)).to(live);
            live.end();

            assertThat(recording.finish()).isTrue();
            assertThat(segments.count()).isGreaterThan(before);
            assertThat(watch.resumptions).hasValue(1);
            live.close();
            assertThat(live.memoryBytes()).isZero();
            isClean(folder);
        }
    }

    @Test
    void whatWasRecordedBeforeAndAfterAHoleIsThereWithADiscontinuityBetween() throws Exception {
        var folder = temporary.resolve("hole");
        var disk = new SmallDisk(200_000);
        var watch = new Watch();
        var live = live(NOBODY);
        var recording = Recording.create(folder, watch, disk, PLENTY);
        live.addListener(recording);
        LiveFilm.bunny(Duration.ofSeconds(1)).to(live);
        assertThat(watch.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        disk.room.set(Long.MAX_VALUE / 2);
        LiveFilm.bunny(Duration.ofSeconds(11)).to(live);
        live.end();
        recording.finish();
        live.close();

        for (var rendition : List.of("video-1", "audio-1")) {
            var playlist = Files.readString(folder.resolve(rendition).resolve("index.m3u8"));
            assertThat(playlist.lines().filter("#EXT-X-DISCONTINUITY"::equals)).hasSize(1);
            assertThat(playlist.lines().filter(line -> line.startsWith("#EXT-X-PROGRAM-DATE")))
                    .hasSize(2);
        }
        isClean(folder);
    }

    @Test
    void aDiskThatStaysFullIsToldOnceAndThenWhatItWaitsFor() throws Exception {
        // Room that ends before the folder is made, and within it.
        for (long room : List.of(0L, 100_000L)) {
            staysFull(room);
        }
    }

    private void staysFull(long room) throws Exception {
        var disk = new SmallDisk(room);
        var watch = new Watch();
        var live = live(NOBODY);
        var recording = Recording.create(temporary.resolve("stays-" + room), watch, disk, PLENTY);
        live.addListener(recording);
        for (int i = 0; i < 5; i++) {
            LiveFilm.bunny(Duration.ofSeconds(1 + 10L * i)).to(live);
            assertThat(watch.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            disk.room.set(room == 0 ? 0 : i * 10_000);
        }
        live.end();
        recording.finish();
        live.close();
        assertThat(watch.interruptions).hasValue(2);
        assertThat(watch.reason).contains("goes on when 32 MiB are free");
        assertThat(watch.resumptions).hasValue(0);
    }

    @Test
    void aFullDiskAtTheEndIsToldAndRepairedLater() throws Exception {
        var folder = temporary.resolve("end");
        var disk = new SmallDisk(200_000);
        var watch = new Watch();
        var live = live(NOBODY);
        var recording = Recording.create(folder, watch, disk, PLENTY);
        live.addListener(recording);
        LiveFilm.bunny(Duration.ofSeconds(1)).to(live);
        live.end();
        assertThat(recording.finish()).isFalse();
        assertThat(folder.resolve("index.m3u8")).doesNotExist();
        live.close();

        Recording.repair(folder);
        isClean(folder);
    }

    @Test
    void aQueueThatIsFullLosesPartsAndNeverHoldsUpTheStream() throws Exception {
        var folder = temporary.resolve("slow");
        var watch = new Watch();
        var disk = new BlockedDisk();
        var live = live(NOBODY);
        var recording = Recording.create(folder, watch, disk, 100_000);
        live.addListener(recording);
        // Nothing is written, and all of the film passes.
        LiveFilm.bunny(Duration.ofSeconds(1)).to(live);
        disk.open.countDown();
        assertThat(watch.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(watch.reason).contains("too slow");
        LiveFilm.bunny(Duration.ofSeconds(11)).to(live);
        live.end();
        assertThat(recording.finish()).isTrue();
        live.close();
        assertThat(live.memoryBytes()).isZero();
        isClean(folder);
    }

    private static final class BlockedDisk implements RecordingFiles {

        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public WritableFile create(Path path) throws IOException {
            try {
                if (!open.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("nobody opened the disk");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return OF_SYSTEM.create(path);
        }

        @Override
        public WritableFile open(Path path) throws IOException {
            return OF_SYSTEM.open(path);
        }

        @Override
        public long usableBytes(Path path) throws IOException {
            return OF_SYSTEM.usableBytes(path);
        }
    }
}
