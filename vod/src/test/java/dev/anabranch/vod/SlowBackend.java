package dev.anabranch.vod;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A real ffmpeg that is held up after some frames of its first track, until it may go on: by then
/// the pipe is full, and it waits. Without anybody who says so it goes on when the first segments
/// of the job are out, or after a while.
final class SlowBackend extends PassingBackend {

    private static final int FRAMES = 100;
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch came;
    private final CountDownLatch mayGoOn;

    SlowBackend(FfmpegProgram program) {
        this(new FfmpegBackend(program));
    }

    SlowBackend(TranscodeBackend real) {
        this(real, new CountDownLatch(FRAMES), new CountDownLatch(1));
    }

    private SlowBackend(TranscodeBackend real, CountDownLatch came, CountDownLatch mayGoOn) {
        super(real, sink -> new Held(sink, came, mayGoOn));
        this.came = came;
        this.mayGoOn = mayGoOn;
    }

    void awaitFrames() throws InterruptedException {
        if (!came.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no frames came");
        }
    }

    void goOn() {
        mayGoOn.countDown();
    }

    /// Holds up whoever brings a frame of track 1.
    private record Held(TrackSink sink, CountDownLatch came, CountDownLatch mayGoOn)
            implements TrackSink {

        @Override
        public void track(IndexedTrack track) throws IOException {
            sink.track(track);
        }

        @Override
        public void frame(Frame frame) throws IOException {
            boolean isFirst = frame.trackId() == 1;
            sink.frame(frame);
            if (isFirst) {
                came.countDown();
                await();
            }
        }

        private void await() {
            if (came.getCount() > 0) {
                return;
            }
            try {
                var _ = mayGoOn.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                mayGoOn.countDown();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void end(int trackId) throws IOException {
            sink.end(trackId);
        }
    }
}
