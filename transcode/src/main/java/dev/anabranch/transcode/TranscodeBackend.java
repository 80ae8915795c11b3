package dev.anabranch.transcode;

import dev.anabranch.transcode.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A program that carries plans out.
public interface TranscodeBackend {

    /// For people: `ffmpeg 8.0.1 (bundled, LGPL)`.
    String name();

    /// What it encodes `codec` with; empty when it cannot. May try an encoder first, which takes up
    /// to some seconds.
    Optional<String> encoder(VideoCodec codec);

    /// What it encodes `codec` with so that keyframes are where `grid` says and nowhere else; empty
    /// when it cannot.
    default Optional<String> encoder(VideoCodec codec, KeyframeGrid grid) {
        return supports(grid) ? encoder(codec) : Optional.empty();
    }

    /// What was found out so far when encoders were tried, with reasons, for people.
    default List<Decision> findings() {
        return List.of();
    }

    /// Why it cannot encode `codec`, as a sentence with what to do, where it is not just that its
    /// program has no encoder.
    default Optional<String> obstacle(VideoCodec codec) {
        return Optional.empty();
    }

    /// What it encodes `codec` with; empty when it cannot.
    Optional<String> encoder(AudioCodec codec);

    /// Whether it can put keyframes where `grid` says.
    boolean supports(KeyframeGrid grid);

    /// The same, where it can take excerpts of sources.
    default Optional<ExcerptBackend> excerpts() {
        return Optional.empty();
    }

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
