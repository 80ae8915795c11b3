package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.packager.CutPolicy;
import dev.anabranch.packager.GrowingPublication;
import dev.anabranch.packager.Packager;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.Publisher;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.ProgramException;
import dev.anabranch.transcode.ProgramException.Kind;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.VideoOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A transcode that runs: an encoder, the work files it fills, and a thread that publishes what is
/// complete. Safe for use by many threads.
public final class TranscodeJob {

    /// The work files are opened again when they have grown by this share: all openings together
    /// then cost no more than some twenty of the last one.
    private static final double GROWTH = 0.05;

    private final TranscodePlan plan;
    private final Transcode.Target target;
    private final Packaging packaging;
    private final Consumer<Progress> onProgress;
    private final Semaphore growth = new Semaphore(0);
    private final Thread thread;

    private volatile @Nullable WorkFolder work;
    private volatile @Nullable TranscodeRun run;
    private volatile boolean isCancelled;
    private volatile boolean isEncoded;
    private volatile int segments;
    private @Nullable Exception failure; // written before the thread ends
    private @Nullable TranscodeResult result; // likewise

    TranscodeJob(
            TranscodePlan plan,
            Transcode.Target target,
            Packaging packaging,
            Consumer<Progress> onProgress,
            Encoding encoding) {
        this.plan = plan;
        this.target = target;
        this.packaging = packaging.withCuts(CutPolicy.of(plan.segment())).withAligning(true);
        this.onProgress = onProgress;
        thread = Thread.ofPlatform().name("transcode").daemon().unstarted(() -> run(encoding));
    }

    /// What starts the encoder.
    interface Encoding {
        TranscodeRun start(WorkFolder work) throws ProgramException, IOException;
    }

    void start() {
        thread.start();
    }

    public TranscodePlan plan() {
        return plan;
    }

    /// How far it is, now.
    public Progress progress() {
        var renditions = new ArrayList<Progress.OfRendition>();
        for (var output : plan.video()) {
            renditions.add(progress(name(output), output.trackId()));
        }
        for (var output : plan.audio()) {
            renditions.add(progress(name(output), output.trackId()));
        }
        return new Progress(renditions, duration(), segments);
    }

    private Optional<Duration> duration() {
        var trim = plan.trim();
        return trim.end()
                .or(() -> plan.source().duration())
                .map(end -> end.minus(trim.start()))
                .filter(Duration::isPositive);
    }

    private Progress.OfRendition progress(String name, int trackId) {
        var file = Optional.ofNullable(work).flatMap(folder -> folder.file(trackId));
        if (file.isEmpty()) {
            return new Progress.OfRendition(name, 0, Duration.ZERO, 0, false);
        }
        var now = file.get();
        return new Progress.OfRendition(
                name, now.frames(), now.reached(), now.bytes(), now.hasEnded());
    }

    static String name(VideoOutput output) {
        int lines = Math.min(output.width(), output.height());
        return lines + "p " + output.codec().name().toLowerCase(Locale.ROOT);
    }

    static String name(AudioOutput output) {
        var codec =
                output instanceof AudioOutput.Encoded encoded
                        ? encoded.codec().name().toLowerCase(Locale.ROOT)
                        : output.source().codec();
        return "audio " + output.language() + " " + codec;
    }

    /// Stops it: the encoder is killed, nothing is published; [#await] then throws.
    public void cancel() {
        isCancelled = true;
        var running = run;
        if (running != null) {
            running.close();
        }
    }

    /// Waits for the end.
    ///
    /// @throws ProgramException when the encoder failed, took too long, or the job was cancelled
    /// @throws MediaFormatException when there was nothing to encode in the source, or what was
    ///   made does not fit together
    /// @throws IOException when something could not be written
    public TranscodeResult await()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        thread.join();
        if (result != null) {
            return result;
        }
        switch (failure) {
            case ProgramException e -> throw e;
            case MediaFormatException e -> throw e;
            case IOException e when e.getCause() instanceof MediaFormatException cause ->
                    throw cause;
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case null, default -> throw new IllegalStateException(failure);
        }
    }

    private void run(Encoding encoding) {
        try (var publication = target.publication();
                var folder = WorkFolder.in(target.workParent(), plan, growth::release)) {
            work = folder;
            try (var running = encoding.start(folder)) {
                run = running;
                if (isCancelled) {
                    running.close();
                }
                var waiting = Thread.ofVirtual().name("encoder").start(() -> await(running));
                grow(folder, publication);
                waiting.join();
            }
            if (failure == null) {
                result = finish(folder, publication);
            }
        } catch (ProgramException
                | MediaFormatException
                | IOException
                | RuntimeException
                | InterruptedException e) {
            failure = failure == null ? e : failure;
            result = null;
        }
    }

    /// On a thread of its own, for it waits.
    private void await(TranscodeRun running) {
        try {
            running.await();
        } catch (ProgramException
                | MediaFormatException
                | IOException
                | RuntimeException
                | InterruptedException e) {
            failure = e;
        } finally {
            isEncoded = true;
            growth.release();
        }
    }

    /// Until the encoder has ended.
    private void grow(WorkFolder folder, GrowingPublication publication)
            throws IOException, MediaFormatException, InterruptedException {
        var due = Timestamp.ZERO;
        while (!isEncoded) {
            growth.acquire();
            growth.drainPermits();
            onProgress.accept(progress());
            var written = folder.written();
            if (written.compareTo(due) <= 0 || isEncoded) {
                continue;
            }
            try (var soFar = folder.open(packager(folder).growing())) {
                publication.grow(soFar);
                segments = publication.segments();
            }
            long least = written.timescale().ticks(plan.segment());
            var more = Math.max(least, (long) (written.ticks() * GROWTH));
            due = written.plus(more);
            if (segments == 0) {
                due = written;
            }
        }
    }

    private TranscodeResult finish(WorkFolder folder, GrowingPublication publication)
            throws IOException, MediaFormatException, ProgramException {
        requireAll(folder);
        if (isCancelled) {
            throw new ProgramException(Kind.CANCELLED, "cancelled");
        }
        try (var whole = folder.open(packager(folder))) {
            long bytes = publication.finish(whole, Publisher.onAllCores());
            segments = whole.plan().segmentCount();
            onProgress.accept(progress());
            return new TranscodeResult(plan, bytes, segments, whole.warnings());
        }
    }

    private void requireAll(WorkFolder folder) throws MediaFormatException {
        for (var output : plan.video()) {
            require(folder, name(output), output.trackId());
        }
        for (var output : plan.audio()) {
            require(folder, name(output), output.trackId());
        }
    }

    private void require(WorkFolder folder, String name, int trackId) throws MediaFormatException {
        if (folder.file(trackId).filter(file -> file.frames() > 0).isEmpty()) {
            throw MediaFormatException.malformed(
                    "",
                    plan.source().input().name()
                            + ": not one frame could be decoded for "
                            + name);
        }
    }

    private Packager packager(WorkFolder folder) {
        return Packager.of(List.copyOf(folder.inputs())).packaging(packaging);
    }
}
