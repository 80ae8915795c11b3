package dev.anabranch.transcode.gstreamer;

import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.SourceInput;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.process.RunFolder;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Carries plans out with `gst-launch-1.0`.
///
/// What comes out equals what FFmpeg makes of the same plan: sizes, frames, times, keyframes. A
/// variable rate becomes an even one of the same mean, because its encoders count frames. What it
/// cannot do is said by [#refusal] before anything runs.
public final class GstreamerBackend implements TranscodeBackend {

    private final GstreamerProgram program;

    public GstreamerBackend(GstreamerProgram program) {
        this.program = program;
    }

    public GstreamerProgram program() {
        return program;
    }

    @Override
    public String name() {
        return program.toString();
    }

    @Override
    public Optional<String> encoder(VideoCodec codec) {
        return GstreamerEncoders.preferred(codec).stream().filter(program::hasElement).findFirst();
    }

    @Override
    public Optional<String> encoder(AudioCodec codec) {
        return GstreamerEncoders.preferred(codec).stream().filter(program::hasElement).findFirst();
    }

    @Override
    public boolean supports(KeyframeGrid grid) {
        return switch (grid) {
            case KeyframeGrid.EveryFrames _, KeyframeGrid.EveryInterval _ -> true;
            case KeyframeGrid.AtTimes _ -> false;
        };
    }

    @Override
    public Optional<String> refusal(TranscodePlan plan) {
        return GstreamerRefusal.of(plan, program);
    }

    @Override
    public TranscodeRun start(TranscodePlan plan, TrackSink sink)
            throws ProgramException, IOException {
        var refusal = refusal(plan);
        if (refusal.isPresent()) {
            throw new ProgramException(Kind.UNSUPPORTED, refusal.get());
        }
        var process = new AtomicReference<SupervisedProcess>();
        var tracks = descriptions(plan);
        var ids = tracks.stream().map(GdpTrackReader.Description::trackId).toList();
        var sockets = GstreamerSockets.open(ids, sink, () -> kill(process));
        var folder = RunFolder.open();
        var link = folder.path().resolve(GstreamerRun.LINK);
        try {
            // A description of a pipeline has a syntax; the name of a file must not be part of it.
            Files.createSymbolicLink(link, file(plan).toAbsolutePath());
            var demuxer = GstreamerDemuxer.of(plan.source().container()).orElseThrow();
            var words = new GstreamerPipeline(plan, demuxer, link, sockets::port).words();
            sockets.read(tracks);
            var started = program.start(words, plan.limits());
            process.set(started);
            started.input().close();
            var log = GstreamerLog.of(started.output(), new Killer(started));
            return new GstreamerRun(started, log, sockets, folder);
        } catch (ProgramException | IOException | RuntimeException e) {
            kill(process);
            sockets.close();
            folder.close();
            throw e;
        }
    }

    /// It may hang after both.
    private record Killer(SupervisedProcess process) implements GstreamerLog.Listener {

        @Override
        public void failed() {
            process.close();
        }

        @Override
        public void ended() {
            process.close();
        }
    }

    private static Path file(TranscodePlan plan) {
        return switch (plan.source().input()) {
            case SourceInput.OfFile file -> file.path();
            case SourceInput.OfUrl url -> throw new IllegalArgumentException(url.uri().toString());
        };
    }

    private static List<GdpTrackReader.Description> descriptions(TranscodePlan plan) {
        boolean hasOneOrigin =
                GstreamerDemuxer.of(plan.source().container()).orElseThrow()
                        == GstreamerDemuxer.MATROSKA;
        // Where an even rate is made, times are made anew, from the start.
        boolean isNormalised = GstreamerPipeline.normalRate(plan).isPresent();
        var tracks = new ArrayList<GdpTrackReader.Description>();
        for (var output : plan.video()) {
            var clock = GstreamerPipeline.pictureClock(plan).orElseThrow();
            tracks.add(
                    new GdpTrackReader.Description(
                            output.trackId(),
                            clock,
                            0,
                            divisor(output),
                            "und",
                            "",
                            hasOneOrigin && !isNormalised));
        }
        for (var output : plan.audio()) {
            tracks.add(
                    new GdpTrackReader.Description(
                            output.trackId(),
                            GstreamerPipeline.clock(output),
                            GstreamerPipeline.primingSamples(output),
                            1,
                            output.language(),
                            output.title(),
                            hasOneOrigin));
        }
        return tracks;
    }

    private static int divisor(VideoOutput output) {
        return switch (output) {
            case VideoOutput.Copied _ -> 1;
            case VideoOutput.Encoded encoded -> encoded.frameDivisor();
        };
    }

    private static void kill(AtomicReference<SupervisedProcess> process) {
        var running = process.get();
        if (running != null) {
            running.close();
        }
    }
}
