package dev.anabranch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.kernel.StreamName;
import dev.anabranch.packager.live.LivePolicy;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What is said to be wrong with a stream on air.
class AiringTest {

    @Test
    void aWarningIsAReasonUntilItIsWithdrawn() {
        var airing =
                new Airing(
                        new StreamName("live", "show"),
                        LivePolicy.DEFAULT,
                        Instant.parse("2026-11-26T10:00:00Z"),
                        () -> 1_000L);
        airing.warning("no keyframes");
        airing.warning("times go back");
        airing.warning("no keyframes");
        assertThat(airing.warnings()).containsExactly("no keyframes", "times go back");

        airing.withdrawn("no keyframes");

        assertThat(airing.warnings()).containsExactly("times go back");
        airing.close();
    }
}
