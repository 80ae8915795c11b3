package dev.anabranch.live;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.Track;
import dev.anabranch.transcode.TrackSink;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a child process makes, on its way from the threads that read it to the stream's own.
final class RungOutput implements TrackSink {

    /// Frames to be ahead of the stream's thread by; a child that is further waits.
    private static final int MAX_WAITING = 512;

    private static final long LOOK_AGAIN_MILLIS = 50;

    /// What a reader has to tell.
    sealed interface Piece {
        record Described(Track track) implements Piece {}

        record Made(Frame frame) implements Piece {}
    }

    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Runnable wake;

    /// From the stream's thread to the readers.
    private volatile boolean isClosed;

    /// @param wake told that there is something to [#poll]
    RungOutput(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void track(IndexedTrack track) {
        put(new Piece.Described(track.track()));
    }

    @Override
    public void frame(Frame frame) {
        put(new Piece.Made(frame));
    }

    @Override
    public void end(int trackId) {
        // The end of the process says it.
    }

    private void put(Piece piece) {
        try {
            while (!isClosed) {
                if (pieces.offer(piece, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    wake.run();
                    return;
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        // Its memory is the heap's.
    }

    /// The next piece; null when there is none.
    @Nullable Piece poll() {
        return pieces.poll();
    }

    /// Nobody will ask any more.
    void close() {
        isClosed = true;
        pieces.clear();
    }
}
