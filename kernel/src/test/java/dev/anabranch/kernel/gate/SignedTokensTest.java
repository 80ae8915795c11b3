package dev.anabranch.kernel.gate;

import static dev.anabranch.kernel.gate.Asking.play;
import static dev.anabranch.kernel.gate.Asking.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.testkit.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SignedTokensTest {

    private static final StreamName SHOW = new StreamName("live", "show");
    private static final Instant EXPIRY = Instant.ofEpochSecond(1_900_000_000);
    private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Instant now = EXPIRY.minusSeconds(1);
    private final SignedTokens tokens = new SignedTokens(SECRET, () -> now);
    private final String token = tokens.issue(Action.PUBLISH, SHOW, EXPIRY);

    @Test
    void aGoodTokenLetsIn() {
        assertThat(publish(tokens, "live", "show", "a=1&token=" + token)).isEqualTo("live/show");
        assertThat(publish(tokens, "live", "show", "token=" + token.replace(".", "%2E")))
                .isEqualTo("live/show");
    }

    @Test
    void anOldTokenDoesNot() {
        now = EXPIRY;
        assertThat(publish(tokens, "live", "show", "token=" + token)).isEqualTo("EXPIRED");
    }

    @Test
    void noLetterOfATokenMayBeAnother() {
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            var changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(publish(tokens, "live", "show", "token=" + changed))
                    .as(changed)
                    .isEqualTo("NOT_ALLOWED");
        }
    }

    @Test
    void aTokenIsForOneStreamAndOneAction() {
        assertThat(play(tokens, "live", "show", "token=" + token)).isEqualTo("NOT_ALLOWED");
        assertThat(publish(tokens, "live", "sho", "token=" + token)).isEqualTo("NOT_ALLOWED");
        assertThat(publish(tokens, "live", "show", "")).isEqualTo("NOT_ALLOWED");
        assertThat(publish(tokens, "live", "show", "token=...")).isEqualTo("NOT_ALLOWED");
        var forPlayers = tokens.issue(Action.PLAY, SHOW, EXPIRY);
        assertThat(play(tokens, "live", "show", "token=" + forPlayers)).isEqualTo("live/show");
    }

    @Test
    void opensslMakesTheSameToken() {
        Assumptions.assumeTrue(Command.find("openssl").isPresent());
        var script =
                "printf '%s' 'publish:live/show:1900000000' | openssl dgst -sha256 -hmac 0123456789abcdef"
                        + " -binary | openssl base64 | tr '+/' '-_' | tr -d '=\\n'";
        var made = Command.run(Duration.ofSeconds(20), List.of("sh", "-c", script));
        assertThat(token).isEqualTo("1900000000." + made.out());
    }
}
