package dev.anabranch.kernel;

import java.util.concurrent.CompletionStage;

/// Says who may publish and play, and which stream a key stands for.
///
/// Called on any thread, several at once; never blocks: what takes time completes the stage later,
/// on a thread of its own. An exceptional completion counts as [Refusal#UNREACHABLE].
public interface Gate {

    CompletionStage<Verdict> publish(PublishRequest request);

    CompletionStage<Verdict> play(PlayRequest request);
}
