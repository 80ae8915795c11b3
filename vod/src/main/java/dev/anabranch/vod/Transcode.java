package dev.anabranch.vod;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.Packaging;
import dev.anabranch.packager.SegmentStore;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.ffmpeg.ImageCheck;
import dev.anabranch.transcode.plan.ChunkPlan;
import dev.anabranch.transcode.plan.Chunks;
import dev.anabranch.transcode.plan.Planner;
import dev.anabranch.transcode.probe.PacketScan;
import dev.anabranch.transcode.probe.PacketTimes;
import dev.anabranch.transcode.probe.SourceProbe;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.title.PerTitle;
import dev.anabranch.transcode.title.TitleAnalysis;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Any video in, an adaptive HLS and DASH presentation out:
///
/// ```java
/// Transcode.from(Path.of("movie.mkv")).to(Path.of("public/movie")).run();
///
/// var job = Transcode.from(Path.of("movie.mkv"))
///         .ladder(Ladder.parse("1080p,720p,480p"))
///         .settings(settings -> settings.withVideo(video -> video.withPreset(Preset.FAST)))
///         .onProgress(progress -> show(progress))
///         .to(store)
///         .start();
/// job.cancel();
/// ```
///
/// Immutable: each call returns another one. Nothing is opened before [#plan], [#start] or [#run].
public final class Transcode {

    private final Origin origin;
    private final Optional<Target> target;
    private final Choices choices;

    /// What has a default.
    private record Choices(
            TranscodeSettings settings,
            Packaging packaging,
            Optional<TranscodeBackend> backend,
            Optional<FfmpegProgram> prober,
            Optional<Path> workFolder,
            Consumer<Progress> onProgress,
            Cutting cutting) {

        static final Choices DEFAULT =
                new Choices(
                        TranscodeSettings.DEFAULT,
                        Packaging.DEFAULT,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        _ -> {},
                        new Cutting(new Chunks.Auto(), Optional.empty()));

        Choices withSettings(TranscodeSettings other) {
            return new Choices(other, packaging, backend, prober, workFolder, onProgress, cutting);
        }

        Choices withPackaging(Packaging other) {
            return new Choices(settings, other, backend, prober, workFolder, onProgress, cutting);
        }

        Choices withBackend(TranscodeBackend other) {
            return new Choices(
                    settings,
                    packaging,
                    Optional.of(other),
                    prober,
                    workFolder,
                    onProgress,
                    cutting);
        }

        Choices withProber(FfmpegProgram other) {
            return new Choices(
                    settings,
                    packaging,
                    backend,
                    Optional.of(other),
                    workFolder,
                    onProgress,
                    cutting);
        }

        Choices withWorkFolder(Path other) {
            return new Choices(
                    settings, packaging, backend, prober, Optional.of(other), onProgress, cutting);
        }

        Choices withOnProgress(Consumer<Progress> other) {
            return new Choices(settings, packaging, backend, prober, workFolder, other, cutting);
        }

        Choices withCutting(Cutting other) {
            return new Choices(settings, packaging, backend, prober, workFolder, onProgress, other);
        }
    }

    /// Into how many pieces, and who makes them.
    private record Cutting(Chunks chunks, Optional<ChunkWorker> worker) {}

    private Transcode(Origin origin, Optional<Target> target, Choices choices) {
        this.origin = origin;
        this.target = target;
        this.choices = choices;
    }

    private static Transcode of(Origin origin) {
        return new Transcode(origin, Optional.empty(), Choices.DEFAULT);
    }

    /// Of a file in any format FFmpeg reads.
    public static Transcode from(Path file) {
        return of(new Origin.Addressed(SourceInput.of(file)));
    }

    /// Of something on the web; opened by the encoder, which may follow it to the web only.
    public static Transcode from(URI address) {
        return of(new Origin.Addressed(SourceInput.of(address)));
    }

    /// Of a stream of bytes, which is saved in the work folder first: most formats cannot be read
    /// without going back. Read to its end by [#start], and not closed.
    public static Transcode from(InputStream stream) {
        return of(Origin.of(stream));
    }

    /// As [#from(InputStream)].
    public static Transcode from(ReadableByteChannel channel) {
        return of(new Origin.Streamed(channel));
    }

    private Transcode with(Choices other) {
        return new Transcode(origin, target, other);
    }

    /// Sizes and bit rates; by default [Ladder#auto].
    public Transcode ladder(Ladder ladder) {
        return settings(settings -> settings.withLadder(ladder));
    }

    /// Everything about encoding.
    public Transcode settings(TranscodeSettings settings) {
        return with(choices.withSettings(settings));
    }

    /// Everything about encoding, as a change of what is chosen so far.
    public Transcode settings(UnaryOperator<TranscodeSettings> change) {
        return settings(change.apply(choices.settings));
    }

    /// Everything about the output; segments are as long as the settings of encoding say.
    public Transcode packaging(Packaging packaging) {
        return with(choices.withPackaging(packaging));
    }

    /// Adds WebVTT or SRT subtitles, or the text tracks of an MP4 file, to those of the source.
    /// Their times count from the start of the source, whatever is taken of it.
    ///
    /// @param language a BCP 47 tag
    public Transcode subtitles(Path file, String language) {
        return settings(
                settings -> settings.withSubtitles(texts -> texts.withFile(file, language)));
    }

    /// What encodes. By default an ffmpeg, found as [FfmpegSearch#usual] does.
    public Transcode with(TranscodeBackend backend) {
        return with(choices.withBackend(backend));
    }

    /// The ffmpeg whose ffprobe looks at the source, and that encodes unless there is another
    /// backend.
    public Transcode with(FfmpegProgram program) {
        return with(choices.withProber(program));
    }

    /// Where work files are kept meanwhile: as much as the output, and a source that is a stream.
    /// By default beside the output folder.
    public Transcode workIn(Path folder) {
        return with(choices.withWorkFolder(folder));
    }

    /// Whether the picture of a file is cut into pieces that are encoded side by side; by default
    /// as [Chunks.Auto] has it. The result is the same film with the same segments either way.
    public Transcode chunks(Chunks chunks) {
        return cutting(new Cutting(chunks, choices.cutting.worker));
    }

    /// Who makes the pieces; by default this process.
    public Transcode with(ChunkWorker worker) {
        return cutting(new Cutting(choices.cutting.chunks, Optional.of(worker)));
    }

    private Transcode cutting(Cutting cutting) {
        return with(choices.withCutting(cutting));
    }

    /// Told whenever a rendition has got further; by a thread of the job, which waits for it.
    public Transcode onProgress(Consumer<Progress> listener) {
        return with(choices.withOnProgress(listener));
    }

    /// Into a folder that is new or empty, and appears when it is complete.
    public Transcode to(Path folder) {
        return to(new Target.Folder(folder, false));
    }

    /// Into a folder that is replaced when it is complete.
    public Transcode replacing(Path folder) {
        return to(new Target.Folder(folder, true));
    }

    /// Into a store: segments as they are made, manifests when all is there. A job that fails
    /// removes what it has put.
    public Transcode to(SegmentStore store) {
        return to(new Target.Store(store));
    }

    private Transcode to(Target other) {
        return new Transcode(origin, Optional.of(other), choices);
    }

    /// What [#start] would do, and why.
    ///
    /// @throws IllegalStateException of a stream, which can be read only once
    /// @throws ProgramException when there is no program for it
    /// @throws MediaFormatException when the source cannot be used
    public TranscodePlan plan()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        return chunkPlan().whole();
    }

    /// As [#plan], with the pieces it is carried out in. The same source and settings give the same
    /// pieces, on whichever machine.
    public ChunkPlan chunkPlan()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        if (origin instanceof Origin.Addressed addressed) {
            var program = prober();
            return plan(addressed.input(), program, backend(program));
        }
        throw new IllegalStateException("a stream can be read once: start it");
    }

    private ChunkPlan plan(SourceInput input, FfmpegProgram program, TranscodeBackend backend)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var source = SourceProbe.probe(program, input);
        var plan = Planner.plan(source, choices.settings, backend, new PacketScan(program));
        var refusal = backend.refusal(plan);
        if (refusal.isPresent()) {
            throw new ProgramException(Kind.UNSUPPORTED, backend.name() + ": " + refusal.get());
        }
        checkCarriage(plan);
        ImageCheck.check(program, choices.settings.picture());
        SubtitleTracks.check(plan);
        return ChunkPlan.of(
                plan,
                choices.cutting.chunks,
                backend,
                new PacketTimes(program),
                Runtime.getRuntime().availableProcessors());
    }

    /// Finds out which ladder this film needs: encodes samples of it at several sizes and rates,
    /// and compares them with the film. Takes up to some minutes; when the thread is interrupted,
    /// or the time of the settings' limits is over, the children are killed. Then go on with
    /// `ladder(analysis.ladder())`.
    ///
    /// @param wanted how; the sizes are those of [#ladder]
    /// @param onProgress told before each step, by another thread
    /// @throws IllegalStateException of a stream, which can be read only once
    /// @throws IllegalArgumentException when the settings fix a quality
    /// @throws ProgramException when a program is missing, such as one with the metric, or failed
    /// @throws MediaFormatException when the source cannot be used, or has no picture
    public TitleAnalysis analyse(PerTitle wanted, Consumer<TitleProgress> onProgress)
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        if (!(origin instanceof Origin.Addressed addressed)) {
            throw new IllegalStateException("a stream can be read once: save it in a file");
        }
        var program = prober();
        var source = SourceProbe.probe(program, addressed.input());
        ImageCheck.check(program, choices.settings.picture());
        var backend = backend(program);
        var folder = choices.workFolder.or(() -> target.map(Target::workParent));
        try (var probe = new TitleProbe(source, choices.settings, backend, program, onProgress)) {
            return new TitleRun(probe, choices.settings.limits().time())
                    .await(() -> probe.analysis(wanted, folder.orElseGet(Target::temporary)));
        }
    }

    /// What has no place in the segments is not encoded first.
    private void checkCarriage(TranscodePlan plan) throws MediaFormatException {
        if (choices.packaging.container() != Packaging.Container.TRANSPORT_STREAM) {
            return;
        }
        boolean hasAv1 = plan.video().stream().anyMatch(v -> v.codec() == VideoCodec.AV1);
        boolean hasOpus = choices.settings.audio().codecs().contains(AudioCodec.OPUS);
        if (hasAv1 || hasOpus && !plan.audio().isEmpty()) {
            throw MediaFormatException.unsupported(
                    hasAv1 ? "AV1" : "Opus",
                    "it has no place in the transport streams of HLS; leave it out, or choose CMAF");
        }
    }

    private FfmpegProgram prober() throws ProgramException, InterruptedException {
        return choices.prober.isPresent()
                ? choices.prober.get()
                : FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
    }

    private TranscodeBackend backend(FfmpegProgram program) {
        return choices.backend.orElseGet(() -> new FfmpegBackend(program));
    }

    /// Probes, plans, and starts; encoding goes on in the background.
    ///
    /// @throws IllegalStateException when nothing says where to
    /// @throws ProgramException when there is no program for it
    /// @throws MediaFormatException when the source cannot be used
    /// @throws java.nio.file.DirectoryNotEmptyException when there is something in the output
    ///   folder
    public TranscodeJob start()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var to = target.orElseThrow(() -> new IllegalStateException("where to? see to(..)"));
        var publication = to.publication();
        WorkFolder work = null;
        try {
            work = WorkFolder.in(choices.workFolder.orElseGet(to::workParent));
            var program = prober();
            var backend = backend(program);
            var plan = plan(origin.addressed(work.path()), program, backend);
            var job =
                    new TranscodeJob(
                            plan.whole(),
                            choices.packaging,
                            choices.onProgress,
                            new SubtitleTracks(plan.whole(), program));
            job.start(run(plan, backend), work, publication);
            return job;
        } catch (ProgramException
                | MediaFormatException
                | IOException
                | InterruptedException
                | RuntimeException e) {
            if (work != null) {
                work.close();
            }
            publication.close();
            throw e;
        }
    }

    private TranscodeJob.Start run(ChunkPlan plan, TranscodeBackend backend) {
        if (!plan.isChunked()) {
            return work -> backend.start(plan.whole(), work);
        }
        var worker =
                choices.cutting.worker.orElseGet(
                        () -> ChunkWorker.with(backend.excerpts().orElseThrow()));
        return work -> ChunkedRun.start(plan, backend, worker, work);
    }

    /// As [#start], and waits for the end.
    ///
    /// @throws InterruptedException when this thread was interrupted; the job is cancelled then
    public TranscodeResult run()
            throws ProgramException, MediaFormatException, IOException, InterruptedException {
        var job = start();
        try {
            return job.await();
        } catch (InterruptedException interrupted) {
            job.cancel();
            throw interrupted;
        }
    }
}
