package dev.anabranch.kernel.gate;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Verdict;
import java.util.concurrent.CompletionStage;

/// Asks one gate about publishers and another about players.
public record SplitGate(Gate publishers, Gate players) implements Gate {

    @Override
    public CompletionStage<Verdict> publish(PublishRequest request) {
        return publishers.publish(request);
    }

    @Override
    public CompletionStage<Verdict> play(PlayRequest request) {
        return players.play(request);
    }
}
