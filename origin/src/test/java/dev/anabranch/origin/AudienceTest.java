package dev.anabranch.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Timescale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AudienceTest {

    private final Audience audience = new Audience();
    private long nowSeconds;

    @Test
    void whoeverIsGivenASecondEachSecondIsAViewer() {
        run(10, 3, 18_000);
        assertThat(audience.viewers()).isEqualTo(3);
        run(10, 1, 18_000);
        assertThat(audience.viewers()).isEqualTo(1);
        run(10, 0, 18_000);
        assertThat(audience.viewers()).isZero();
    }

    @Test
    void wholeSegmentsMakeNoOtherNumber() {
        for (int i = 0; i < 6; i++) {
            audience.ear().gave(2 * 90_000, Timescale.MPEG);
            run(2, 0, 18_000);
            if (i > 3) {
                assertThat(audience.viewers()).isEqualTo(1);
            }
        }
    }

    @Test
    void whoBeginsFetchesSomeSecondsAtOnceAndIsOneAllTheSame() {
        run(1, 0, 18_000);
        audience.ear().gave(5 * 90_000, Timescale.MPEG);
        for (int i = 0; i < 15; i++) {
            run(1, 1, 18_000);
            assertThat(audience.viewers()).as("after %d s", i + 1).isEqualTo(1);
        }
    }

    @Test
    void theLastSecondsAreRemembered() {
        run(20, 5, 18_000);
        assertThat(audience.viewersAt(nowSeconds)).isEqualTo(5);
        assertThat(audience.viewersAt(0)).isZero();
    }

    /// So many viewers, each fed in parts for so many seconds.
    private void run(int seconds, int viewers, long partTicks) {
        for (int i = 0; i < seconds; i++) {
            for (long ticks = 0; ticks < 90_000L * viewers; ticks += partTicks) {
                audience.ear().gave(partTicks, Timescale.MPEG);
            }
            nowSeconds++;
            audience.tick(TimeUnit.SECONDS.toNanos(nowSeconds), nowSeconds);
        }
    }
}
