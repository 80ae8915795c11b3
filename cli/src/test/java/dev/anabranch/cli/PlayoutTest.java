package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Times in milliseconds from the moment the first playlist came.
class PlayoutTest {

    private static final Duration HOLD_BACK = Duration.ofMillis(600);

    private static long millis(long millis) {
        return millis * 1_000_000;
    }

    /// One track whose first piece begins a second before the end.
    private static Playout oneTrack() {
        var playout = new Playout(1);
        playout.begin(0, Duration.ofSeconds(1), HOLD_BACK, 0);
        return playout;
    }

    @Test
    void beginsAsFarBehindTheMovingEdgeAsItIsAskedTo() {
        var playout = oneTrack();
        playout.arrived(0, millis(200), millis(50));
        assertThat(playout.isPlaying()).isFalse();
        playout.arrived(0, millis(200), millis(60));
        assertThat(playout.isPlaying()).isFalse();
        playout.arrived(0, millis(200), millis(70));

        assertThat(playout.isPlaying()).isTrue();
        assertThat(playout.isShown(millis(-531))).isFalse();
        assertThat(playout.isShown(millis(-530))).isTrue();
        assertThat(playout.shownNanos(0)).isEqualTo(millis(600));
    }

    @Test
    void standsStillWhereThereIsNothingAndGoesOnLater() {
        var playout = oneTrack();
        playout.arrived(0, millis(1000), millis(100));
        playout.arrived(0, millis(200), millis(900));

        assertThat(playout.stalls()).containsExactly(new Playout.Stall(0, millis(300)));
        assertThat(playout.shownNanos(millis(-1))).isEqualTo(millis(599));
        assertThat(playout.shownNanos(millis(100))).isEqualTo(millis(1000));
    }

    @Test
    void aPieceInTimeIsNoStall() {
        var playout = oneTrack();
        playout.arrived(0, millis(1000), millis(100));
        playout.arrived(0, millis(200), millis(599));
        playout.stop(millis(800));

        assertThat(playout.stalls()).isEmpty();
    }

    @Test
    void hasStalledWhenItRanDryBeforeTheEnd() {
        var playout = oneTrack();
        playout.arrived(0, millis(1000), millis(100));
        playout.stop(millis(2000));

        assertThat(playout.stalls()).containsExactly(new Playout.Stall(0, millis(1400)));
    }

    @Test
    void waitsForTheTrackThatIsLast() {
        var playout = oneTrackOfTwo();
        playout.arrived(1, millis(1000), millis(100));
        assertThat(playout.isPlaying()).isFalse();
        playout.arrived(0, millis(1000), millis(200));
        assertThat(playout.isPlaying()).isTrue();
        playout.arrived(0, millis(1000), millis(300));
        playout.arrived(1, millis(200), millis(750));

        assertThat(playout.stalls()).containsExactly(new Playout.Stall(millis(50), millis(100)));
    }

    /// The second playlist came 50 ms after the first.
    private static Playout oneTrackOfTwo() {
        var playout = new Playout(2);
        playout.begin(0, Duration.ofSeconds(1), HOLD_BACK, 0);
        playout.begin(1, Duration.ofSeconds(1), HOLD_BACK, millis(50));
        return playout;
    }
}
