package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Row G22: the report on misaligned renditions.
class AlignmentTest {

    @Test
    void findsRenditionsAlignedAcrossClocksAndFrameRates() throws Exception {
        var fine = FakeTable.video(60_000, 1001, 1200, i -> i % 120 == 0); // 59.94
        var coarse =
                FakeTable.video(1000, 33, 600, i -> i % 60 == 0); // about 30, on a coarse clock
        var exact = FakeTable.video(30_000, 1001, 600, i -> i % 60 == 0); // 29.97
        var plan = CutPolicy.VOD.plan(List.of(fine, exact));
        assertThat(Alignment.check(plan, List.of(fine, exact)).isAligned()).isTrue();
        assertThat(Alignment.check(plan, List.of(fine, coarse)).isAligned()).isFalse();
    }

    @Test
    void namesTrackTimeFrameAndCureForEveryBreach() throws Exception {
        var reference = FakeTable.video(25, 1, 500, i -> i % 100 == 0);
        var other = FakeTable.video(25, 1, 500, i -> i % 110 == 0);
        var plan = CutPolicy.VOD.plan(List.of(reference, other));
        var alignment = Alignment.check(plan, List.of(reference, other));
        assertThat(alignment.breaches()).hasSize(plan.segmentCount() - 1);
        assertThat(alignment.toString())
                .contains("at 4.0s (frame 100)", "nearest keyframe is at 4.4s (frame 110)")
                .contains("at 16.0s (frame 400)")
                .contains("-force_key_frames");
    }

    @Test
    void cutsAtCommonKeyframesWhenAskedTo() throws Exception {
        var reference = FakeTable.video(25, 1, 1000, i -> i % 50 == 0);
        var other = FakeTable.video(50, 1, 2000, i -> i % 300 == 0); // every 6 s
        var plan = CutPolicy.VOD.plan(List.of(reference, other), List.of(other));
        assertThat(Alignment.check(plan, List.of(reference, other)).isAligned()).isTrue();
        assertThat(plan.start(1).ticks()).isEqualTo(150);
        assertThat(plan.warnings())
                .singleElement()
                .asString()
                .contains("up to 6.0s", "share no keyframe earlier");
    }

    @Test
    void takesOneFrameOffForAnotherFrame() throws Exception {
        var reference = FakeTable.video(25, 1, 500, i -> i % 100 == 0);
        var late = FakeTable.video(25, 1, 500, i -> i == 0 || i % 100 == 1);
        var plan = CutPolicy.VOD.plan(List.of(reference, late));
        assertThat(Alignment.check(plan, List.of(reference, late)).breaches()).hasSize(4);
    }
}
