package dev.anabranch.kernel.gate;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Verdict;
import java.util.concurrent.CompletionStage;

/// Lets everybody publish and play; a stream's name is its key.
public final class OpenGate implements Gate {

    @Override
    public CompletionStage<Verdict> publish(PublishRequest request) {
        return Answers.now(Answers.yes(request.app(), request.key()));
    }

    @Override
    public CompletionStage<Verdict> play(PlayRequest request) {
        return Answers.now(Answers.yes(request.app(), request.name()));
    }
}
