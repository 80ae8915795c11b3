package dev.anabranch.service;

import dev.anabranch.kernel.gate.Action;
import dev.anabranch.kernel.gate.SignedTokens;
import dev.anabranch.media.MediaFormatException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What decides who may publish, or play. Written with the action before it:
///
/// ```yaml
/// play: anyone                                     # whoever reaches the server
/// play_secret: at-least-sixteen-characters         # who has a token signed with it: ?token=
/// play_jwks: https://id.example/jwks.json          # who has a JSON web token signed by one of these keys
/// jwt_issuer: https://id.example                   # that is from there
/// play_url: https://example.com/may-play           # whom this address lets in
/// ```
public sealed interface Guard {

    int LEAST_SECRET = 16;

    /// Nothing does.
    record Anyone() implements Guard {}

    /// [dev.anabranch.kernel.gate.SignedTokens].
    record Secret(String text) implements Guard {

        /// Without it.
        @Override
        public String toString() {
            return "Secret";
        }

        SignedTokens tokens(java.time.InstantSource clock) {
            return new SignedTokens(text.getBytes(StandardCharsets.UTF_8), clock);
        }
    }

    /// [dev.anabranch.kernel.gate.JwtGate].
    record KeySet(URI address, Optional<String> issuer) implements Guard {}

    /// [dev.anabranch.kernel.gate.CallbackGate].
    record Question(URI address) implements Guard {}

    /// @return empty when the section says nothing of `action`
    static Optional<Guard> read(Section said, Action action) throws MediaFormatException {
        var found = new ArrayList<Guard>();
        var secret = said.text(action.word() + "_secret");
        if (secret.filter(text -> text.length() < LEAST_SECRET).isPresent()) {
            throw said.refusal(
                    action.word() + "_secret", "has at least " + LEAST_SECRET + " characters");
        }
        secret.ifPresent(text -> found.add(new Secret(text)));
        var issuer = said.text("jwt_issuer");
        if (issuer.isPresent() && !said.has("publish_jwks") && !said.has("play_jwks")) {
            throw said.refusal("jwt_issuer", "goes together with publish_jwks or play_jwks");
        }
        said.address(action.word() + "_jwks", List.of("http", "https"))
                .ifPresent(address -> found.add(new KeySet(address, issuer)));
        said.address(action.word() + "_url", List.of("http", "https"))
                .ifPresent(address -> found.add(new Question(address)));
        if (found.size() > 1) {
            throw said.refusal(
                    words(found.getLast(), action), "cannot stand beside another that decides");
        }
        return found.stream().findFirst();
    }

    /// Whether the section has a word for `action`; it may be one that takes a guard away (`null`).
    static boolean isSaid(Section said, Action action) {
        return said.has(action.word() + "_secret")
                || said.has(action.word() + "_jwks")
                || said.has(action.word() + "_url");
    }

    /// What [#read] reads.
    static void write(Guard guard, Action action, Map<String, Object> words) {
        var key = words(guard, action);
        switch (guard) {
            case Anyone _ -> words.put(key, "anyone");
            case Secret secret -> words.put(key, secret.text());
            case KeySet set -> {
                words.put(key, set.address().toString());
                set.issuer().ifPresent(issuer -> words.put("jwt_issuer", issuer));
            }
            case Question question -> words.put(key, question.address().toString());
        }
    }

    private static String words(Guard guard, Action action) {
        return action.word()
                + switch (guard) {
                    case Anyone _ -> "";
                    case Secret _ -> "_secret";
                    case KeySet _ -> "_jwks";
                    case Question _ -> "_url";
                };
    }
}
