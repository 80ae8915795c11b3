package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.Frame;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.InitSegment;
import dev.anabranch.media.mp4.MediaSegment;
import dev.anabranch.media.mp4.SampleRun;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes frames to a child as a fragmented MP4, a fragment a frame, with a thread of its own: who
/// offers them never waits.
///
/// ```
/// ftyp moov | moof mdat | moof mdat | ...
/// ```
///
/// All times are written [FfmpegBackend#OFFSET_SECONDS] later than they are: MP4 has no negative
/// ones.
final class LiveFeed implements AutoCloseable {

    /// About ten seconds of pictures and sound.
    private static final int MAX_FRAMES = 1024;

    private static final long MAX_BYTES = 32L << 20;

    private final Map<Integer, Track> tracks = new TreeMap<>();
    private final double framesPerSecond;
    private final OutputStream out;
    private final Thread writer;
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>(); // guarded by this
    private long waitingBytes; // guarded by this
    private boolean isClosed; // guarded by this

    // The writer's own.
    private final SampleRun.Builder samples = new SampleRun.Builder();
    private byte[] buffer = new byte[64 * 1024];
    private long sequence;

    /// @param tracks that frames are of
    /// @param framesPerSecond of the picture, for frames that do not say how long they last
    /// @param out the child's standard input; closed here
    LiveFeed(List<Track> tracks, double framesPerSecond, OutputStream out) {
        this.framesPerSecond = framesPerSecond;
        tracks.forEach(track -> this.tracks.put(track.id(), track));
        this.out = out;
        // A pipe that is full would hold a carrier of virtual threads.
        this.writer = Thread.ofPlatform().daemon().name("live-feed").unstarted(this::write);
    }

    static long offsetTicks(Timescale clock) {
        return FfmpegBackend.OFFSET_SECONDS * clock.ticksPerSecond();
    }

    void start() {
        writer.start();
    }

    /// Takes and closes `frame`.
    ///
    /// @return false when too much waits: it is lost; so it is when this is closed
    boolean offer(Frame frame) {
        boolean isRoom;
        synchronized (this) {
            long bytes = frame.payload().bytes().byteSize();
            isRoom = waiting.size() < MAX_FRAMES && waitingBytes + bytes <= MAX_BYTES;
            if (isRoom && !isClosed) {
                waiting.add(frame);
                waitingBytes += bytes;
                notifyAll();
                return true;
            }
        }
        frame.close();
        return isRoom;
    }

    /// From the first to the last frame that was not taken yet.
    synchronized Duration waiting() {
        if (waiting.isEmpty()) {
            return Duration.ZERO;
        }
        var span = time(waiting.getLast()).minus(time(waiting.getFirst()));
        return span.isNegative() ? Duration.ZERO : span;
    }

    private Duration time(Frame frame) {
        return track(frame).timescale().duration(frame.dtsTicks());
    }

    private Track track(Frame frame) {
        var track = tracks.get(frame.trackId());
        if (track == null) {
            throw new IllegalArgumentException("trackId=" + frame.trackId());
        }
        return track;
    }

    private void write() {
        try (out) {
            out.write(InitSegment.movie(tracks.values().stream().map(InitSegment::of).toList(), 0));
            out.flush();
            for (var frame = take(); frame.isPresent(); frame = take()) {
                try (var one = frame.get()) {
                    write(one);
                }
            }
        } catch (IOException ended) {
            // The child is gone, which its supervisor tells.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /// Waits for the next; empty at the end.
    private synchronized Optional<Frame> take() throws InterruptedException {
        while (waiting.isEmpty() && !isClosed) {
            wait();
        }
        @Nullable Frame first = isClosed ? null : waiting.poll();
        if (first != null) {
            waitingBytes -= first.payload().bytes().byteSize();
        }
        return Optional.ofNullable(first);
    }

    private void write(Frame frame) throws IOException {
        long offset = offsetTicks(track(frame).timescale());
        long dts = frame.dtsTicks() + offset;
        if (dts < 0) {
            return;
        }
        var payload = frame.payload().bytes();
        int sizeBytes = Math.toIntExact(payload.byteSize());
        samples.add(dts, frame.ptsTicks() + offset, sizeBytes, frame.isKeyframe());
        var run = samples.build(dts + lasts(frame));
        sequence = sequence + 1 & 0xFFFF_FFFFL;
        var head =
                new MediaSegment(
                        frame.trackId(),
                        sequence,
                        dts,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of());
        try {
            out.write(head.header(run));
        } catch (MediaFormatException farApart) {
            // Times that no picture has: the presentation leaves it out as well.
            return;
        }
        out.write(bytes(payload, sizeBytes), 0, sizeBytes);
        out.flush();
    }

    /// ffmpeg takes the frame rate from the first of them: at a tick each it is 90,000 a second,
    /// and x264 has no bits left for a picture.
    private long lasts(Frame frame) {
        if (frame.durationTicks() > 0) {
            return frame.durationTicks();
        }
        var track = track(frame);
        return track.kind() == TrackKind.VIDEO
                ? Math.max(1, Math.round(track.timescale().ticksPerSecond() / framesPerSecond))
                : 1;
    }

    private byte[] bytes(MemorySegment payload, int sizeBytes) {
        if (sizeBytes > buffer.length) {
            buffer = new byte[Math.max(sizeBytes, 2 * buffer.length)];
        }
        MemorySegment.copy(payload, ValueLayout.JAVA_BYTE, 0, buffer, 0, sizeBytes);
        return buffer;
    }

    /// Gives back what waits. The child sees the end of its input, if its pipe is not full.
    @Override
    public void close() {
        List<Frame> left;
        synchronized (this) {
            isClosed = true;
            left = List.copyOf(waiting);
            waiting.clear();
            waitingBytes = 0;
            notifyAll();
        }
        left.forEach(Frame::close);
    }
}
