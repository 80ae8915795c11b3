package dev.anabranch.transcode;

import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.util.Optional;

/// A program that makes renditions of a stream while it comes in.
public interface LiveBackend {

    /// For people: `ffmpeg 8.0.1 (bundled, LGPL)`.
    String name();

    /// What it encodes `codec` with, in software; empty when it cannot.
    Optional<String> encoder(VideoCodec codec);

    /// What it encodes `codec` with; empty when it cannot.
    Optional<String> encoder(AudioCodec codec);

    /// Starts one child process, which decodes once. It makes every picture that it is fed into one
    /// of each rung with the same presentation time, a keyframe of each rung of a keyframe, and no
    /// other keyframes but the first. Nothing is reordered: decode times are presentation times.
    ///
    /// @param sink told of what is made, by a thread a track; times are those of the source
    /// @param onEnd called once, by another thread, when the process has ended and everything it
    ///   made was given to `sink`
    /// @throws ProgramException of the kind [ProgramException.Kind#MISSING] when it cannot be
    ///   started
    LiveRun start(LivePlan plan, TrackSink sink, Runnable onEnd)
            throws ProgramException, IOException;
}
