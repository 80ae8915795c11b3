package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How long a warning stands.
class WarningTest {

    private static final String NO_KEYFRAME = "No keyframe for ";

    private static final class Standing implements LiveListener {
        final List<String> now = new ArrayList<>();
        int given;

        @Override
        public void warning(String message) {
            now.add(message);
            given++;
        }

        @Override
        public void withdrawn(String message) {
            assertThat(now.remove(message)).isTrue();
        }
    }

    private static Feed pictures(double until, double keyframesUntil) throws Exception {
        var times = Feed.times(0, until, 30);
        return new Feed()
                .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                .video(1, times, i -> i == 0 || i % 60 == 0 && times[i] >= keyframesUntil);
    }

    private static Standing run(Feed feed) {
        var standing = new Standing();
        try (var live = new LivePresentation(LivePolicy.DEFAULT, standing)) {
            feed.to(live);
        }
        return standing;
    }

    @Test
    void standsAsLongAsItsCauseIsThere() throws Exception {
        var standing = run(pictures(200, 1000));
        assertThat(standing.given).isEqualTo(1);
        assertThat(standing.now).singleElement().asString().startsWith(NO_KEYFRAME);
    }

    @Test
    void standsForAFewSegmentsMore() throws Exception {
        assertThat(run(pictures(54, 40)).now).hasSize(1);
    }

    @Test
    void isWithdrawnWhenItsCauseIsGone() throws Exception {
        var standing = run(pictures(80, 40));
        assertThat(standing.given).isEqualTo(1);
        assertThat(standing.now).isEmpty();
    }

    @Test
    void isGivenAgainWhenItsCauseComesBack() throws Exception {
        var times = Feed.times(0, 120, 30);
        var standing =
                run(
                        new Feed()
                                .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                                .video(
                                        1,
                                        times,
                                        i ->
                                                i == 0
                                                        || i % 60 == 0
                                                                && times[i] >= 30
                                                                && times[i] < 80));
        assertThat(standing.given).isEqualTo(2);
        assertThat(standing.now).hasSize(1);
    }
}
