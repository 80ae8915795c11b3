package dev.anabranch.kernel.gate;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Which JSON web tokens are good.
///
/// @param issuer what `iss` must be, when it is checked
/// @param publishAudience what `aud` must contain to publish
/// @param playAudience what `aud` must contain to play
/// @param algorithms what `alg` may be; not empty
/// @param leeway by how much clocks may differ; not negative
public record JwtRules(
        Optional<String> issuer,
        String publishAudience,
        String playAudience,
        Set<JwtAlgorithm> algorithms,
        Duration leeway) {

    public static final JwtRules DEFAULT =
            new JwtRules(
                    Optional.empty(),
                    "publish",
                    "play",
                    Set.of(JwtAlgorithm.values()),
                    Duration.ofSeconds(30));

    public JwtRules {
        algorithms = Set.copyOf(algorithms);
        if (algorithms.isEmpty() || leeway.isNegative()) {
            throw new IllegalArgumentException("algorithms=" + algorithms + " leeway=" + leeway);
        }
    }

    String audience(Action action) {
        return switch (action) {
            case PUBLISH -> publishAudience;
            case PLAY -> playAudience;
        };
    }
}
