package dev.anabranch.examples;

import dev.anabranch.kernel.Publication;
import dev.anabranch.kernel.Sample;
import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Timescale;
import dev.anabranch.transcode.TrackSink;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Publishes each frame when its time has come; the encoder waits for that. Its tracks come on a
/// thread each.
final class RealTimeSink implements TrackSink {

    /// So far ahead the encoder is when the first frame is sent.
    private static final long HEAD_START_NANOS = 2_000_000_000;

    private final Publication publication;
    private final LongSupplier nanos;
    private final Map<Integer, Timescale> clocks = new ConcurrentHashMap<>();
    private final Semaphore never = new Semaphore(0);
    private long startNanos; // guarded by this
    private boolean hasStarted; // guarded by this

    RealTimeSink(Publication publication, LongSupplier nanos) {
        this.publication = publication;
        this.nanos = nanos;
    }

    @Override
    public void track(IndexedTrack track) {
        clocks.put(track.track().id(), track.track().timescale());
        synchronized (publication) {
            publication.describe(track.track());
        }
    }

    @Override
    public void frame(Frame frame) throws IOException {
        try (frame) {
            awaitTimeOf(frame);
            publish(frame);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void awaitTimeOf(Frame frame) throws InterruptedException {
        var clock = Objects.requireNonNull(clocks.get(frame.trackId()));
        long sinceStart = clock.convert(frame.dtsTicks(), Timescale.NANOS, RoundingMode.FLOOR);
        long wait = startNanos() + sinceStart - nanos.getAsLong();
        var _ = never.tryAcquire(wait, TimeUnit.NANOSECONDS);
    }

    private synchronized long startNanos() {
        if (!hasStarted) {
            hasStarted = true;
            startNanos = nanos.getAsLong() + HEAD_START_NANOS;
        }
        return startNanos;
    }

    private void publish(Frame frame) {
        var payload = frame.payload().bytes();
        int size = (int) payload.byteSize();
        synchronized (publication) {
            try (var claim = publication.claim(size)) {
                if (claim == null) {
                    return; // no room: pictures go on with the next keyframe
                }
                MemorySegment.copy(payload, 0, claim.bytes(), 0, size);
                var sample =
                        new Sample(
                                frame.trackId(),
                                frame.dtsTicks(),
                                frame.ptsTicks(),
                                frame.durationTicks(),
                                frame.isKeyframe());
                var _ = claim.commit(sample, 0, size);
            }
        }
    }

    @Override
    public void end(int trackId) {}
}
