package dev.anabranch.vod;

import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeRun;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A real backend with something between it and the sink.
class PassingBackend implements TranscodeBackend {

    private final TranscodeBackend real;
    private final UnaryOperator<TrackSink> between;
    private volatile long pid = -1;

    PassingBackend(TranscodeBackend real, UnaryOperator<TrackSink> between) {
        this.real = real;
        this.between = between;
    }

    /// Of the process that was started last.
    long pid() {
        return pid;
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
    public Optional<String> refusal(TranscodePlan plan) {
        return real.refusal(plan);
    }

    @Override
    public TranscodeRun start(TranscodePlan plan, TrackSink sink)
            throws ProgramException, IOException {
        var run = real.start(plan, between.apply(sink));
        pid = run.pid();
        return run;
    }
}
