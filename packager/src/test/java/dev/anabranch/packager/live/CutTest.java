package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Schedules of every kind: each playlist after each part keeps the rules.
class CutTest {

    /// What a presentation made of a feed.
    static final class Outcome implements LiveListener {
        final Map<String, List<LiveSegment>> segments = new HashMap<>();
        final Map<String, Integer> frames = new HashMap<>();
        final Map<String, Integer> gaps = new HashMap<>();
        final RuleWatch rules = new RuleWatch();

        static Outcome of(LivePolicy policy, Feed feed) {
            var outcome = new Outcome();
            try (var live = new LivePresentation(policy, outcome)) {
                outcome.rules.watch(live);
                feed.to(live);
            }
            return outcome;
        }

        @Override
        public void part(LiveRendition rendition, LiveSegment segment, LivePart part) {
            var bytes = part.bytes();
            int found = 0;
            for (int i = 0; i + 4 <= bytes.limit(); i++) {
                found += bytes.getInt(i) == 0xABCD_0000 ? 1 : 0;
            }
            frames.merge(rendition.name(), found, Integer::sum);
            gaps.merge(rendition.name(), part.isGap() ? 1 : 0, Integer::sum);
        }

        @Override
        public void segment(LiveRendition rendition, LiveSegment segment) {
            segments.computeIfAbsent(rendition.name(), _ -> new ArrayList<>()).add(segment);
        }
    }

    private static Feed audioVideo(double[] times, int gop, double length) throws Exception {
        return new Feed()
                .describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO)
                .describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ZERO)
                .video(1, times, i -> i % gop == 0)
                .audio(2, 0, length);
    }

    @ParameterizedTest
    @CsvSource({
        "23.976, 48",
        "24, 48",
        "25, 50",
        "29.97, 60",
        "30, 60",
        "50, 100",
        "59.94, 120",
        "60, 120",
        "120, 240",
        "10, 20",
        "1, 2",
        "30, 30",
        "30, 300",
        "25, 250",
        "30, 120"
    })
    void everyPlaylistKeepsTheRules(double fps, int gop) throws Exception {
        for (boolean isRounded : new boolean[] {false, true}) {
            var times = Feed.times(0, 40, fps);
            if (isRounded) {
                times = Feed.rounded(times, 0.001);
            }
            var outcome = Outcome.of(LivePolicy.DEFAULT, audioVideo(times, gop, 40));
            assertThat(outcome.rules.breaches).isEmpty();
            assertThat(outcome.rules.warnings).isEmpty();
            assertThat(outcome.rules.checked).isGreaterThan(50);
            assertThat(outcome.frames.get("video-1")).isEqualTo(times.length);
            assertThat(outcome.gaps.get("video-1")).isZero();
        }
    }

    @Test
    void partsHaveOneLength() throws Exception {
        var outcome = Outcome.of(LivePolicy.DEFAULT, audioVideo(Feed.times(0, 10, 30), 60, 10));
        assertThat(outcome.segments.get("video-1")).hasSize(5);
        for (var segment : outcome.segments.get("video-1")) {
            assertThat(segment.durationSeconds().toDouble()).isEqualTo(2.0);
            assertThat(segment.parts()).hasSize(10);
            assertThat(segment.isIndependent()).isTrue();
        }
    }
}
