package dev.anabranch.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.SourceVideo.Range;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.plan.KeyframeScan.Found;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When the picture of a source is copied, and what the other renditions do then.
class CopyPlanTest {

    private static final TranscodeSettings USUAL = TranscodeSettings.DEFAULT;

    private static final KeyframeScan NEVER =
            (_, _, _) -> {
                throw new AssertionError("nothing was to be read");
            };

    private static KeyframeScan cuts(Rational... seconds) {
        return (_, _, _) -> new Found.Cuts(List.of(seconds));
    }

    private static Rational second(long seconds) {
        return new Rational(seconds, 1);
    }

    private static List<VideoOutput.Encoded> encoded(TranscodePlan plan) {
        return plan.video().stream()
                .filter(VideoOutput.Encoded.class::isInstance)
                .map(VideoOutput.Encoded.class::cast)
                .toList();
    }

    private static String reason(TranscodePlan plan, String subject) {
        return plan.decisions().stream()
                .filter(decision -> decision.subject().equals(subject))
                .map(Decision::reason)
                .reduce("", (all, reason) -> all + reason);
    }

    @Test
    void aPictureWhoseKeyframesFitIsCopiedAndTheOthersFollowIt() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, new Rational(50, 1), 3_000_000));
        var cuts = cuts(second(0), new Rational(39, 10), second(8));
        var plan = Planner.plan(source, USUAL, PlanOnlyBackend.ALL, cuts);

        assertThat(plan.video().getFirst())
                .isEqualTo(new VideoOutput.Copied(1, VideoCodec.H264, 1280, 720));
        assertThat(plan.grid())
                .isEqualTo(
                        new KeyframeGrid.AtTimes(
                                List.of(second(0), new Rational(39, 10), second(8))));
        assertThat(encoded(plan)).hasSize(3).allMatch(output -> output.frameDivisor() == 1);
    }

    @Test
    void aCopyWithCutsAtEvenFramesStillAllowsHalfTheRate() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, new Rational(50, 1), 3_000_000));
        var plan =
                Planner.plan(
                        source, USUAL, PlanOnlyBackend.ALL, cuts(second(0), second(4), second(8)));

        assertThat(encoded(plan))
                .extracting(VideoOutput.Encoded::frameDivisor)
                .containsExactly(1, 2, 2);
    }

    @Test
    void whatSpeaksAgainstACopyIsSaid() throws Exception {
        var good = Sources.video(1280, 720, new Rational(25, 1), 3_000_000);

        assertNotCopied(good, USUAL.withVideo(v -> v.withCopy(Copy.NEVER)), "switched off");
        assertNotCopied(Sources.shaped(good, Rational.ONE, 180), USUAL, "turned");
        assertNotCopied(Sources.shaped(good, new Rational(4, 3), 0), USUAL, "not square");
        assertNotCopied(Sources.interlaced(good), USUAL, "interlaced");
        assertNotCopied(
                Sources.coded(good, "h264", "yuv420p10le", 10, Range.SDR), USUAL, "yuv420p10le");
        assertNotCopied(
                Sources.coded(good, "mpeg4", "yuv420p", 8, Range.SDR),
                USUAL,
                "not among the codecs");
        assertNotCopied(
                Sources.coded(good, "hevc", "yuv420p", 8, Range.SDR), USUAL, "HEVC is not asked");
        assertNotCopied(good, USUAL.withLadder(Ladder.parse("480p")), "exactly its size");
        assertNotCopied(
                good,
                USUAL.withTrim(new Trim(Duration.ofSeconds(1), Optional.empty())),
                "to be changed");
        assertNotCopied(Sources.video(1280, 720, 25), USUAL, "it has 100.0 Mbit/s");
        assertNotCopied(good, USUAL.withVideo(v -> v.withProfile("main")), "profile or level");
    }

    private static void assertNotCopied(
            SourceVideo video, TranscodeSettings settings, String because) throws Exception {
        var plan = Planner.plan(Sources.of(video), settings, PlanOnlyBackend.ALL, NEVER);

        assertThat(plan.video()).allMatch(VideoOutput.Encoded.class::isInstance);
        assertThat(reason(plan, "source picture"))
                .startsWith("not copied because")
                .contains(because);
    }

    @Test
    void keyframesThatDoNotFitAreAReasonToEncode() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, new Rational(25, 1), 3_000_000));
        KeyframeScan open = (_, _, _) -> new Found.NoCuts("open GOP");

        var plan = Planner.plan(source, USUAL, PlanOnlyBackend.ALL, open);

        assertThat(plan.grid()).isEqualTo(new KeyframeGrid.EveryFrames(100));
        assertThat(reason(plan, "source picture")).contains("open GOP");
    }

    @Test
    void aBackEndThatCannotFollowKeyframesEncodesAll() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, new Rational(25, 1), 3_000_000));

        var plan = Planner.plan(source, USUAL, PlanOnlyBackend.OWN_GRID, cuts(second(0)));

        assertThat(plan.grid()).isEqualTo(new KeyframeGrid.EveryFrames(100));
        assertThat(plan.video()).allMatch(VideoOutput.Encoded.class::isInstance);
    }
}
