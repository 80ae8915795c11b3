package dev.anabranch.kernel;

import static dev.anabranch.kernel.Studio.AUDIO;
import static dev.anabranch.kernel.Studio.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// How times are made to run on.
class TimelineTest {

    private final Timeline timeline = new Timeline();
    private double nowSeconds;

    /// `J` when the sample jumped, then its moved time in milliseconds; `-` when it was left out.
    private String send(Track track, double seconds) {
        long ticks = Math.round(seconds * track.timescale().ticksPerSecond());
        return send(track, new Sample(track.id(), ticks, ticks, 0, true));
    }

    private String send(Track track, Sample sample) {
        long nowNanos = Math.round(nowSeconds * 1e9);
        String jump = timeline.isJump(sample, track, nowNanos) ? "J" : "";
        if (!timeline.move(sample, track, nowNanos)) {
            return jump + "-";
        }
        return jump + Math.round(timeline.dtsTicks() * 1000.0 / track.timescale().ticksPerSecond());
    }

    @Test
    void theFirstPublishersTimesAreTakenAsTheyAre() {
        assertThat(send(VIDEO, 4_000_000)).isEqualTo("4000000000");
        assertThat(send(AUDIO, 3_999_999.98)).isEqualTo("3999999980");
        assertThat(send(VIDEO, 4_000_000.04)).isEqualTo("4000000040");
    }

    @Test
    void aGapStaysAGap() {
        send(VIDEO, 1);
        nowSeconds = 9;
        assertThat(send(VIDEO, 10)).isEqualTo("10000");
        nowSeconds = 600;
        assertThat(send(VIDEO, 601)).isEqualTo("601000");
    }

    @Test
    void aJumpForwardRunsOnByTheTimeThatPassed() {
        send(VIDEO, 1);
        send(AUDIO, 1);
        nowSeconds = 0.04;
        assertThat(send(VIDEO, 1001)).isEqualTo("J1040");
        assertThat(send(AUDIO, 1001)).isEqualTo("1040");
        assertThat(send(VIDEO, 1001.04)).isEqualTo("1080");
    }

    @Test
    void aJumpBackRunsOn() {
        send(VIDEO, 100);
        nowSeconds = 0.5;
        assertThat(send(VIDEO, 0)).isEqualTo("J100500");
        assertThat(send(VIDEO, 0.04)).isEqualTo("100540");
    }

    @Test
    void aTrackThatHasNotYetJumpedKeepsItsPlace() {
        send(VIDEO, 100);
        send(AUDIO, 100);
        nowSeconds = 0.04;
        assertThat(send(AUDIO, 5)).isEqualTo("J100040");
        assertThat(send(VIDEO, 100.04)).isEqualTo("100040");
        assertThat(send(AUDIO, 5.02)).isEqualTo("100060");
        assertThat(send(VIDEO, 5.04)).isEqualTo("100080");
        assertThat(send(AUDIO, 5.04)).isEqualTo("100080");
    }

    @Test
    void aSmallStepBackIsMadeOneTickForward() {
        send(VIDEO, 1);
        assertThat(send(VIDEO, new Sample(1, 90_000 - 300, 90_000 + 3000, 0, false)))
                .isEqualTo("1000");
        assertThat(timeline.dtsTicks()).isEqualTo(90_001);
        assertThat(timeline.ptsTicks()).isEqualTo(93_000);
    }

    @Test
    void anotherPublisherRunsOnWhateverItsTimes() {
        send(VIDEO, 50);
        send(AUDIO, 50);
        nowSeconds = 3;
        timeline.change();
        assertThat(send(VIDEO, 50.001)).isEqualTo("53000");
        assertThat(send(AUDIO, 50.001)).isEqualTo("53000");
    }

    @Test
    void soundOfAnotherPublisherThatWouldComeTooEarlyIsLeftOut() {
        send(VIDEO, 50);
        send(AUDIO, 50);
        timeline.change();
        assertThat(send(VIDEO, 7)).isEqualTo("50000");
        assertThat(send(AUDIO, 6.96)).isEqualTo("-");
        assertThat(send(AUDIO, 7.02)).isEqualTo("50020");
    }

    @Test
    void anotherClockRateContinuesAtTheSameTime() {
        send(VIDEO, 1);
        send(AUDIO, 1);
        var slower = Studio.track(2, TrackKind.AUDIO, 44_100, "b");
        assertThat(send(slower, 1.02)).isEqualTo("1020");
        timeline.change();
        nowSeconds = 1;
        assertThat(send(slower, 0)).isEqualTo("2020");
        assertThat(send(AUDIO, 0.02)).isEqualTo("2040");
    }

    @Test
    void timesBeyondAnyClockBeginAtZero() {
        assertThat(send(VIDEO, new Sample(1, 1L << 55, 1L << 55, 0, true))).isEqualTo("0");
        assertThat(send(VIDEO, new Sample(1, -(1L << 55), -(1L << 55), 0, true))).startsWith("J");
    }

    /// Whatever comes in, each track's times go up.
    @RepeatedTest(20)
    void timesOfATrackAlwaysGoUp(RepetitionInfo repetition) {
        long seed = 1000 + repetition.getCurrentRepetition();
        var random = new Random(seed);
        double[] at = {random.nextDouble(1e6), random.nextDouble(1e6)};
        long[] last = {Long.MIN_VALUE, Long.MIN_VALUE};
        for (int i = 0; i < 20_000; i++) {
            int index = random.nextInt(2);
            var track = index == 0 ? VIDEO : AUDIO;
            at[index] += step(random);
            nowSeconds += 0.02;
            if (random.nextInt(2000) == 0) {
                timeline.change();
            }
            if (send(track, at[index]).endsWith("-")) {
                continue;
            }
            assertThat(timeline.dtsTicks())
                    .as("seed %d frame %d", seed, i)
                    .isGreaterThan(last[index]);
            assertThat(timeline.ptsTicks()).isGreaterThanOrEqualTo(timeline.dtsTicks());
            last[index] = timeline.dtsTicks();
        }
    }

    private static double step(Random random) {
        return switch (random.nextInt(1000)) {
            case 0 -> random.nextDouble(-1e6, 1e6);
            case 1 -> random.nextDouble(-1, 1);
            case 2 -> 0;
            default -> 0.04;
        };
    }
}
