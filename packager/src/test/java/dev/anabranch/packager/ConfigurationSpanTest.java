package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackConfiguration;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.codec.TextConfiguration;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Where codec configurations change the plan begins a span.
class ConfigurationSpanTest {

    private static final CutPolicy POLICY = CutPolicy.VOD;

    @Test
    void aChangeIsACutAndBeginsASpan() throws Exception {
        var video = video("video", 400, i -> i % 25 == 0, 150); // 16 s, changes at 6 s
        var plan = POLICY.plan(List.of(video));
        assertThat(seconds(plan)).containsExactly(0.0, 4.0, 6.0, 10.0, 14.0, 16.0);
        assertThat(spans(plan)).containsExactly(0, 2, 5);
    }

    @Test
    void aTrackWithoutAChangeIsOneSpan() throws Exception {
        var plan = POLICY.plan(List.of(video("video", 400, i -> i % 25 == 0)));
        assertThat(spans(plan)).containsExactly(0, 4);
    }

    @Test
    void aShortRestBeforeAChangeIsJoinedToTheSegmentBefore() throws Exception {
        var video = video("video", 400, i -> i % 10 == 0, 100); // the first cut would be at 3.6 s
        var plan = POLICY.plan(List.of(video));
        assertThat(seconds(plan)).startsWith(0.0, 4.0, 7.6);
        assertThat(spans(plan)).startsWith(0, 1);
    }

    @Test
    void everyRenditionIsCutWhereOneChanges() throws Exception {
        var first = video("first", 400, i -> i % 50 == 0);
        var second = video("second", 400, i -> i % 50 == 0, 150);
        var plan = POLICY.plan(List.of(first, second));
        assertThat(spans(plan)).containsExactly(0, 2, 5);
        assertThat(plan.cutSamples(first)).isEqualTo(plan.cutSamples(second)).contains(150);
    }

    @Test
    void soundIsCutAtItsOwnChangeAFrameFromThePictures() throws Exception {
        var video = video("video", 400, i -> i % 50 == 0, 100); // 4 s is frame 187.5
        for (int change : new int[] {187, 188, 189}) {
            var sound = audio(750, change);
            var plan = POLICY.plan(List.of(video, sound));
            assertThat(plan.spanCount()).isEqualTo(2);
            assertThat(plan.cutSamples(sound)[plan.spanStart(1)]).isEqualTo(change);
            assertThat(plan.start(plan.spanStart(1)).ticks()).isEqualTo(100);
        }
    }

    @Test
    void soundAloneIsCutAtItsChange() throws Exception {
        var sound = audio(600, 300);
        var plan = POLICY.plan(List.of(sound));
        assertThat(plan.cutSamples(sound)).containsExactly(0, 188, 300, 488, 600);
        assertThat(spans(plan)).containsExactly(0, 2, 4);
    }

    @Test
    void configurationsThatDecodeTheSameAreNoChange() throws Exception {
        var one = TrackConfiguration.of(new TextConfiguration("fake", "fake.1"));
        var table = table(400, 1, i -> i % 50 == 0, 100, 150);
        var video = FakeTable.changing("video", TrackKind.VIDEO, 25, table, List.of(one, one, one));
        assertThat(POLICY.plan(List.of(video)).spanCount()).isEqualTo(1);
    }

    @Test
    void aTrackThatStartsLaterHasNothingInTheFirstSpan() throws Exception {
        var video = video("video", 400, i -> i % 50 == 0, 100);
        var late =
                FakeTable.placed(
                        "late",
                        TrackKind.VIDEO,
                        25,
                        new FakeTable(200, 1, 200, FakeTable.syncs(200, i -> i % 50 == 0)),
                        0);
        var plan = POLICY.plan(List.of(video, late));
        var times = TrackSegments.of(plan, late).times();
        assertThat(plan.spanStart(1)).isEqualTo(1);
        assertThat(times.spanStart(1)).isZero();
        assertThat(times.spanStart(2)).isEqualTo(2);
        assertThat(plan.parts(late).getFirst()).isEmpty();
    }

    @Test
    void aChangeThatIsNoKeyframeIsRefused() {
        assertThatThrownBy(
                        () -> POLICY.plan(List.of(video("the film", 400, i -> i % 50 == 0, 130))))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContainingAll("the film", "5.2s", "frame 130", "no keyframe");
    }

    @Test
    void aChangeWhereAnotherRenditionHasNoKeyframeIsRefused() throws Exception {
        var first = video("first", 400, i -> i % 100 == 0);
        var second = video("second", 400, i -> i % 50 == 0, 150);
        assertThatThrownBy(() -> POLICY.plan(List.of(first, second)))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContainingAll("second", "6.0s", "frame 150", "first has no keyframe");
    }

    @Test
    void aChangeOfSoundFarFromAnyKeyframeIsRefused() throws Exception {
        var video = video("video", 400, i -> i % 50 == 0);
        assertThatThrownBy(() -> POLICY.plan(List.of(video, audio(750, 235))))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContainingAll("sound", "frame 235", "video has no keyframe");
    }

    @Test
    void aSecondChangeAtTheSameCutIsRefused() throws Exception {
        var video = video("video", 400, i -> i % 50 == 0);
        assertThatThrownBy(() -> POLICY.plan(List.of(video, audio(750, 187, 188))))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContainingAll("sound", "cannot be cut");
    }

    @Test
    void aChangeToACodecThatIsNotHandledIsRefusedWithTheReason() {
        var one = TrackConfiguration.of(new TextConfiguration("fake", "fake.1"));
        var other =
                TrackConfiguration.of(
                        new OpaqueConfiguration(TrackKind.VIDEO, "encv", "H.264 is encrypted"));
        var table = table(400, 1, i -> i % 50 == 0, 100);
        assertThatThrownBy(() ->
                        POLICY.plan(
                                List.of(
                                        FakeTable.changing(
                                                "video",
                                                TrackKind.VIDEO,
                                                25,
                                                table,
                                                List.of(one, other)))))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContainingAll("4.0s", "encv", "H.264 is encrypted");
    }

    @Test
    void aThousandChangesAreTakenAndOneMoreIsNot() throws Exception {
        var most = IntStream.rangeClosed(1, ConfigurationChange.MAX_A_TRACK).toArray();
        var plan = POLICY.plan(List.of(video("video", most.length + 10, i -> true, most)));
        assertThat(plan.spanCount()).isEqualTo(most.length + 1);
        var more = IntStream.rangeClosed(1, most.length + 1).toArray();
        assertThatThrownBy(() ->
                        POLICY.plan(List.of(video("video", more.length + 10, i -> true, more))))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("changes of codec configuration");
    }

    private static PlacedTrack video(String label, int frames, IntPredicate isSync, int... changes)
            throws Exception {
        return FakeTable.changing(label, TrackKind.VIDEO, 25, table(frames, 1, isSync, changes));
    }

    private static PlacedTrack audio(int frames, int... changes) throws Exception {
        return FakeTable.changing(
                "sound", TrackKind.AUDIO, 48_000, table(frames, 1024, i -> true, changes));
    }

    private static FakeTable table(int count, int ticks, IntPredicate isSync, int... changes) {
        return new FakeTable(count, ticks, 0, FakeTable.syncs(count, isSync), changes);
    }

    private static List<Double> seconds(CutPlan plan) {
        return IntStream.rangeClosed(0, plan.segmentCount())
                .mapToObj(n ->
                        (double) plan.start(n).ticks() / plan.start(n).timescale().ticksPerSecond())
                .toList();
    }

    private static List<Integer> spans(CutPlan plan) {
        return IntStream.rangeClosed(0, plan.spanCount()).mapToObj(plan::spanStart).toList();
    }
}
