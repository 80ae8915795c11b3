package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CutPolicyTest {

    private static final CutPolicy POLICY = CutPolicy.VOD;

    @Test
    void cutsAtTheFirstKeyframeNoEarlierThanTargetLessTolerance() throws Exception {
        var video = FakeTable.video(25, 1, 1000, i -> i % 45 == 0); // every 1.8 s
        assertThat(seconds(POLICY.plan(List.of(video)))).startsWith(0.0, 3.6, 7.2, 10.8);
    }

    @Test
    void makesALongSegmentOfALongGopAndSaysHowToCureIt() throws Exception {
        var video = FakeTable.video(25, 1, 500, i -> i == 0 || i == 250);
        var plan = POLICY.plan(List.of(video));
        assertThat(seconds(plan)).containsExactly(0.0, 10.0, 20.0);
        assertThat(plan.warnings())
                .singleElement()
                .asString()
                .contains("video", "longer than 4.500 s", "10.0s", "-force_key_frames");
    }

    @Test
    void saysNothingWhenEveryGopFits() throws Exception {
        var plan = POLICY.plan(List.of(FakeTable.video(25, 1, 1000, i -> i % 50 == 0)));
        assertThat(plan.warnings()).isEmpty();
        assertThat(seconds(plan)).startsWith(0.0, 4.0, 8.0).endsWith(40.0);
    }

    @Test
    void cutsSoundAtTheFrameNearestToThePicture() throws Exception {
        var video = FakeTable.video(25, 1, 250, i -> i % 100 == 0);
        var audio = FakeTable.audio(48_000, 1024, 469);
        var cuts = POLICY.plan(List.of(video, audio)).cutSamples(audio);
        assertThat(cuts).containsExactly(0, 188, 375, 469); // 4 s is frame 187.5, 8 s frame 375
    }

    @Test
    void cutsSoundAloneAtTheFramesNearestToMultiplesOfTheTarget() throws Exception {
        var audio = FakeTable.audio(48_000, 1024, 600);
        var plan = POLICY.plan(List.of(audio));
        assertThat(plan.cutSamples(audio)).containsExactly(0, 188, 375, 563, 600);
        assertThat(plan.start(1).ticks()).isEqualTo(188 * 1024);
    }

    @Test
    void joinsALastSegmentShorterThanTheTolerance() throws Exception {
        var video = FakeTable.video(25, 1, 109, i -> i % 50 == 0); // 4.36 s
        assertThat(seconds(POLICY.plan(List.of(video)))).containsExactly(0.0, 4.36);
    }

    @Test
    void keepsAShortLastSegmentRatherThanLengthenALongOne() throws Exception {
        var video = FakeTable.video(25, 1, 130, i -> i == 0 || i == 125);
        assertThat(seconds(POLICY.plan(List.of(video)))).containsExactly(0.0, 5.0, 5.2);
    }

    @Test
    void goesOnCuttingByTimeWhereTheSoundOutlastsThePicture() throws Exception {
        var video = FakeTable.video(25, 1, 200, i -> i % 100 == 0);
        var audio = FakeTable.audio(48_000, 1024, 938); // 20.01 s
        var plan = POLICY.plan(List.of(video, audio));
        assertThat(seconds(plan)).startsWith(0.0, 4.0, 8.0, 12.0, 16.0);
        assertThat(plan.cutSamples(video)).containsExactly(0, 100, 200, 200, 200, 200);
        assertThat(TrackSegments.of(plan, video).count()).isEqualTo(2);
    }

    @Test
    void cutsTheSoundBeforeALatePicture() throws Exception {
        var table = new FakeTable(250, 1, 0, FakeTable.syncs(250, i -> i % 100 == 0));
        var video = FakeTable.placed("video", TrackKind.VIDEO, 25, table, 250); // from 10 s on
        var audio = FakeTable.audio(48_000, 1024, 938);
        var plan = POLICY.plan(List.of(video, audio));
        assertThat(seconds(plan)).startsWith(0.0, 4.0, 8.0, 14.0);
        assertThat(TrackSegments.of(plan, video).times().start(0).ticks()).isEqualTo(250);
    }

    @Test
    void leavesOutWhatComesBeforeTheFirstKeyframe() throws Exception {
        var warnings = new ArrayList<String>();
        var table = new FakeTable(100, 1, 0, new int[] {10, 60});
        var placed =
                PlacedTrack.place(
                        "video", FakeTable.indexed(TrackKind.VIDEO, 25, table, 0), warnings);
        assertThat(placed.first()).isEqualTo(10);
        assertThat(warnings).singleElement().asString().contains("first 10 samples");
    }

    @Test
    void refusesATrackWithoutKeyframes() {
        var table = new FakeTable(100, 1, 0, new int[0]);
        var track = FakeTable.indexed(TrackKind.VIDEO, 25, table, 0);
        assertThatThrownBy(() -> PlacedTrack.place("video track 1", track, new ArrayList<>()))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("video track 1 has no keyframe");
    }

    @Test
    void refusesMoreSegmentsThanItsLimit() throws Exception {
        var table = new FakeTable(2, 1_000_000_000, 0, new int[] {0, 1});
        var audio = FakeTable.placed("audio", TrackKind.AUDIO, 1, table, 0);
        assertThatThrownBy(() -> CutPolicy.of(Duration.ofSeconds(1)).plan(List.of(audio)))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("number of segments");
    }

    @Test
    void keepsPrimingButStartsWithTheFirstSoundThatIsHeard() throws Exception {
        var table = new FakeTable(100, 1024, 0, FakeTable.syncs(100, i -> true));
        var audio = FakeTable.placed("audio", TrackKind.AUDIO, 48_000, table, -2112);
        assertThat(audio.first()).isZero();
        assertThat(audio.startTicks()).isZero();
        assertThat(CmafTimes.of(audio).editTicks()).isEqualTo(2112);
    }

    @Test
    void cutsAtAnEarlierKeyframeRatherThanMakeALongSegment() throws Exception {
        var video = FakeTable.video(25, 1, 325, i -> i == 0 || i == 85 || i == 225); // 3.4 s, 9 s
        var plan = POLICY.plan(List.of(video));
        assertThat(seconds(plan)).containsExactly(0.0, 3.4, 9.0, 13.0);
        assertThat(plan.warnings()).singleElement().asString().contains("1 segments are longer");
    }

    @Test
    void cutsAtTheLastOfSeveralEarlierKeyframes() throws Exception {
        var video = FakeTable.video(25, 1, 200, i -> i == 0 || i == 25 || i == 70 || i == 180);
        assertThat(seconds(POLICY.plan(List.of(video)))).containsExactly(0.0, 2.8, 7.2, 8.0);
    }

    @Test
    void cutsAtAnEarlierKeyframeWhenTheRestIsTooLongForOneSegment() throws Exception {
        var video = FakeTable.video(25, 1, 125, i -> i == 0 || i == 25); // 5 s
        assertThat(seconds(POLICY.plan(List.of(video)))).containsExactly(0.0, 1.0, 5.0);
    }

    @Test
    void keepsALateKeyframeThatIsWithinTheMaximum() throws Exception {
        var video =
                FakeTable.video(25, 1, 200, i -> i == 0 || i == 85 || i == 112); // 3.4 s, 4.48 s
        assertThat(seconds(POLICY.plan(List.of(video)))).containsExactly(0.0, 4.48, 8.0);
    }

    @Test
    void makesNoSegmentOfTheSoundBeforeALatePicture() throws Exception {
        var table = new FakeTable(250, 1, 0, FakeTable.syncs(250, i -> i == 0 || i == 225));
        var video = FakeTable.placed("video", TrackKind.VIDEO, 25, table, 75);
        var audio = FakeTable.audio(48_000, 1024, 470);
        assertThat(seconds(POLICY.plan(List.of(video, audio)))).startsWith(0.0, 12.0);
    }

    @Test
    void cutsOnlyAtEarlierKeyframesThatAllRenditionsHave() throws Exception {
        var video = FakeTable.video(25, 1, 300, i -> i == 0 || i == 50 || i == 80 || i == 250);
        var other = FakeTable.video(25, 1, 300, i -> i == 0 || i == 50 || i == 250);
        var plan = POLICY.plan(List.of(video, other), List.of(other));
        assertThat(seconds(plan)).containsExactly(0.0, 2.0, 10.0, 12.0);
    }

    @Test
    void aSegmentBeyondTheMaximumIsOneGop() throws Exception {
        long seed = Long.getLong("anabranch.seed", System.nanoTime());
        System.out.println("CutPolicyTest: -Danabranch.seed=" + seed);
        var random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            int rate = List.of(24, 25, 30, 60).get(random.nextInt(4));
            int frames = 1 + random.nextInt(40 * rate);
            int meanGop = 1 + random.nextInt(8 * rate);
            var video =
                    FakeTable.video(
                            rate, 1, frames, frame -> frame == 0 || random.nextInt(meanGop) == 0);
            var policy = CutPolicy.of(Duration.ofMillis(500 + random.nextInt(8000)));
            assertObeys(policy, video, policy.plan(List.of(video)));
        }
    }

    private static void assertObeys(CutPolicy policy, PlacedTrack video, CutPlan plan) {
        var cuts =
                IntStream.rangeClosed(0, plan.segmentCount()).mapToLong(n -> plan.start(n).ticks());
        var ticks = cuts.toArray();
        long longest = video.clock().ticks(policy.target().plus(policy.tolerance()));
        var times = SegmentTimes.of(plan);
        for (int n = 0; n < plan.segmentCount(); n++) {
            long end = ticks[n + 1];
            long start = ticks[n];
            long keys =
                    IntStream.of(((FakeTable) video.indexed().samples()).syncs())
                            .filter(sync -> sync > start && sync < end)
                            .count();
            assertThat(end).isGreaterThan(start);
            assertThat(end - start <= longest || keys == 0)
                    .as(
                            "%s: segment %d, %d to %d with %d keyframes inside",
                            policy, n, start, end, keys)
                    .isTrue();
            assertThat(times.extinf(n).rounded()).isLessThanOrEqualTo(times.targetSeconds());
        }
        for (int sample : plan.cutSamples(video)) {
            assertThat(sample == video.end() || isKeyframe(video, sample)).isTrue();
        }
        assertThat(ticks[plan.segmentCount()]).isEqualTo(video.endTicks());
    }

    private static boolean isKeyframe(PlacedTrack video, int sample) {
        return video.indexed().samples().cursor(sample).isSync();
    }

    private static List<Double> seconds(CutPlan plan) {
        return IntStream.rangeClosed(0, plan.segmentCount())
                .mapToObj(n -> plan.start(n))
                .map(time -> (double) time.ticks() / time.timescale().ticksPerSecond())
                .toList();
    }
}
