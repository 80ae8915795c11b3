package dev.anabranch.transcode;

import java.io.IOException;
import java.util.Optional;

/// A program that carries plans out.
public interface TranscodeBackend {

    /// For people: `ffmpeg 8.0.1 (bundled, LGPL)`.
    String name();

    /// What it encodes `codec` with, in software; empty when it cannot.
    Optional<String> encoder(VideoCodec codec);

    /// What it encodes `codec` with; empty when it cannot.
    Optional<String> encoder(AudioCodec codec);

    /// Whether it can put keyframes where `grid` says.
    boolean supports(KeyframeGrid grid);

    /// What of `plan` it cannot do, as a sentence that names the setting; empty when it can be
    /// started.
    default Optional<String> refusal(TranscodePlan plan) {
        return Optional.empty();
    }

    /// Starts one child process that decodes once and makes everything of `plan`.
    ///
    /// @throws ProgramException of the kind [ProgramException.Kind#MISSING] when it cannot be
    ///   started, [ProgramException.Kind#UNSUPPORTED] with the [#refusal] when there is one
    TranscodeRun start(TranscodePlan plan, TrackSink sink) throws ProgramException, IOException;
}
