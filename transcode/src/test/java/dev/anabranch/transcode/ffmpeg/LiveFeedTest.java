package dev.anabranch.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.Frame;
import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.codec.OpusConfiguration;
import dev.anabranch.media.mp4.MovieReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a child is fed, and what happens when it does not eat.
@Timeout(30)
class LiveFeedTest {

    private static final Timescale CLOCK = new Timescale(48_000);
    private static final long TICKS = 960;
    private static final Track SOUND = new Track(2, CLOCK, OpusConfiguration.of(2, 312), "und", "");

    private final AtomicInteger leases = new AtomicInteger();

    private Frame frame(long dts, long pts, int sizeBytes) {
        leases.incrementAndGet();
        return new Frame(
                2, dts, pts, TICKS, true, false, new Counted(Lease.of(new byte[sizeBytes])));
    }

    @Test
    void framesAreWrittenAsTheyComeWithTheirTimes() throws Exception {
        var out = new Waited(8);
        var feed = new LiveFeed(List.of(SOUND), 25, out);
        feed.start();

        for (int i = 0; i < 8; i++) {
            assertThat(feed.offer(frame(i * TICKS - 3, i * TICKS, 10 + i))).isTrue();
        }
        out.awaitFlushes();
        feed.close();

        var track = MovieReader.read(ByteSource.of(out.bytes())).tracks().getFirst();
        assertThat(track.track().timescale()).isEqualTo(CLOCK);
        var cursor = track.samples().cursor(0);
        for (int i = 0; i < 8; i++) {
            assertThat(cursor.dtsTicks()).isEqualTo(10 * 48_000 + i * TICKS - 3);
            assertThat(cursor.ptsTicks() - cursor.dtsTicks()).isEqualTo(3);
            assertThat(cursor.sizeBytes()).isEqualTo(10 + i);
            assertThat(cursor.advance()).isEqualTo(i < 7);
        }
        assertThat(leases).hasValue(0);
    }

    @Test
    void whoOffersNeverWaitsForAChildThatTakesNothing() throws Exception {
        var stuck = new CountDownLatch(1);
        var feed = new LiveFeed(List.of(SOUND), 25, new Stuck(stuck));
        feed.start();

        int taken = 0;
        while (feed.offer(frame(taken * TICKS, taken * TICKS, 100))) {
            taken++;
        }

        assertThat(taken).isBetween(1024, 1026);
        assertThat(feed.waiting()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
        feed.close();
        stuck.countDown();
        assertThat(feed.waiting()).isZero();
    }

    @Test
    void aFewHugeFramesAreTooMuchAsWell() {
        var feed = new LiveFeed(List.of(SOUND), 25, OutputStream.nullOutputStream());

        assertThat(feed.offer(frame(0, 0, 20 << 20))).isTrue();
        assertThat(feed.offer(frame(TICKS, TICKS, 20 << 20))).isFalse();

        feed.close();
        assertThat(leases).hasValue(0);
    }

    @Test
    void whatIsOfferedToAChildThatHasGoneIsGivenBack() {
        var feed = new LiveFeed(List.of(SOUND), 25, OutputStream.nullOutputStream());
        feed.close();

        assertThat(feed.offer(frame(0, 0, 10))).isTrue();

        assertThat(leases).hasValue(0);
    }

    /// A pipe that is full.
    private static final class Stuck extends OutputStream {

        private final CountDownLatch until;

        Stuck(CountDownLatch until) {
            this.until = until;
        }

        @Override
        public void write(int one) throws IOException {
            try {
                until.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        }
    }

    /// Keeps what is written, and tells when the header and so many frames are.
    private static final class Waited extends ByteArrayOutputStream {

        private final CountDownLatch flushes;

        Waited(int frames) {
            flushes = new CountDownLatch(frames + 1);
        }

        @Override
        public void flush() {
            flushes.countDown();
        }

        void awaitFlushes() throws InterruptedException {
            assertThat(flushes.await(20, TimeUnit.SECONDS)).isTrue();
        }

        byte[] bytes() {
            return toByteArray();
        }
    }

    private final class Counted implements Lease {

        private final Lease lease;

        Counted(Lease lease) {
            this.lease = lease;
        }

        @Override
        public java.lang.foreign.MemorySegment bytes() {
            return lease.bytes();
        }

        @Override
        public Lease retain() {
            throw new UnsupportedOperationException("the feed needs one lease");
        }

        @Override
        public void close() {
            leases.decrementAndGet();
        }
    }
}
