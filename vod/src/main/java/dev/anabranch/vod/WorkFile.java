package dev.anabranch.vod;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.mp4.InitSegment;
import dev.anabranch.media.mp4.MediaSegment;
import dev.anabranch.media.mp4.SampleRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One rendition on its way: a fragmented MP4 that grows by a fragment a second, or at a keyframe.
///
/// One thread writes; others ask what is there. The file can be read up to its end whenever nobody
/// holds its lock to write a fragment, see [#locked].
final class WorkFile implements AutoCloseable {

    /// Decode times of the first frames may be negative, and MP4 has none: everything is written
    /// this much later, and an edit takes it off again.
    static final long OFFSET_SECONDS = 1000;

    /// A second of more is written in pieces.
    private static final int MAX_FRAGMENT_BYTES = 32 * 1024 * 1024;

    private static final int TRACK_ID = 1;

    private final Path path;
    private final Timescale clock;
    private final TrackKind kind;
    private final int frameDivisor;
    private final FileChannel channel;
    private final SampleRun.Builder run = new SampleRun.Builder();
    private final List<Frame> payload = new ArrayList<>();
    private long payloadBytes;
    private long fragmentStart;
    private long lastTicks;
    private long lastDuration;
    private long leastGap = Long.MAX_VALUE;
    private long mostGap;
    private long fragments;
    private long firstShown = Long.MAX_VALUE;
    private long lastShown = Long.MIN_VALUE;
    private long lastShownFrom = Long.MIN_VALUE;

    // Written under the lock, read by anybody.
    private volatile long frames;
    private volatile long bytes;
    private volatile Timestamp written = Timestamp.ZERO;
    private long reachedTicks;
    private volatile Duration reached = Duration.ZERO;
    private volatile boolean hasFragment;
    private volatile boolean hasEnded;

    private WorkFile(Path path, IndexedTrack track, int frameDivisor, FileChannel channel) {
        this.path = path;
        this.frameDivisor = frameDivisor;
        this.channel = channel;
        clock = track.track().timescale();
        kind = track.kind();
    }

    /// @param frameDivisor of the rendition: encoders say of a frame how long it lasted in the
    ///   source, which is true of the last one only when none behind it was left out
    static WorkFile create(Path path, IndexedTrack source, int frameDivisor) throws IOException {
        var track = source.track();
        var channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var file = new WorkFile(path, source, frameDivisor, channel);
        var alone =
                new Track(
                        TRACK_ID, track.timescale(), track.codec(), track.language(), track.name());
        var start = OptionalLong.of(OFFSET_SECONDS * track.timescale().ticksPerSecond());
        var header =
                new InitSegment(alone, source.picture(), source.rotationDegrees(), start).toBytes();
        file.write(ByteBuffer.wrap(header));
        return file;
    }

    Path path() {
        return path;
    }

    TrackKind kind() {
        return kind;
    }

    /// How many frames came, written or not.
    long frames() {
        return frames;
    }

    /// How many bytes of media came.
    long bytes() {
        return bytes;
    }

    /// Whether no fragment is in the file.
    boolean isEmpty() {
        return !hasFragment;
    }

    /// Up to when everything is in the file.
    Timestamp written() {
        return written;
    }

    /// Up to when frames came.
    Duration reached() {
        return reached;
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /// When the first frame is shown or heard; asked when it has ended, and not of an empty one.
    /// Sound before 0 is not heard.
    Timestamp start() {
        return new Timestamp(kind == TrackKind.AUDIO ? Math.max(0, firstShown) : firstShown, clock);
    }

    /// When the last one is over; as [#start].
    Timestamp finish() {
        return new Timestamp(lastShown, clock);
    }

    /// How long the last one is shown, as far as its maker says; as [#start].
    Duration lastFrame() {
        return clock.duration(lastShown - lastShownFrom);
    }

    /// Adds a frame, which it closes when it is written.
    ///
    /// @return whether the file has grown
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only read
    boolean add(Frame frame) throws IOException, MediaFormatException {
        boolean hasGrown = false;
        if (run.count() > 0 && isFragmentEnd(frame)) {
            flush(frame.dtsTicks());
            hasGrown = true;
        }
        if (run.count() == 0) {
            fragmentStart = frame.dtsTicks();
        }
        int size = (int) frame.payload().bytes().byteSize();
        run.add(frame.dtsTicks(), frame.ptsTicks(), size, frame.isKeyframe());
        payload.add(frame);
        payloadBytes += size;
        firstShown = Math.min(firstShown, frame.ptsTicks());
        lastShown = Math.max(lastShown, frame.ptsTicks() + frame.durationTicks());
        lastShownFrom = Math.max(lastShownFrom, frame.ptsTicks());
        if (frames > 0) {
            leastGap = Math.min(leastGap, frame.dtsTicks() - lastTicks);
            mostGap = Math.max(mostGap, frame.dtsTicks() - lastTicks);
        }
        lastTicks = frame.dtsTicks();
        lastDuration = frame.durationTicks();
        frames++;
        bytes += size;
        reachedTicks = Math.max(reachedTicks, frame.ptsTicks() + lastDuration);
        reached = clock.duration(reachedTicks);
        return hasGrown;
    }

    private boolean isFragmentEnd(Frame next) {
        return payloadBytes >= MAX_FRAGMENT_BYTES
                || (kind == TrackKind.VIDEO && next.isKeyframe())
                || next.dtsTicks() - fragmentStart >= clock.ticksPerSecond();
    }

    /// Writes what is left.
    void end() throws IOException, MediaFormatException {
        if (run.count() > 0) {
            flush(lastTicks + lastLength());
        }
        hasEnded = true;
    }

    /// Where all pictures were as far apart, the last one is as long; ffmpeg says half of that
    /// behind a filter that weaves fields.
    private long lastLength() {
        boolean isEven = kind == TrackKind.VIDEO && frames > 2 && mostGap - leastGap <= 1;
        return isEven ? mostGap : lastDuration * frameDivisor;
    }

    /// @param endTicks where the last frame ends in decoding
    private void flush(long endTicks) throws IOException, MediaFormatException {
        var samples = run.build(endTicks);
        var segment =
                new MediaSegment(
                        TRACK_ID,
                        ++fragments,
                        samples.startTicks() + OFFSET_SECONDS * clock.ticksPerSecond(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of());
        var pieces = new ArrayList<ByteBuffer>();
        pieces.add(ByteBuffer.wrap(segment.header(samples)));
        payload.forEach(frame -> pieces.add(frame.payload().bytes().asByteBuffer()));
        synchronized (this) {
            write(pieces.toArray(ByteBuffer[]::new));
            written = new Timestamp(endTicks, clock);
            hasFragment = true;
        }
        payload.forEach(Frame::close);
        payload.clear();
        payloadBytes = 0;
    }

    private void write(ByteBuffer... pieces) throws IOException {
        Placed.write(path, channel, pieces);
    }

    /// Does something while no fragment is half written.
    <T> T locked(Opening<T> opening) throws IOException, MediaFormatException {
        synchronized (this) {
            return opening.open();
        }
    }

    /// What [#locked] does.
    interface Opening<T> {
        T open() throws IOException, MediaFormatException;
    }

    @Override
    public void close() throws IOException {
        payload.forEach(Frame::close);
        payload.clear();
        channel.close();
    }
}
