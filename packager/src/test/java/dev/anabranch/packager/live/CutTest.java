package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Schedules of every kind: each playlist after each part keeps the rules, which are rows O1, O2
/// and O11 ([dev.anabranch.media.hls.PlaylistRules]), O3, O5 and O6
/// ([dev.anabranch.media.hls.UpdateRules]), O15 to O17 ([RuleWatch]) and, of manifests, O35 of the
/// checklist.
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
                found += bytes.getInt(i) == Feed.MARK ? 1 : 0;
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
    void rowsO1O2O3O5O6O11O16O35EveryTextKeepsTheRules(double fps, int gop) throws Exception {
        for (boolean isRounded : new boolean[] {false, true}) {
            var times = Feed.times(0, 40, fps);
            if (isRounded) {
                times = Feed.rounded(times, 0.001);
            }
            var outcome = Outcome.of(LivePolicy.DEFAULT, audioVideo(times, gop, 40));
            assertThat(outcome.rules.breaches).isEmpty();
            assertThat(outcome.rules.warnings).isEmpty();
            assertThat(outcome.rules.checked).isGreaterThan(50);
            assertThat(outcome.rules.manifests).isGreaterThan(10);
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

    /// Frames at random distances, keyframes at random ones, holes, breaks, sound that comes and
    /// goes.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void rowsO1O2O3O5O6O11O16O35EveryTextKeepsTheRulesWhateverComes(int seed) throws Exception {
        System.out.println("seed " + seed);
        var outcome = Outcome.of(LivePolicy.DEFAULT, wild(new Random(seed)));
        assertThat(outcome.rules.breaches).as("seed %d", seed).isEmpty();
        assertThat(outcome.rules.checked).isGreaterThan(50);
        var msns = outcome.segments.get("video-1").stream().map(LiveSegment::msn).toList();
        long first = msns.getFirst();
        assertThat(msns).isEqualTo(LongStream.range(first, first + msns.size()).boxed().toList());
        for (var segments : outcome.segments.values()) {
            assertContinuous(segments);
        }
    }

    private static Feed wild(Random random) throws Exception {
        var feed = new Feed().describe(1, Feed.avc(), Feed.VIDEO_CLOCK, Duration.ZERO);
        double time = random.nextDouble() * 1000;
        double start = time;
        double fps = 5 + random.nextInt(60);
        int untilKey = 0;
        for (int i = 0; i < 1500; i++) {
            boolean isKey = untilKey-- <= 0;
            untilKey = isKey ? (int) (fps * (0.5 + 6 * random.nextDouble())) : untilKey;
            long dts = Math.round(Math.floor(time * 1000) * 90);
            feed.frame(1, Feed.VIDEO_CLOCK, dts, dts + random.nextInt(9000), 0, isKey, 40);
            time += (0.3 + 1.4 * random.nextDouble()) / fps;
            if (random.nextInt(200) == 0) {
                time += random.nextDouble() * 6;
            }
            if (random.nextInt(300) == 0) {
                fps = 5 + random.nextInt(60);
            }
            if (random.nextInt(400) == 0) {
                time += random.nextDouble() * 20;
                feed.broken(time);
                untilKey = random.nextInt(20);
            }
        }
        double from = start + (random.nextBoolean() ? 0 : random.nextDouble() * 10);
        feed.describe(2, Feed.aac(), Feed.AUDIO_CLOCK, Duration.ofMillis((long) (start * 1000)));
        while (from < time) {
            double to = from + random.nextDouble() * 30;
            feed.audio(2, from, Math.min(to, time), random.nextInt(3));
            from = to + (random.nextBoolean() ? 0.01 : random.nextDouble() * 8);
        }
        return feed;
    }

    /// Each segment starts where the one before it ended, unless a discontinuity says otherwise.
    private static void assertContinuous(List<LiveSegment> segments) {
        for (int i = 1; i < segments.size(); i++) {
            var before = segments.get(i - 1);
            var now = segments.get(i);
            assertThat(now.msn()).isEqualTo(before.msn() + 1);
            if (!now.isDiscontinuity()) {
                assertThat(now.startTicks())
                        .isEqualTo(before.startTicks() + before.durationTicks());
            }
            assertThat(now.discontinuityNumber())
                    .isEqualTo(before.discontinuityNumber() + (now.isDiscontinuity() ? 1 : 0));
        }
    }
}
