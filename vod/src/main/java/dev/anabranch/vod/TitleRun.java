package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.title.TitleAnalysis;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for an analysis on a thread of its own, for so long and no longer.
///
/// @param limit of all its steps together
record TitleRun(TitleProbe probe, Duration limit) {

    /// What `work` comes to. When the time is over, or this thread is interrupted, the probe is
    /// closed, and this returns when it has cleaned up.
    ///
    /// @throws ProgramException of the kind [Kind#TIMED_OUT] when it took too long
    TitleAnalysis await(Callable<TitleAnalysis> work)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var task = new FutureTask<>(work);
        var thread = Thread.ofPlatform().name("per-title").start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException overdue) {
            throw new ProgramException(
                    Kind.TIMED_OUT,
                    "the analysis of the film was stopped: its time of %d s was over"
                            .formatted(limit.toSeconds()));
        } catch (ExecutionException failed) {
            throw rethrown(failed);
        } finally {
            probe.close();
            awaitEnd(thread);
        }
    }

    /// It has nothing left to wait for but a child that is being killed. An interrupt that comes
    /// meanwhile is kept.
    private static void awaitEnd(Thread thread) {
        boolean isInterrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException rethrown(ExecutionException failed)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        switch (failed.getCause()) {
            case ProgramException e -> throw e;
            case MediaFormatException e -> throw e;
            case IOException e when e.getCause() instanceof MediaFormatException cause ->
                    throw cause;
            case IOException e -> throw e;
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case null, default -> throw new IllegalStateException(failed.getCause());
        }
    }
}
