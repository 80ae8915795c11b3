package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Excerpt;
import dev.anabranch.transcode.ExcerptBackend;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.LiveBackend;
import dev.anabranch.transcode.LivePlan;
import dev.anabranch.transcode.LiveRun;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Carries plans out with an ffmpeg.
public final class FfmpegBackend implements ExcerptBackend, LiveBackend {

    /// Everything is written this much later than it is meant: MP4 has no negative decode times,
    /// and ten seconds are a whole number of ticks on every clock.
    static final long OFFSET_SECONDS = 10;

    /// The same of a file, where the first pictures may be minutes apart: an encoder that reorders
    /// gives the first one a decode time as much earlier as two or three of them last.
    static final long FILE_OFFSET_SECONDS = 1000;

    /// A server that says nothing for so long will not go on.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /// A program that waits for a server is not to be taken for one that stands still by itself.
    private static final int STALL_FACTOR = 2;

    private final FfmpegProgram program;
    private final EncoderChoice choice;
    private final Duration patience;

    /// With encoders in software only.
    public FfmpegBackend(FfmpegProgram program) {
        this(program, Hardware.OFF);
    }

    /// @param hardware the kinds of encoders to try; a kind that is named is taken or nothing is
    public FfmpegBackend(FfmpegProgram program, Hardware hardware) {
        this(program, hardware, PATIENCE);
    }

    /// @param patience for how long a web server may say nothing; the program itself may do nothing
    ///   for twice as long
    FfmpegBackend(FfmpegProgram program, Hardware hardware, Duration patience) {
        this.program = program;
        this.patience = patience;
        choice = new EncoderChoice(program, hardware);
    }

    public FfmpegProgram program() {
        return program;
    }

    @Override
    public String name() {
        return program.toString();
    }

    @Override
    public Optional<String> encoder(VideoCodec codec) {
        return choice.encoder(codec);
    }

    @Override
    public Optional<String> encoder(VideoCodec codec, KeyframeGrid grid) {
        return choice.encoder(codec, grid);
    }

    @Override
    public Optional<String> obstacle(VideoCodec codec) {
        return choice.obstacle(codec);
    }

    @Override
    public List<Decision> findings() {
        return choice.findings();
    }

    @Override
    public Optional<String> encoder(AudioCodec codec) {
        var name =
                switch (codec) {
                    case AAC -> "aac";
                    case OPUS -> "libopus";
                };
        return program.hasEncoder(name) ? Optional.of(name) : Optional.empty();
    }

    /// The options that `output` is encoded with, for people.
    public static String words(TranscodePlan plan, VideoOutput.Encoded output) {
        return String.join(" ", FfmpegEncoders.options(output, plan));
    }

    /// True; for a codec alone ask [#encoder(VideoCodec,KeyframeGrid)].
    @Override
    public boolean supports(KeyframeGrid grid) {
        return true;
    }

    @Override
    public TranscodeRun start(TranscodePlan plan, TrackSink sink)
            throws ProgramException, IOException {
        return start(plan, Optional.empty(), sink);
    }

    @Override
    public TranscodeRun start(TranscodePlan plan, Excerpt excerpt, TrackSink sink)
            throws ProgramException, IOException {
        return start(plan, Optional.of(excerpt), sink);
    }

    private TranscodeRun start(TranscodePlan plan, Optional<Excerpt> excerpt, TrackSink sink)
            throws ProgramException, IOException {
        if (!program.isRecent()) {
            throw new ProgramException(
                    ProgramException.Kind.MISSING,
                    program + " is too old: version 5.1 or newer is needed");
        }
        var ids = new ArrayList<Integer>();
        plan.video().forEach(output -> ids.add(output.trackId()));
        plan.audio().forEach(output -> ids.add(output.trackId()));
        plan.extras().stills().forEach(output -> ids.add(output.trackId()));
        var process = new AtomicReference<SupervisedProcess>();
        var described = new DescribingSink(plan, sink);
        var sockets =
                TrackSockets.open(ids, new KeyframeFilter(plan, described), () -> kill(process));
        try {
            var command = new FfmpegCommand(plan, excerpt, patience, sockets::path).arguments();
            var reaching = program.with(plan.source().input().environment());
            var started = reaching.start(protocols(plan), command, plan.limits());
            process.set(started);
            started.input().close();
            sockets.read(FILE_OFFSET_SECONDS);
            new StallWatch(
                            started,
                            sockets::frames,
                            sockets::isHoldingBack,
                            patience.multipliedBy(STALL_FACTOR))
                    .start();
            var run = new FfmpegRun(started, sockets);
            return plan.source().input() instanceof SourceInput.OfUrl
                    ? new DownloadRun(run, plan.source().input().name(), started::errorTail)
                    : run;
        } catch (ProgramException | IOException | RuntimeException e) {
            kill(process);
            sockets.close();
            throw e;
        }
    }

    @Override
    public LiveRun start(LivePlan plan, TrackSink sink, Runnable onEnd)
            throws ProgramException, IOException {
        var ids = new ArrayList<Integer>();
        plan.rungs().forEach(rung -> ids.add(rung.trackId()));
        plan.sounds().forEach(sound -> ids.add(sound.trackId()));
        var process = new AtomicReference<SupervisedProcess>();
        var sockets = TrackSockets.open(ids, sink, () -> kill(process));
        try {
            var command = new FfmpegLiveCommand(plan, sockets::path).arguments();
            var started = program.start(Protocols.PIPE, command, plan.limits());
            process.set(started);
            sockets.read(OFFSET_SECONDS);
            var tracks = Stream.concat(plan.video().stream(), plan.audio().stream()).toList();
            var run =
                    new FfmpegLiveRun(
                            new FfmpegRun(started, sockets),
                            new LiveFeed(tracks, plan.framesPerSecond(), started.input()),
                            onEnd);
            run.start();
            return run;
        } catch (ProgramException | RuntimeException e) {
            kill(process);
            sockets.close();
            throw e;
        }
    }

    private static void kill(AtomicReference<SupervisedProcess> process) {
        var running = process.get();
        if (running != null) {
            running.close();
        }
    }

    private static Protocols protocols(TranscodePlan plan) {
        return switch (plan.source().input()) {
            case SourceInput.OfFile _ -> Protocols.FILE;
            case SourceInput.OfUrl _ -> Protocols.WEB;
        };
    }
}
