package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Refusal;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Lets everybody in whose name does not begin with `secret`; remembers the last query.
final class OpenGate implements Gate {

    volatile String lastQuery = "";

    @Override
    public CompletionStage<Verdict> publish(PublishRequest request) {
        lastQuery = request.query();
        return CompletableFuture.completedFuture(verdict(request.app(), request.key()));
    }

    @Override
    public CompletionStage<Verdict> play(PlayRequest request) {
        lastQuery = request.query();
        return CompletableFuture.completedFuture(verdict(request.app(), request.name()));
    }

    private static Verdict verdict(String app, String name) {
        if (name.startsWith("secret")) {
            return new Verdict.Denied(Refusal.NOT_ALLOWED, "not you");
        }
        if (!StreamName.isValid(app) || !StreamName.isValid(name)) {
            return new Verdict.Denied(Refusal.BAD_NAME, "bad name");
        }
        return new Verdict.Allowed(new StreamName(app, name));
    }
}
