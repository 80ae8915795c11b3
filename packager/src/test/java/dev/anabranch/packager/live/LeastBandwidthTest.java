package dev.anabranch.packager.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Period;
import dev.anabranch.media.dash.Strictness;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a live manifest says a player has to receive.
class LeastBandwidthTest {

    private static final long SMALL = 300;
    private static final int LARGE = 20_000;

    /// Pictures of 300 bytes, but for a fifth of a second between two breaks.
    private static LivePresentation withBurst() throws Exception {
        var feed =
                new Feed()
                        .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                        .video(1, Feed.times(0, 6, 30), i -> i % 60 == 0)
                        .broken(6);
        for (int i = 0; i < 6; i++) {
            long dts = 6 * 90_000L + i * 3000;
            feed.frame(1, Feed.VIDEO_CLOCK, dts, dts + 6000, 0, i == 0, LARGE);
        }
        feed.broken(6.2).video(1, Feed.times(6.2, 12.2, 30), i -> i % 60 == 0);
        var live = new LivePresentation(LivePolicy.DEFAULT, new LiveListener() {});
        feed.inOrder().forEach(event -> Feed.play(live, event));
        return live;
    }

    private static long bandwidth(Period period) {
        return period.adaptationSets()
                .getFirst()
                .representations()
                .getFirst()
                .bandwidth()
                .orElseThrow();
    }

    /// ISO/IEC 23009-1, 5.3.5.2.
    @Test
    void isEnoughForSegmentsTooShortToMakeAPeak() throws Exception {
        try (var live = withBurst()) {
            var text = new String(live.manifest().orElseThrow().bytes(), UTF_8);
            var mpd = Mpd.parse(text, Strictness.STRICT);
            var periods = mpd.periods();
            assertThat(periods).hasSize(3);

            long usual = SMALL * 8 * 30;
            assertThat(bandwidth(periods.getFirst())).isBetween(usual, usual * 2);
            assertThat(bandwidth(periods.getLast())).isBetween(usual, usual * 2);
            double buffer = mpd.minBufferTime().orElseThrow().toNanos() / 1e9;
            double burst = 6 * LARGE * 8 / (0.2 + buffer);
            assertThat((double) bandwidth(periods.get(1))).isBetween(burst, burst * 1.05);
        }
    }

    @Test
    void isTheHighestRateWhereNoneIsShort() throws Exception {
        try (var live = withBurst()) {
            var listed = live.rendition("video-1").orElseThrow().listed();
            var usual = List.of(listed.getFirst());
            var rate = new LeastBandwidth(usual, Duration.ofMillis(200)).bitsPerSecond(1_000_000);
            assertThat(rate).isEqualTo(1_000_000);
            assertThat(new LeastBandwidth(List.of(), Duration.ZERO).bitsPerSecond(0)).isOne();
        }
    }
}
