package dev.anabranch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// The mapping of stream time to the wall clock.
class WallClockTest {

    private static final long MILLI = 1_000_000;
    private static final long WALL = 1_800_000_000_000_000_000L;

    private final WallClock clock = new WallClock();

    @Test
    void lateFramesDoNotMoveIt() {
        clock.anchor(0, 0, WALL);
        clock.observe(40 * MILLI, 240 * MILLI);
        assertThat(clock.at(40 * MILLI)).isEqualTo(WALL + 40 * MILLI);
    }

    @Test
    void anEarlyFrameTellsThatTheOthersWereLate() {
        clock.anchor(0, 0, WALL);
        clock.observe(2_000 * MILLI, 10 * MILLI);
        assertThat(clock.at(2_000 * MILLI)).isEqualTo(WALL + 10 * MILLI);
    }

    @Test
    void nothingIsMappedToBeforeWhatWasThereBeforeAChange() {
        clock.anchor(0, 0, WALL);
        clock.observe(1_000 * MILLI, 1_000 * MILLI);
        clock.forget();
        // Another publisher, which sends at once what it has had for two seconds.
        clock.anchor(1_010 * MILLI, 1_010 * MILLI, WALL + 1_010 * MILLI);
        clock.observe(1_010 * MILLI, 1_010 * MILLI);
        clock.observe(3_010 * MILLI, 1_010 * MILLI);
        assertThat(clock.at(1_010 * MILLI)).isEqualTo(WALL + 1_000 * MILLI);
        assertThat(clock.at(3_010 * MILLI)).isEqualTo(WALL + 3_000 * MILLI);
    }

    @Test
    void aSlowSenderIsFollowed() {
        clock.anchor(0, 0, WALL);
        for (long i = 1; i <= 25 * 120; i++) {
            clock.observe(i * 40 * MILLI, i * 40_040 * MILLI / 1000);
        }
        // 0.1 % of 120 s; what the last ten seconds say comes late.
        long behindNanos = clock.at(120_000 * MILLI) - WALL - 120_120 * MILLI;
        assertThat(behindNanos).isBetween(-11 * MILLI, 0L);
        assertThat(clock.driftNanos()).isBetween(-120 * MILLI, -100 * MILLI);
    }

    @RepeatedTest(10)
    void mappedTimesNeverGoBack(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        var random = new Random(seed);
        clock.anchor(0, 0, WALL);
        long arrival = 0;
        long last = WALL;
        for (long i = 1; i < 20_000; i++) {
            arrival += random.nextLong(80 * MILLI);
            long time = i * 40 * MILLI;
            clock.observe(time, arrival);
            assertThat(clock.at(time)).as("seed %d frame %d", seed, i).isGreaterThanOrEqualTo(last);
            assertThat(clock.at(time)).isLessThanOrEqualTo(Math.max(last, WALL + arrival));
            last = clock.at(time);
        }
    }
}
