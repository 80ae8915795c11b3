package dev.anabranch.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.PictureSize;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.RateControl;
import dev.anabranch.transcode.Rung;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.plan.KeyframeScan;
import dev.anabranch.transcode.plan.PlanEstimate;
import dev.anabranch.transcode.plan.PlanOnlyBackend;
import dev.anabranch.transcode.plan.Planner;
import dev.anabranch.transcode.plan.ProbePlanner;
import dev.anabranch.transcode.plan.Sources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Rungs that were found by probe encodes: how they are probed, and what a plan makes of them.
class MeasuredRungTest {

    private static final TranscodeSettings USUAL = TranscodeSettings.DEFAULT;
    private static final KeyframeScan NEVER =
            (_, _, _) -> new KeyframeScan.Found.NoCuts("nobody looks");

    private static Ladder twoOfOneSize() {
        var full = Rung.of("1080p", 1920, 1080);
        return Ladder.of(
                full.at(1_500_000, OptionalInt.of(30)),
                full.at(3_000_000, OptionalInt.of(24)),
                Rung.of("480p", 854, 480).at(600_000, OptionalInt.of(27)));
    }

    private static List<VideoOutput.Encoded> encoded(TranscodePlan plan) {
        return plan.video().stream()
                .filter(VideoOutput.Encoded.class::isInstance)
                .map(VideoOutput.Encoded.class::cast)
                .toList();
    }

    @Test
    void oneBoxWithTwoRatesIsTwoRenditionsTheBetterFirst() throws Exception {
        var source = Sources.of(Sources.video(1920, 1080, 25));
        var plan =
                Planner.plan(source, USUAL.withLadder(twoOfOneSize()), PlanOnlyBackend.ALL, NEVER);

        assertThat(encoded(plan))
                .extracting(VideoOutput.Encoded::rate)
                .containsExactly(
                        new RateControl(OptionalInt.of(24), 3_000_000, 6_000_000, 6_000_000, true),
                        new RateControl(OptionalInt.of(30), 1_500_000, 3_000_000, 3_000_000, true),
                        new RateControl(OptionalInt.of(27), 600_000, 1_200_000, 1_200_000, true));
    }

    @Test
    void twoBoxesThatComeToOneSizeAreStillOneRendition() throws Exception {
        var ladder = Ladder.parse("1080p@5M,720p@3M,480p@1M");
        var source = Sources.of(Sources.video(640, 360, 25));
        var plan = Planner.plan(source, USUAL.withLadder(ladder), PlanOnlyBackend.ALL, NEVER);

        assertThat(plan.video()).hasSize(1);
    }

    @Test
    void aSourceIsCopiedOnceAndTheOtherRungOfItsSizeIsEncoded() throws Exception {
        var source = Sources.of(Sources.video(1920, 1080, new Rational(25, 1), 3_000_000));
        KeyframeScan fitting =
                (_, _, _) ->
                        new KeyframeScan.Found.Cuts(
                                List.of(new Rational(0, 1), new Rational(4, 1)));
        var plan =
                Planner.plan(
                        source, USUAL.withLadder(twoOfOneSize()), PlanOnlyBackend.ALL, fitting);

        assertThat(plan.video().getFirst()).isInstanceOf(VideoOutput.Copied.class);
        assertThat(encoded(plan))
                .extracting(output -> output.rate().bitsPerSecond())
                .containsExactly(1_500_000L, 600_000L);
    }

    @Test
    void otherCodecsGetAQualityAndARateThatLookAlike() throws Exception {
        var source = Sources.of(Sources.video(1920, 1080, 25));
        var settings =
                USUAL.withLadder(
                                Ladder.of(
                                        Rung.of("480p", 854, 480).at(600_000, OptionalInt.of(27))))
                        .withVideo(v -> v.withCodecs(EnumSet.allOf(VideoCodec.class)));
        var plan = Planner.plan(source, settings, PlanOnlyBackend.ALL, NEVER);

        assertThat(encoded(plan))
                .extracting(output -> output.rate().crf().getAsInt())
                .containsExactly(27, 30, 38);
        assertThat(encoded(plan))
                .extracting(output -> output.rate().bitsPerSecond())
                .containsExactly(600_000L, 390_000L, 300_000L);
    }

    @Test
    void encodersThatKnowBitRatesOnlyKeepToTheMean() throws Exception {
        var source = Sources.of(Sources.video(1920, 1080, 25));
        var plan =
                Planner.plan(source, USUAL.withLadder(twoOfOneSize()), PlanOnlyBackend.LGPL, NEVER);

        assertThat(encoded(plan).getFirst().rate())
                .isEqualTo(new RateControl(OptionalInt.empty(), 3_000_000, 4_500_000, 6_000_000));
    }

    @Test
    void whatWasMeasuredIsWhatIsExpected() throws Exception {
        var source = Sources.of(Sources.video(1920, 1080, 25));
        var plan =
                Planner.plan(source, USUAL.withLadder(twoOfOneSize()), PlanOnlyBackend.ALL, NEVER);
        var estimate = PlanEstimate.of(plan, 2);

        assertThat(estimate.isAtMost()).isFalse();
        assertThat(estimate.sizeBytes()).hasValue(Math.round(5_100_000 / 8.0 * 60 * 1.01));
    }

    @Test
    void thePlanPassesOnWhyTheLadderIsWhatItIs() throws Exception {
        var reason = new Decision("metric", "XPSNR", "it was there");
        var ladder = new Ladder(false, twoOfOneSize().rungs(), List.of(), List.of(reason));
        var source = Sources.of(Sources.video(1920, 1080, 25));
        var plan = Planner.plan(source, USUAL.withLadder(ladder), PlanOnlyBackend.ALL, NEVER);

        assertThat(plan.decisions()).contains(reason);
    }

    @Test
    void aProbeDiffersFromTheFilmInItsRateAlone() throws Exception {
        var source = Sources.of(Sources.video(1920, 1080, 50));
        var settings = USUAL.withVideo(v -> v.withPreset(Preset.QUALITY).withProfile("main"));
        var planner = ProbePlanner.of(source, settings, PlanOnlyBackend.ALL);
        var sample = new Trim(Duration.ofSeconds(10), Optional.of(Duration.ofSeconds(14)));
        var probe = planner.plan(1, sample);
        var rungs = new ArrayList<Rung>();
        planner.sizes().forEach(size -> rungs.add(size.rung().at(400_000, OptionalInt.of(26))));
        var film =
                Planner.plan(
                        source,
                        settings.withLadder(new Ladder(false, rungs, List.of())),
                        PlanOnlyBackend.ALL,
                        NEVER);

        assertThat(probe.trim()).isEqualTo(sample);
        assertThat(probe.audio()).isEmpty();
        assertThat(probe.grid()).isEqualTo(film.grid());
        assertThat(probe.video()).hasSameSizeAs(film.video()).hasSameSizeAs(planner.sizes());
        for (int i = 0; i < probe.video().size(); i++) {
            var tried = encoded(probe).get(i);
            var made = encoded(film).get(i);
            assertThat(made.frameDivisor()).isEqualTo(tried.frameDivisor());
            assertThat(new PictureSize(made.width(), made.height()))
                    .isEqualTo(new PictureSize(tried.width(), tried.height()));
            assertThat(differing(probe, tried, film, made))
                    .containsExactlyInAnyOrder("-crf", "-maxrate", "-bufsize");
        }
    }

    /// The options of an encoder whose values differ.
    private static HashSet<String> differing(
            TranscodePlan onePlan,
            VideoOutput.Encoded one,
            TranscodePlan twoPlan,
            VideoOutput.Encoded two) {
        var a = FfmpegEncoders.options(one, onePlan);
        var b = FfmpegEncoders.options(two, twoPlan);
        assertThat(a).hasSameSizeAs(b);
        var names = new HashSet<String>();
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).equals(b.get(i))) {
                names.add(a.get(i - 1));
            }
        }
        return names;
    }
}
