package dev.anabranch.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClocksTest {

    @Test
    void millisecondsRunOnOverTheWrapAndBack() {
        var unwrapper = new MillisUnwrapper();
        assertThat(unwrapper.unwrap(0xFFFF_FFF0L)).isEqualTo(0xFFFF_FFF0L);
        assertThat(unwrapper.unwrap(0x10)).isEqualTo(0x1_0000_0010L);
        assertThat(unwrapper.unwrap(0xFFFF_FFFFL)).isEqualTo(0xFFFF_FFFFL);
        assertThat(unwrapper.unwrap(0x20)).isEqualTo(0x1_0000_0020L);
    }

    @Test
    void millisecondsMayBeginAtZeroAndStepBack() {
        var unwrapper = new MillisUnwrapper();
        assertThat(unwrapper.unwrap(0)).isZero();
        assertThat(unwrapper.unwrap(5000)).isEqualTo(5000);
        assertThat(unwrapper.unwrap(10)).isEqualTo(10);
    }

    @Test
    void audioTimesFollowTheSamplesNotTheRounding() {
        var clock = new AudioClock(44_100);
        for (long frame = 0; frame < 10_000; frame++) {
            long millis = Math.round(frame * 1024 * 1000 / 44_100.0);
            assertThat(clock.ticks(millis, 0, 1024)).isEqualTo(frame * 1024);
        }
    }

    @Test
    void aGapInSoundStaysAGap() {
        var clock = new AudioClock(48_000);
        assertThat(clock.ticks(1000, 0, 1024)).isEqualTo(48_000);
        assertThat(clock.ticks(1021, 0, 1024)).isEqualTo(49_024);
        assertThat(clock.ticks(1143, 0, 1024)).isEqualTo(1143 * 48);
    }

    @Test
    void aFrameLateByLessThanAFrameIsRounding() {
        var clock = new AudioClock(48_000);
        clock.ticks(0, 0, 1024);
        assertThat(clock.ticks(42, 0, 1024)).isEqualTo(1024);
        assertThat(clock.ticks(43 + 21 + 1, 0, 1024)).isEqualTo(2048);
    }

    @Test
    void driftIsFollowedWithoutGathering() {
        var clock = new AudioClock(48_000);
        // The sender's samples are 0.1 % slow against its own milliseconds.
        long ticks = 0;
        double millis = 0;
        for (int i = 0; i < 100_000; i++) {
            ticks = clock.ticks(Math.round(millis), 0, 1024);
            assertThat(Math.abs(ticks - millis * 48)).isLessThan(1024 + 100);
            millis += 1024 / 48.0 * 1.001;
        }
        assertThat(ticks).isGreaterThan(100_000L * 1024);
    }

    @Test
    void nanosecondsAreAddedToTheTimestamp() {
        assertThat(new AudioClock(48_000).ticks(10, 500_000, 1024)).isEqualTo(504);
    }

    @Test
    void pausesDoubleUpToTheLongestAndAreSpread() {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        var random = new Random(1);
        for (int failures = 1; failures < 70; failures++) {
            long longest = Math.min(1000, failures > 20 ? 1000 : 100L << (failures - 1));
            var pause = backoff.delay(failures, random);
            assertThat(pause.toMillis()).isBetween(longest / 2, longest);
        }
        assertThat(backoff.delay(5, random)).isNotEqualTo(backoff.delay(5, random));
    }
}
