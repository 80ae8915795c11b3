package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.packager.CutPolicy;
import dev.anabranch.packager.GrowingPublication;
import dev.anabranch.packager.MediaType;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.Publisher;
import dev.anabranch.packager.VodPresentation;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A transcode that runs: an encoder, the work files it fills, and a thread that publishes what is
/// complete. Safe for use by many threads.
public final class TranscodeJob {

    /// The work files are opened again when they have grown by this share: all openings together
    /// then cost no more than some twenty of the last one.
    private static final double GROWTH = 0.05;

    /// Half the frames of an odd number are one more or less; a decoder that is drained gives one
    /// branch more than another.
    private static final long COUNT_LEEWAY = 2;

    private final TranscodePlan plan;
    private final Packaging packaging;
    private final Consumer<Progress> onProgress;
    private final SubtitleTracks subtitles;
    private final CompletableFuture<TranscodeResult> result = new CompletableFuture<>();

    private volatile @Nullable WorkFolder work;
    private volatile @Nullable TranscodeRun run;
    private volatile boolean isCancelled;
    private volatile boolean isEncoded;
    private volatile int segments;

    TranscodeJob(
            TranscodePlan plan,
            Packaging packaging,
            Consumer<Progress> onProgress,
            SubtitleTracks subtitles) {
        this.plan = plan;
        this.packaging =
                packaging
                        .withCuts(CutPolicy.of(plan.segment()))
                        .withAligning(true)
                        .withAudioOnly(plan.extras().isAudioOnly())
                        .withDownloads(plan.extras().hasDownloads());
        this.onProgress = onProgress;
        this.subtitles = subtitles;
    }

    /// What fills work files as the plan has it.
    @FunctionalInterface
    interface Start {
        TranscodeRun start(WorkFolder work) throws ProgramException, IOException;
    }

    /// Starts the encoder and a thread that follows it. Takes over `folder` and `publication`,
    /// unless it throws.
    void start(Start encoder, WorkFolder folder, GrowingPublication publication)
            throws ProgramException, IOException {
        work = folder;
        folder.expect(plan);
        var started = encoder.start(folder);
        run = started;
        subtitles.start(folder.path());
        Thread.ofPlatform().name("transcode").start(() -> follow(started, folder, publication));
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
        var whole = plan.source().duration();
        return trim.end()
                .filter(end -> whole.isEmpty() || end.compareTo(whole.get()) < 0)
                .or(() -> whole)
                .map(end -> end.minus(trim.start()))
                .filter(Duration::isPositive);
    }

    private Progress.OfRendition progress(String name, int trackId) {
        var file = Optional.ofNullable(work).flatMap(folder -> folder.file(trackId));
        var ahead =
                run instanceof ChunkedRun chunked
                        ? chunked.ahead(trackId)
                        : ChunkRun.Amount.NOTHING;
        return new Progress.OfRendition(
                name,
                file.map(WorkFile::frames).orElse(0L) + ahead.frames(),
                file.map(WorkFile::reached).orElse(Duration.ZERO).plus(ahead.time()),
                file.map(WorkFile::bytes).orElse(0L) + ahead.bytes(),
                file.filter(WorkFile::hasEnded).isPresent());
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

    /// Stops it: the encoder is killed, nothing is published, and [#await] throws a
    /// [ProgramException] of the kind [Kind#CANCELLED], whatever breaks by it. A job that has ended
    /// already, or is just putting its manifests, stays as it is.
    public void cancel() {
        isCancelled = true;
        subtitles.close();
        var running = run;
        if (running != null) {
            running.close();
        }
    }

    /// Waits for the end, but not for longer than `longest`.
    ///
    /// @return whether it has ended, well or not
    public boolean awaitEnd(Duration longest) throws InterruptedException {
        try {
            var _ = result.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException failed) {
            return true;
        } catch (TimeoutException goesOn) {
            return false;
        }
    }

    /// Waits for the end.
    ///
    /// @throws ProgramException of the kind [Kind#CANCELLED] when the job was cancelled, and then
    ///   only; of another when the encoder failed, stood still or took too long
    /// @throws MediaFormatException when there was nothing to encode in the source, or what was
    ///   made does not fit together
    /// @throws IOException when something could not be written
    public TranscodeResult await()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case ProgramException e -> throw e;
                case MediaFormatException e -> throw e;
                case IOException e when e.getCause() instanceof MediaFormatException cause ->
                        throw cause;
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case null, default -> throw new IllegalStateException(failed.getCause());
            }
        }
    }

    private void follow(TranscodeRun running, WorkFolder folder, GrowingPublication publication) {
        try {
            result.complete(carryOut(running, folder, publication));
        } catch (ProgramException
                | MediaFormatException
                | IOException
                | RuntimeException
                | Error
                | InterruptedException e) {
            result.completeExceptionally(isCancelled ? cancelled(e) : e);
        }
    }

    /// What is killed fails in many ways.
    private Throwable cancelled(Throwable end) {
        if (end instanceof Error || end instanceof ProgramException e && isCancellation(e)) {
            return end;
        }
        var cancelled = new ProgramException(Kind.CANCELLED, name() + ": cancelled");
        cancelled.addSuppressed(end);
        return cancelled;
    }

    private static boolean isCancellation(ProgramException failure) {
        return failure.kind() == Kind.CANCELLED;
    }

    private TranscodeResult carryOut(
            TranscodeRun running, WorkFolder folder, GrowingPublication publication)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try (publication;
                folder;
                running;
                subtitles) {
            var encoding = new FutureTask<Void>(() -> encode(running, folder));
            Thread.ofVirtual().name("encoder").start(encoding);
            grow(folder, publication);
            outcome(encoding, folder);
            return finish(running, folder, publication);
        }
    }

    private @Nullable Void encode(TranscodeRun running, WorkFolder folder)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try {
            running.await();
            return null;
        } finally {
            isEncoded = true;
            folder.wake();
        }
    }

    private void outcome(FutureTask<Void> encoding, WorkFolder folder)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        try {
            encoding.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case ProgramException e
                        when e.kind() == Kind.FAILED && !e.isBySignal() && folder.lacksAny() ->
                        throw MediaFormatException.malformed(
                                "", name() + ": it could not be decoded: " + e.getMessage());
                case ProgramException e -> throw e.said(name() + ": " + e.getMessage());
                case MediaFormatException e -> throw e;
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case null, default -> throw new IllegalStateException(failed.getCause());
            }
        }
    }

    private String name() {
        return plan.source().input().name();
    }

    /// Until the encoder has ended.
    private void grow(WorkFolder folder, GrowingPublication publication)
            throws IOException, MediaFormatException, InterruptedException {
        var due = Timestamp.ZERO;
        while (!isEncoded) {
            folder.awaitGrowth();
            onProgress.accept(progress());
            var written = folder.written();
            if (isEncoded || written.compareTo(due) <= 0) {
                continue;
            }
            try (var soFar = folder.open(packaging, false)) {
                publication.grow(soFar);
            }
            segments = publication.segments();
            due = segments == 0 ? written : later(written);
        }
    }

    private Timestamp later(Timestamp written) {
        long segment = written.timescale().ticks(plan.segment());
        return written.plus(Math.max(segment, (long) (written.ticks() * GROWTH)));
    }

    private TranscodeResult finish(
            TranscodeRun running, WorkFolder folder, GrowingPublication publication)
            throws IOException, MediaFormatException, ProgramException, InterruptedException {
        requireAll(folder);
        requireSameLength(folder);
        if (isCancelled) {
            throw new ProgramException(Kind.CANCELLED, "cancelled");
        }
        var stills = StillPictures.of(plan, folder);
        folder.show(stills.pictures());
        folder.add(subtitles.inputs(folder.path()));
        try (var whole = folder.open(packaging, true)) {
            long bytes = publication.finish(whole, Publisher.onAllCores());
            segments = whole.plan().segmentCount();
            onProgress.accept(progress());
            var extras = new ArrayList<>(stills.extras());
            for (var path : whole.downloads()) {
                extras.add(new TranscodeResult.Extra(path, "to be saved"));
            }
            var warnings = new ArrayList<>(whole.warnings());
            warnings.addAll(stills.warnings());
            warnings.addAll(running.warnings());
            duration().flatMap(new Shortfall(plan, progress())::of).ifPresent(warnings::add);
            warnings.addAll(subtitles.warnings());
            return new TranscodeResult(plan, bytes, segments, manifests(whole), extras, warnings);
        }
    }

    private static List<String> manifests(VodPresentation whole) {
        return whole.paths().stream()
                .filter(path -> MediaType.of(path).filter(MediaType::isManifest).isPresent())
                .filter(path -> !path.contains("/"))
                .toList();
    }

    private void requireAll(WorkFolder folder) throws MediaFormatException {
        for (var output : plan.video()) {
            require(folder, name(output), output.trackId());
        }
        for (var output : plan.audio()) {
            require(folder, name(output), output.trackId());
        }
    }

    /// All are made of the same pictures: one that lacks some is another film, and players would
    /// jump.
    private void requireSameLength(WorkFolder folder) throws ProgramException {
        var counts = new LinkedHashMap<String, Long>();
        for (var output : plan.video()) {
            if (output instanceof VideoOutput.Encoded encoded) {
                long frames = folder.file(output.trackId()).map(WorkFile::frames).orElse(0L);
                counts.put(name(output), frames * encoded.frameDivisor());
            }
        }
        long most = counts.values().stream().mapToLong(count -> count).max().orElse(0);
        long least = counts.values().stream().mapToLong(count -> count).min().orElse(0);
        if (most - least > COUNT_LEEWAY) {
            throw new ProgramException(
                    Kind.FAILED,
                    name() + ": renditions were made of different numbers of pictures: " + counts);
        }
    }

    private void require(WorkFolder folder, String name, int trackId) throws MediaFormatException {
        if (folder.file(trackId).filter(file -> file.frames() > 0).isEmpty()) {
            throw MediaFormatException.malformed(
                    "", name() + ": not one frame could be decoded for " + name);
        }
    }
}
