package dev.anabranch.vod;

import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.Excerpt;
import dev.anabranch.transcode.ExcerptBackend;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A real ffmpeg that is killed while it makes an excerpt, some times.
final class MortalBackend implements ExcerptBackend {

    private final FfmpegBackend real;
    private final AtomicInteger deaths;
    private final AtomicInteger starts = new AtomicInteger();
    private final List<Long> pids = new CopyOnWriteArrayList<>();
    private final CountDownLatch came = new CountDownLatch(1);
    private volatile boolean isStalling;

    /// @param deaths how many excerpts it does not survive
    MortalBackend(FfmpegProgram program, int deaths) {
        real = new FfmpegBackend(program);
        this.deaths = new AtomicInteger(deaths);
    }

    /// Lets no excerpt go on after its first frame, as long as its ffmpeg lives.
    MortalBackend stalling() {
        isStalling = true;
        return this;
    }

    int starts() {
        return starts.get();
    }

    List<Long> pids() {
        return pids;
    }

    void awaitFrames() throws InterruptedException {
        if (!came.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no frames came");
        }
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
        return started(real.start(plan, sink));
    }

    @Override
    public TranscodeRun start(TranscodePlan plan, Excerpt excerpt, TrackSink sink)
            throws ProgramException, IOException {
        var watched = new Watched(sink);
        var run = started(real.start(plan, excerpt, watched));
        watched.pid.complete(run.pid());
        if (deaths.getAndDecrement() > 0) {
            ProcessHandle.of(run.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
        return run;
    }

    private TranscodeRun started(TranscodeRun run) {
        starts.incrementAndGet();
        pids.add(run.pid());
        return run;
    }

    private final class Watched implements TrackSink {

        private final TrackSink sink;
        private final CompletableFuture<Long> pid = new CompletableFuture<>();

        Watched(TrackSink sink) {
            this.sink = sink;
        }

        @Override
        public void track(IndexedTrack track) throws IOException {
            sink.track(track);
        }

        @Override
        public void frame(Frame frame) throws IOException {
            sink.frame(frame);
            came.countDown();
            if (isStalling) {
                ProcessHandle.of(pid.join()).ifPresent(process -> process.onExit().join());
            }
        }

        @Override
        public void end(int trackId) throws IOException {
            sink.end(trackId);
        }
    }
}
