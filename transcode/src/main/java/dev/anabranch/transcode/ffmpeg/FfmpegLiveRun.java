package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.Frame;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.LiveRun;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An ffmpeg that is fed a live stream, and the sockets it writes to.
final class FfmpegLiveRun implements LiveRun {

    private final FfmpegRun run;
    private final LiveFeed feed;
    private final Runnable onEnd;

    /// From the thread that waits for the end to those who ask.
    private volatile @Nullable String failure;

    FfmpegLiveRun(FfmpegRun run, LiveFeed feed, Runnable onEnd) {
        this.run = run;
        this.feed = feed;
        this.onEnd = onEnd;
    }

    void start() {
        feed.start();
        Thread.ofVirtual().name("live-run " + run.pid()).start(this::await);
    }

    private void await() {
        var why = "ended by itself";
        try {
            run.await();
        } catch (ProgramException | MediaFormatException | IOException | RuntimeException e) {
            why = String.valueOf(e.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            failure = why;
            feed.close();
            onEnd.run();
        }
    }

    @Override
    public boolean offer(Frame frame) {
        return feed.offer(frame);
    }

    @Override
    public Duration waiting() {
        return feed.waiting();
    }

    @Override
    public long pid() {
        return run.pid();
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void stop() {
        feed.close();
        Thread.ofVirtual().name("live-stop " + run.pid()).start(run::close);
    }

    @Override
    public void close() {
        feed.close();
        run.close();
    }
}
