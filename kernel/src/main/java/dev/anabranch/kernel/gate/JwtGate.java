package dev.anabranch.kernel.gate;

import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Refusal;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.Verdict;
import dev.anabranch.media.MediaFormatException;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Lets in who brings a JSON web token (RFC 7519) that is signed by one of the keys of a JWK set,
/// as `?token=` or `?jwt=`.
///
/// `exp` is required; `nbf`, `aud` and `iss` are checked as [JwtRules] says. `sub` is the stream:
/// `app/name`, or `name` alone for any application.
public final class JwtGate implements Gate {

    private final KeySource keys;
    private final JwtRules rules;
    private final InstantSource clock;

    public JwtGate(KeySource keys, JwtRules rules, InstantSource clock) {
        this.keys = keys;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Verdict> publish(PublishRequest request) {
        return verdict(Action.PUBLISH, request.app(), request.key(), new Query(request.query()));
    }

    @Override
    public CompletionStage<Verdict> play(PlayRequest request) {
        return verdict(Action.PLAY, request.app(), request.name(), new Query(request.query()));
    }

    private CompletionStage<Verdict> verdict(
            Action action, String app, String stream, Query query) {
        var name = StreamName.of(app, stream);
        if (name.isEmpty()) {
            return Answers.now(Answers.badName());
        }
        var text = query.value("token").or(() -> query.value("jwt"));
        if (text.isEmpty()) {
            return Answers.now(wrong("a token is needed: ?token="));
        }
        try {
            var token = JsonWebToken.parse(text.get());
            var algorithm = algorithm(token);
            if (algorithm.isEmpty()) {
                return Answers.now(wrong("the token is not signed in a way that is allowed"));
            }
            return keys.find(token.headerText("kid"))
                    .thenApply(key -> judge(token, algorithm.get(), key, action, name.get()));
        } catch (MediaFormatException broken) {
            return Answers.now(wrong("the token cannot be read: " + broken.getMessage()));
        }
    }

    /// Empty too when the header names an extension that must be understood (RFC 7515, 4.1.11).
    private Optional<JwtAlgorithm> algorithm(JsonWebToken token) {
        if (token.header().has("crit")) {
            return Optional.empty();
        }
        return JwtAlgorithm.of(token.headerText("alg")).filter(rules.algorithms()::contains);
    }

    private Verdict judge(
            JsonWebToken token,
            JwtAlgorithm algorithm,
            Optional<PublicKey> key,
            Action action,
            StreamName name) {
        if (key.isEmpty() || !algorithm.verifies(key.get(), token.signed(), token.signature())) {
            return wrong("the token is not signed by a key that is known");
        }
        boolean isIssued = rules.issuer().map(token.text("iss")::equals).orElse(true);
        if (!isIssued || !token.isFor(rules.audience(action))) {
            return wrong("the token is not for this");
        }
        var subject = token.text("sub");
        if (!subject.equals(name.toString()) && !subject.equals(name.name())) {
            return wrong("the token is for another stream");
        }
        return judgeTime(token, name);
    }

    private Verdict judgeTime(JsonWebToken token, StreamName name) {
        var expiry = token.claims().path("exp");
        var begin = token.claims().path("nbf");
        if (!expiry.isNumber() || token.claims().has("nbf") && !begin.isNumber()) {
            return wrong("the token does not say until when it is good");
        }
        double nowSeconds = clock.instant().getEpochSecond();
        double leewaySeconds = rules.leeway().toSeconds();
        if (nowSeconds - leewaySeconds >= expiry.asDouble()) {
            return Answers.no(Refusal.EXPIRED, "the token is no longer good");
        }
        if (begin.isNumber() && nowSeconds + leewaySeconds < begin.asDouble()) {
            return wrong("the token is not yet good");
        }
        return new Verdict.Allowed(name);
    }

    private static Verdict wrong(String message) {
        return Answers.no(Refusal.NOT_ALLOWED, message);
    }
}
