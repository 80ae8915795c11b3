package dev.anabranch.vod;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.FfmpegBackend;
import dev.anabranch.transcode.FfmpegProgram;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.ProgramException;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.VideoCodec;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A real ffmpeg that is held up after some frames of its first track, until it may go on: by then
/// the pipe is full, and it waits. Without anybody who says so it goes on when the first segments of
/// the job are out, or after a while.
final class SlowBackend implements TranscodeBackend {

    private static final int FRAMES = 100;
    private static final long PATIENCE_SECONDS = 10;

    private final FfmpegBackend real;
    private final CountDownLatch came = new CountDownLatch(FRAMES);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private volatile long pid = -1;

    SlowBackend(FfmpegProgram program) {
        real = new FfmpegBackend(program);
    }

    long pid() {
        return pid;
    }

    void awaitFrames() throws InterruptedException {
        if (!came.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no frames came");
        }
    }

    void goOn() {
        mayGoOn.countDown();
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Optional<String> encoder(VideoCodec codec) {
        return real.encoder(codec);
    }

    @Override
    public Optional<String> encoder(AudioCodec codec) {
        return real.encoder(codec);
    }

    @Override
    public boolean supports(KeyframeGrid grid) {
        return real.supports(grid);
    }

    @Override
    public TranscodeRun start(TranscodePlan plan, TrackSink sink)
            throws ProgramException, IOException {
        var run = real.start(plan, new Held(sink));
        pid = run.pid();
        return run;
    }

    /// Holds up whoever brings a frame of track 1.
    private final class Held implements TrackSink {

        private final TrackSink sink;

        Held(TrackSink sink) {
            this.sink = sink;
        }

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
