package dev.anabranch.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.TranscodeBackend;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Where plans are cut, and why not.
class ChunkPlannerTest {

    private static final Rational TICK = new Rational(1, 15_360);

    private static final FrameScan NEVER =
            _ -> {
                throw new AssertionError("nothing was to be read");
            };

    private static final KeyframeScan NO_COPY = (_, _, _) -> new KeyframeScan.Found.NoCuts("no");

    /// A minute at 24 frames a second with a keyframe every 50.
    private static FrameTimes minute() {
        return new FrameTimes(
                TICK,
                Duration.ofMillis(1400),
                LongStream.range(0, 1440).map(frame -> 640 * frame).toArray(),
                LongStream.range(0, 29).map(key -> 640 * 50 * key).toArray());
    }

    private static FrameScan finding(FrameTimes times) {
        return _ -> new FrameScan.Found.Times(times);
    }

    private static TranscodeBackend cutting() throws Exception {
        return new FfmpegBackend(
                FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv())));
    }

    private static TranscodePlan plan(SourceVideo video, TranscodeSettings settings)
            throws Exception {
        return Planner.plan(
                Sources.of(video, Sources.audio(1, "aac", 2, "en")),
                settings,
                PlanOnlyBackend.LGPL,
                NO_COPY);
    }

    private static TranscodePlan plan() throws Exception {
        return plan(Sources.video(640, 360, 24), TranscodeSettings.DEFAULT);
    }

    private static String why(ChunkPlan plan) {
        return plan.whole().decisions().getLast().reason();
    }

    @Test
    void chunksAreWholeSegmentsAndFollowEachOther() throws Exception {
        var plan = ChunkPlan.of(plan(), new Chunks.Count(4), cutting(), finding(minute()), 2);

        assertThat(plan.chunks())
                .extracting(chunk -> chunk.excerpt().firstTicks())
                .containsExactly(0L, 640L * 288, 640L * 672, 640L * 1056);
        assertThat(plan.chunks())
                .extracting(chunk -> chunk.excerpt().frames())
                .containsExactly(288L, 384L, 384L, 384L);
        for (int i = 1; i < 4; i++) {
            assertThat(plan.chunks().get(i).excerpt().from())
                    .isEqualTo(plan.chunks().get(i - 1).excerpt().to().orElseThrow());
        }
        assertThat(plan.chunks().getLast().excerpt().to()).isEmpty();
        assertThat(plan.workers()).isEqualTo(2);
    }

    @Test
    void aChunkIsReadFromTheKeyframeBeforeTheLastOneBeforeIt() throws Exception {
        var plan = ChunkPlan.of(plan(), new Chunks.Count(4), cutting(), finding(minute()), 2);

        // Frame 288 is behind the keyframe 250; the one before that is 200.
        assertThat(plan.chunks().get(1).excerpt().seek())
                .isEqualTo(Duration.ofNanos(1000 * (200 * 1_000_000L / 24)));
        assertThat(plan.chunks().getFirst().excerpt().isReadFromTheStart()).isTrue();
        assertThat(plan.chunks().get(1).excerpt().start()).isEqualTo(Duration.ofMillis(1400));
    }

    @Test
    void aBorderLiesBetweenTwoFramesHoweverItIsRounded() throws Exception {
        var oneTickEach =
                new FrameTimes(
                        new Rational(1001, 24_000),
                        Duration.ZERO,
                        LongStream.range(0, 1440).toArray(),
                        new long[] {0});

        var plan = ChunkPlan.of(plan(), new Chunks.Count(2), cutting(), finding(oneTickEach), 2);

        double ticks = plan.chunks().get(1).excerpt().from().toNanos() / 1e9 / (1001.0 / 24_000);
        assertThat(ticks).isBetween(671.6, 671.9);
    }

    @Test
    void ofAVariableRateTheKeyframesAreThoseOneRunWouldPut() throws Exception {
        // Nothing from 5 s to 11 s: two keyframes follow at once, as two intervals are over.
        var ticks =
                LongStream.range(0, 480)
                        .map(frame -> 640 * frame)
                        .filter(tick -> tick < 15_360 * 5 || tick >= 15_360 * 11)
                        .toArray();
        var times = new FrameTimes(TICK, Duration.ZERO, ticks, new long[] {0});
        var variable =
                plan(Sources.variable(Sources.video(640, 360, 24)), TranscodeSettings.DEFAULT);

        var borders = new ChunkBorders(variable, times).segments();

        assertThat(borders)
                .extracting(times::ticks)
                .containsExactly(0L, 15_360L * 4, 15_360L * 11, 15_360L * 12, 15_360L * 16);
        var plan = ChunkPlan.of(variable, new Chunks.Count(2), cutting(), finding(times), 2);
        assertThat(plan.chunks().get(1).plan().grid())
                .isEqualTo(
                        new KeyframeGrid.AtTimes(
                                List.of(
                                        new Rational(11, 1),
                                        new Rational(12, 1),
                                        new Rational(16, 1))));
    }

    @Test
    void soundIsNotCut() throws Exception {
        var plan = ChunkPlan.of(plan(), new Chunks.Count(4), cutting(), finding(minute()), 2);

        assertThat(plan.rest().orElseThrow().audio()).isEqualTo(plan.whole().audio()).isNotEmpty();
        assertThat(plan.rest().orElseThrow().video()).isEmpty();
        assertThat(plan.chunks()).allSatisfy(c -> assertThat(c.plan().audio()).isEmpty());
    }

    @Test
    void whatCannotBeCutExactlyIsNotCutAndTheReasonIsSaid() throws Exception {
        FrameScan none = _ -> new FrameScan.Found.NoTimes("not all of its pictures have times");
        var trimmed =
                TranscodeSettings.DEFAULT.withTrim(
                        new Trim(Duration.ofSeconds(1), Optional.empty()));
        var four = new Chunks.Count(4);

        assertThat(why(ChunkPlan.of(plan(), four, cutting(), none, 2)))
                .isEqualTo("not all of its pictures have times");
        assertThat(
                        why(
                                ChunkPlan.of(
                                        plan(Sources.video(640, 360, 24), trimmed),
                                        four,
                                        cutting(),
                                        NEVER,
                                        2)))
                .isEqualTo("only a part of the source is taken");
        assertThat(why(ChunkPlan.of(plan(), four, PlanOnlyBackend.LGPL, NEVER, 2)))
                .isEqualTo("plan-only takes sources whole");
    }

    @Test
    void byItselfItCutsWhereOneRunLeavesProcessorsIdle() throws Exception {
        var auto = new Chunks.Auto();

        var single = ChunkPlan.of(plan(), auto, cutting(), NEVER, 1);
        var many = ChunkPlan.of(plan(), auto, cutting(), finding(minute()), 8);

        assertThat(single.isChunked()).isFalse();
        assertThat(why(single)).startsWith("one run keeps the 1 processor ");
        assertThat(many.chunks()).hasSize(3);
        assertThat(many.workers()).isGreaterThan(1);
    }

    @Test
    void offSaysNothing() throws Exception {
        var plan = plan();

        var off = ChunkPlan.of(plan, new Chunks.Off(), cutting(), NEVER, 8);

        assertThat(off.whole()).isEqualTo(plan);
        assertThat(off.isChunked()).isFalse();
    }

    @Test
    void theWordsForChunksAreRead() throws Exception {
        assertThat(Chunks.parse("auto")).isEqualTo(new Chunks.Auto());
        assertThat(Chunks.parse("off")).isEqualTo(new Chunks.Off());
        assertThat(Chunks.parse("10000")).isEqualTo(new Chunks.Count(10_000));
        for (var wrong : List.of("0", "10001", "-1", "", "two", "99999999999")) {
            assertThatThrownBy(() -> Chunks.parse(wrong)).isInstanceOf(MediaFormatException.class);
        }
    }
}
