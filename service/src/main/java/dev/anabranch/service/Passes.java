package dev.anabranch.service;

import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.Refusal;
import dev.anabranch.kernel.Verdict;
import dev.anabranch.origin.LiveDirectory;
import dev.anabranch.origin.Ruling;
import dev.anabranch.origin.Visitor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// Who may watch over HTTP: what the [Doorkeeper] says of players, asked for each request of a
/// playlist, a part or a page. Thread-safe.
///
/// What an answer costs a question or a signature of a public key is kept for ten seconds, so that
/// a viewer is asked about once and not for each part; that long a token outlives its end.
public final class Passes {

    private static final Duration KEPT = Duration.ofSeconds(10);

    /// More are forgotten, and asked about again.
    private static final int MAXIMUM = 20_000;

    private final Doorkeeper door;
    private final InstantSource clock;
    private final Map<Key, Pass> passes = new ConcurrentHashMap<>();

    private record Key(Guard guard, String name, Visitor visitor) {}

    private record Pass(CompletionStage<Ruling> ruling, Instant until) {}

    public Passes(Doorkeeper door, InstantSource clock) {
        this.door = door;
        this.clock = clock;
    }

    CompletionStage<Ruling> admit(String name, Visitor visitor) {
        var guard = door.playGuard(name);
        return switch (guard) {
            case Guard.Anyone _ -> LiveDirectory.OPEN;
            case Guard.Secret _ -> ask(name, visitor);
            case Guard.KeySet _, Guard.Question _ -> kept(new Key(guard, name, visitor));
        };
    }

    private CompletionStage<Ruling> kept(Key key) {
        var now = clock.instant();
        if (passes.size() >= MAXIMUM) {
            passes.clear();
        }
        return passes.compute(
                        key,
                        (same, before) ->
                                before != null && now.isBefore(before.until())
                                        ? before
                                        : new Pass(ask(key.name(), key.visitor()), now.plus(KEPT)))
                .ruling();
    }

    private CompletionStage<Ruling> ask(String name, Visitor visitor) {
        var peer = new Peer("http", visitor.address(), visitor.program());
        var query =
                visitor.token().isEmpty()
                        ? ""
                        : "token=" + URLEncoder.encode(visitor.token(), StandardCharsets.UTF_8);
        return door.play(new PlayRequest(Doorkeeper.APP, name, query, peer))
                .thenApply(Passes::ruling);
    }

    private static Ruling ruling(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed _ -> new Ruling.Admitted();
            case Verdict.Denied(var reason, var message) ->
                    reason == Refusal.UNREACHABLE
                            ? new Ruling.Undecided(message)
                            : new Ruling.Refused(message);
        };
    }
}
