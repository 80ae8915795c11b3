package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.ffmpeg.FragmentedTrackReader;
import dev.anabranch.transcode.plan.Chunk;
import dev.anabranch.transcode.plan.ChunkPlan;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// A plan that is carried out in chunks: some at a time, each joined to those before it as soon as
/// these are there; beside them one run for what is not cut.
final class ChunkedRun implements TranscodeRun {

    private static final int BUFFER_BYTES = 256 * 1024;

    private final ChunkPlan plan;
    private final ChunkWorker worker;
    private final WorkFolder work;
    private final List<CompletableFuture<Void>> made = new ArrayList<>();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private final CompletableFuture<Void> rest = new CompletableFuture<>();
    private final Map<Integer, ChunkRun> ahead = new ConcurrentHashMap<>();
    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private final List<TranscodeRun> whole = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isClosed;

    private ChunkedRun(ChunkPlan plan, ChunkWorker worker, WorkFolder work) {
        this.plan = plan;
        this.worker = worker;
        this.work = work;
        plan.chunks().forEach(_ -> made.add(new CompletableFuture<>()));
    }

    /// Starts it.
    ///
    /// @param backend for what is not cut
    /// @param work takes all tracks, and has room for chunks that are not joined yet
    static ChunkedRun start(
            ChunkPlan plan, TranscodeBackend backend, ChunkWorker worker, WorkFolder work)
            throws ProgramException, IOException {
        var run = new ChunkedRun(plan, worker, work);
        if (plan.rest().isPresent()) {
            var uncut = backend.start(plan.rest().get(), work);
            run.whole.add(uncut);
            run.thread("uncut", () -> run.awaitWhole(uncut));
        } else {
            run.rest.complete(null);
        }
        for (int i = 0; i < plan.workers(); i++) {
            run.thread("chunks-" + i, run::work);
        }
        return run;
    }

    private void thread(String name, Runnable body) {
        threads.add(Thread.ofVirtual().name(name).start(body));
    }

    private void awaitWhole(TranscodeRun uncut) {
        try {
            uncut.await();
            warnings.addAll(uncut.warnings());
            rest.complete(null);
        } catch (Exception e) {
            failed.completeExceptionally(e);
        }
    }

    private void work() {
        while (!failed.isDone()) {
            int index = next.getAndIncrement();
            if (index >= plan.chunks().size()) {
                return;
            }
            try {
                make(plan.chunks().get(index));
                made.get(index).complete(null);
            } catch (Exception e) {
                failed.completeExceptionally(e);
            }
        }
    }

    private void make(Chunk chunk)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try {
            attempt(chunk);
        } catch (ProgramException e) {
            if (e.kind() != Kind.FAILED || isClosed) {
                throw e;
            }
            retry(chunk, e);
        }
    }

    /// Once: what was killed for want of memory may have it now, what fails again will go on to.
    private void retry(Chunk chunk, ProgramException before)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try {
            attempt(chunk);
        } catch (ProgramException again) {
            again.addSuppressed(before);
            throw again;
        }
    }

    private void attempt(Chunk chunk)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try (var run = worker.start(chunk, folder(chunk), work::wake)) {
            ahead.put(chunk.index(), run);
            if (isClosed) {
                throw new ProgramException(Kind.CANCELLED, "a chunk was stopped");
            }
            run.await();
            warnings.addAll(run.warnings());
        }
    }

    private Path folder(Chunk chunk) {
        return work.path().resolve("chunk-" + chunk.index());
    }

    /// How much of a rendition is encoded and not yet joined.
    ChunkRun.Amount ahead(int trackId) {
        long frames = 0;
        long bytes = 0;
        var time = Duration.ZERO;
        for (var run : ahead.values()) {
            var amount = run.amount(trackId);
            frames += amount.frames();
            bytes += amount.bytes();
            time = time.plus(amount.time());
        }
        return new ChunkRun.Amount(frames, bytes, time);
    }

    @Override
    public void await()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try {
            join();
            awaitUnlessFailed(rest);
        } finally {
            close();
            for (var thread : threads) {
                thread.join();
            }
        }
    }

    private void join()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var stitches = new LinkedHashMap<Integer, Stitch>();
        for (var output : plan.chunks().getFirst().plan().video()) {
            stitches.put(output.trackId(), new Stitch(work, TranscodeJob.name(output)));
        }
        for (var chunk : plan.chunks()) {
            awaitUnlessFailed(made.get(chunk.index()));
            // Counted where they are joined to from now on.
            ahead.remove(chunk.index());
            for (var output : chunk.plan().video()) {
                append(chunk, output, Objects.requireNonNull(stitches.get(output.trackId())));
            }
            ChunkFiles.delete(folder(chunk));
        }
        for (var stitch : stitches.entrySet()) {
            stitch.getValue().end(stitch.getKey());
        }
    }

    private void append(Chunk chunk, VideoOutput output, Stitch stitch)
            throws MediaFormatException, IOException {
        var file = ChunkFiles.file(folder(chunk), output.trackId());
        try (var in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            new FragmentedTrackReader(
                            in,
                            output.trackId(),
                            WorkFile.OFFSET_SECONDS,
                            stitch.next(chunk.index()))
                    .read();
        }
    }

    private void awaitUnlessFailed(CompletableFuture<Void> wanted)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try {
            var _ = CompletableFuture.anyOf(failed, wanted).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ProgramException cause -> throw cause;
                case MediaFormatException cause -> throw cause;
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /// Those of several runs are one: each of them meets what is wrong with the source.
    @Override
    public List<String> warnings() {
        return warnings.stream().limit(1).toList();
    }

    /// Of what is not cut, or of the first chunk.
    @Override
    public long pid() {
        return whole.isEmpty() ? ProcessHandle.current().pid() : whole.getFirst().pid();
    }

    @Override
    public void close() {
        isClosed = true;
        failed.completeExceptionally(
                new ProgramException(Kind.CANCELLED, "the encoders were stopped"));
        ahead.values().forEach(ChunkRun::close);
        whole.forEach(TranscodeRun::close);
    }
}
