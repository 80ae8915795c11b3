package dev.anabranch.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Rational;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.AudioOutput;
import dev.anabranch.transcode.Copy;
import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.PictureSize;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.RateControl;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.SourceVideo;
import dev.anabranch.transcode.SourceVideo.Range;
import dev.anabranch.transcode.SubtitlePlan;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoOutput;
import dev.anabranch.transcode.VideoSettings;
import dev.anabranch.transcode.process.ProgramException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Plans for sources of all kinds.
class PlannerTest {

    private static final TranscodeSettings USUAL = TranscodeSettings.DEFAULT;

    private static final KeyframeScan NEVER =
            (_, _, _) -> {
                throw new AssertionError("nothing was to be read");
            };

    private static final Rational NTSC = new Rational(30_000, 1001);

    private static TranscodePlan plan(Source source, TranscodeSettings settings) throws Exception {
        return Planner.plan(source, settings, PlanOnlyBackend.ALL, NEVER);
    }

    private static TranscodePlan plan(SourceVideo video) throws Exception {
        return plan(Sources.of(video), USUAL);
    }

    private static List<String> sizes(TranscodePlan plan) {
        return plan.video().stream().map(o -> o.width() + "x" + o.height()).toList();
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
    void whatIsDoneToTheFilmIsSaid() throws Exception {
        var settings =
                USUAL.withTrim(
                                new Trim(
                                        Duration.ofSeconds(1),
                                        Optional.of(Duration.ofMillis(3500))))
                        .withPicture(
                                new PictureSettings(
                                        Optional.of(new PictureSettings.Crop(0, 92, 1280, 536)),
                                        List.of()))
                        .withAudio(audio -> audio.withLoudnessNormalised(true));

        var plan = plan(Sources.of(Sources.video(1280, 720, 25)), settings);

        assertThat(plan.decisions())
                .contains(
                        new Decision("part", "1.000 s to 3.500 s", "as was asked"),
                        new Decision("crop", "1280x536 at 0,92", "as was asked"),
                        new Decision("loudness", "to -23 LUFS", "as was asked"));
    }

    @Test
    void aFullHdFilmGetsTheUsualRungsLargestFirst() throws Exception {
        var plan = plan(Sources.video(1920, 1080, NTSC, 100_000_000));

        assertThat(sizes(plan))
                .containsExactly("1920x1080", "1280x720", "854x480", "640x360", "426x240");
        assertThat(plan.grid()).isEqualTo(new KeyframeGrid.EveryFrames(120));
        assertThat(encoded(plan)).allMatch(o -> o.frameDivisor() == 1 && o.bitDepth() == 8);
        assertThat(encoded(plan)).extracting(VideoOutput::trackId).doesNotHaveDuplicates();
        assertThat(encoded(plan).getFirst().level()).hasValue(40);
        assertThat(encoded(plan).getFirst().profile()).contains("high");
    }

    @Test
    void everyRungHasADecisionWithAReason() throws Exception {
        var plan =
                plan(
                        Sources.of(Sources.video(640, 360, 25), Sources.audio(1, "aac", 2, "de")),
                        USUAL);

        assertThat(plan.decisions())
                .extracting(Decision::subject)
                .contains("encoder", "keyframes", "360p H264", "240p H264", "audio de AAC");
        assertThat(plan.decisions()).allMatch(decision -> !decision.reason().isBlank());
    }

    @Test
    void fastSourcesKeepTheirRateOnTopAndHalveItBelow() throws Exception {
        var plan = plan(Sources.video(1280, 720, new Rational(60_000, 1001), 100_000_000));

        assertThat(encoded(plan))
                .extracting(VideoOutput.Encoded::frameDivisor)
                .containsExactly(1, 1, 2, 2);
        assertThat(plan.grid()).isEqualTo(new KeyframeGrid.EveryFrames(240));
    }

    @Test
    void theGridIsEvenWhereARungTakesEverySecondFrame() throws Exception {
        var settings = USUAL.withSegment(Duration.ofMillis(2_100));

        assertThat(plan(Sources.of(Sources.video(1280, 720, 50)), settings).grid())
                .isEqualTo(new KeyframeGrid.EveryFrames(106));
        assertThat(plan(Sources.of(Sources.video(320, 180, 50)), settings).grid())
                .as("a source this small has no rung of half its rate")
                .isEqualTo(new KeyframeGrid.EveryFrames(105));
    }

    @Test
    void aVariableRateIsCutByTimeAndNeverHalved() throws Exception {
        var plan = plan(Sources.variable(Sources.video(1280, 720, 60)));

        assertThat(plan.grid()).isEqualTo(new KeyframeGrid.EveryInterval(Duration.ofSeconds(4)));
        assertThat(encoded(plan)).allMatch(output -> output.frameDivisor() == 1);
    }

    @Test
    void oneFrameASecondAndTwoHundredAndFortyHaveGrids() throws Exception {
        assertThat(plan(Sources.video(640, 360, 1)).grid())
                .isEqualTo(new KeyframeGrid.EveryFrames(4));
        assertThat(plan(Sources.video(1280, 720, 240)).grid())
                .isEqualTo(new KeyframeGrid.EveryFrames(960));
        var slow = Sources.video(640, 360, new Rational(1, 30), 1_000);
        assertThat(plan(Sources.of(slow), USUAL.withVideo(v -> v.withCopy(Copy.NEVER))).grid())
                .isEqualTo(new KeyframeGrid.EveryFrames(1));
    }

    @Test
    void portraitIsTurnedNotSquashed() throws Exception {
        assertThat(sizes(plan(Sources.video(1080, 1920, 30))))
                .containsExactly("1080x1920", "720x1280", "480x854", "360x640", "240x426");
        assertThat(sizes(plan(Sources.shaped(Sources.video(1920, 1080, 30), Rational.ONE, 90))))
                .first()
                .isEqualTo("1080x1920");
    }

    @Test
    void pixelsBecomeSquare() throws Exception {
        var dvd = Sources.shaped(Sources.video(720, 576, 25), new Rational(64, 45), 0);

        assertThat(sizes(plan(dvd))).containsExactly("1024x576", "640x360", "426x240");
    }

    @Test
    void nothingIsEverAboveTheSource() throws Exception {
        for (int height = 2; height <= 4400; height += 131) {
            for (int width : List.of(2, 100, height, height * 16 / 9, 7_000)) {
                for (var output : plan(Sources.video(width, height, 30)).video()) {
                    assertThat(output.width())
                            .as("%dx%d", width, height)
                            .isLessThanOrEqualTo(Math.max(width, PictureSize.MIN_SIDE));
                    assertThat(output.height())
                            .isLessThanOrEqualTo(Math.max(height, PictureSize.MIN_SIDE));
                }
            }
        }
    }

    @Test
    void aSinglePixelIsMadeAsLargeAsEncodersWantIt() throws Exception {
        assertThat(sizes(plan(Sources.video(1, 1, 25)))).containsExactly("16x16");
        assertThat(sizes(plan(Sources.video(64, 48, 25)))).containsExactly("64x48");
    }

    @Test
    void extremeShapesHaveNoUselessRungs() throws Exception {
        assertThat(sizes(plan(Sources.video(10_000, 100, 25))))
                .containsExactly("7680x76", "3840x38", "2560x26", "1920x20");
    }

    @Test
    void anUltraHdSourceStaysWithinWhatPlayersOfEachCodecShow() throws Exception {
        var settings = USUAL.withVideo(v -> v.withCodecs(Set.of(VideoCodec.HEVC)));
        var plan = plan(Sources.of(Sources.video(7680, 4320, 30)), settings);

        assertThat(plan.video())
                .filteredOn(output -> output.codec() == VideoCodec.H264)
                .first()
                .extracting(VideoOutput::width)
                .isEqualTo(3840);
        assertThat(plan.video().getFirst().width()).isEqualTo(7680);
        assertThat(reason(plan, "4320p H264")).contains("next to nothing plays");
    }

    @Test
    void cropDecidesTheSizeAndMustBeWithinThePicture() throws Exception {
        var crop = new PictureSettings.Crop(0, 140, 1920, 800);
        var settings = USUAL.withPicture(new PictureSettings(Optional.of(crop), List.of()));

        assertThat(sizes(plan(Sources.of(Sources.video(1920, 1080, 25)), settings)))
                .startsWith("1920x800", "1280x534");
        assertThatThrownBy(() -> plan(Sources.of(Sources.video(1280, 720, 25)), settings))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("1920x800+0+140 is not within the picture of 1280x720");
    }

    @Test
    void aTrimThatStartsAfterTheEndIsRefused() {
        var settings = USUAL.withTrim(new Trim(Duration.ofSeconds(60), Optional.empty()));

        assertThatThrownBy(() -> plan(Sources.of(Sources.video(640, 360, 25)), settings))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("60.000 s is over");
    }

    @Test
    void highDynamicRangeIsKeptInTenBitsOrToneMapped() throws Exception {
        var hdr = Sources.coded(Sources.video(640, 360, 25), "hevc", "yuv420p10le", 10, Range.PQ);
        var all = USUAL.withVideo(v -> v.withCodecs(EnumSet.allOf(VideoCodec.class)));

        for (var output : encoded(plan(Sources.of(hdr), all))) {
            boolean isKept = output.codec() != VideoCodec.H264;
            assertThat(output.range()).isEqualTo(isKept ? Range.PQ : Range.SDR);
            assertThat(output.bitDepth()).isEqualTo(isKept ? 10 : 8);
        }
        var mapped = all.withVideo(v -> v.withHdr(VideoSettings.Hdr.TONE_MAP));
        assertThat(encoded(plan(Sources.of(hdr), mapped)))
                .allMatch(output -> output.range() == Range.SDR && output.bitDepth() == 8);
    }

    @Test
    void constantQualityIsCappedAndDependsOnThePreset() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, 25));
        var rate = encoded(plan(source, USUAL)).getFirst().rate();

        assertThat(rate.crf()).hasValue(21);
        assertThat(rate.maxBitsPerSecond()).isEqualTo(3_500_000);
        var fast = USUAL.withVideo(v -> v.withPreset(Preset.FAST));
        assertThat(encoded(plan(source, fast)).getFirst().rate().crf()).hasValue(23);
        var asked = USUAL.withVideo(v -> v.withCrf(30).withCodecs(EnumSet.allOf(VideoCodec.class)));
        assertThat(encoded(plan(source, asked)))
                .filteredOn(output -> output.width() == 1280)
                .extracting(output -> output.rate().crf())
                .containsExactly(OptionalInt.of(30), OptionalInt.of(33), OptionalInt.of(41));
    }

    @Test
    void anEncoderWithoutConstantQualityGetsABitRate() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, 25));
        var plan = Planner.plan(source, USUAL, PlanOnlyBackend.LGPL, NEVER);

        assertThat(encoded(plan).getFirst().encoder()).isEqualTo("libopenh264");
        assertThat(encoded(plan).getFirst().rate())
                .isEqualTo(new RateControl(OptionalInt.empty(), 2_800_000, 4_200_000, 5_600_000));
    }

    @Test
    void theRateALadderNamesIsTheMean() throws Exception {
        var settings =
                USUAL.withLadder(Ladder.parse("720p@3M,360p"))
                        .withVideo(v -> v.withCodecs(Set.of(VideoCodec.AV1)));
        var outputs = encoded(plan(Sources.of(Sources.video(1280, 720, 25)), settings));

        assertThat(outputs.get(0).rate().crf()).isEmpty();
        assertThat(outputs.get(0).rate().bitsPerSecond()).isEqualTo(3_000_000);
        assertThat(outputs.get(1).codec()).isEqualTo(VideoCodec.AV1);
        assertThat(outputs.get(1).rate().bitsPerSecond()).isEqualTo(1_500_000);
        assertThat(outputs.get(2).rate().crf()).as("360p names none").isPresent();
    }

    @Test
    void aCodecThatCannotBeEncodedIsAnErrorThatSaysWhatToDo() {
        var settings = USUAL.withVideo(v -> v.withCodecs(Set.of(VideoCodec.HEVC)));
        var source = Sources.of(Sources.video(1280, 720, 25));

        var failure =
                catchThrowableOfType(
                        ProgramException.class,
                        () -> Planner.plan(source, settings, PlanOnlyBackend.LGPL, NEVER));

        assertThat(failure.kind()).isEqualTo(ProgramException.Kind.MISSING);
        assertThat(failure).hasMessageContaining("plan-only has no encoder for HEVC");
    }

    @Test
    void aLevelThatIsAskedForLeavesOutWhatItDoesNotAllow() throws Exception {
        var settings = USUAL.withVideo(v -> v.withLevel(31).withProfile("main"));
        var plan = plan(Sources.of(Sources.video(1920, 1080, 30)), settings);

        assertThat(sizes(plan)).startsWith("1280x720");
        assertThat(reason(plan, "1080p H264")).contains("level 3.1 does not allow 1920x1080");
        assertThat(encoded(plan)).allMatch(o -> o.level().equals(OptionalInt.of(31)));
        assertThat(encoded(plan)).allMatch(o -> o.profile().equals(Optional.of("main")));
        var tooLow = USUAL.withVideo(v -> v.withLevel(10)).withLadder(Ladder.parse("720p"));
        assertThatThrownBy(() -> plan(Sources.of(Sources.video(1280, 720, 30)), tooLow))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("level 1.0 does not allow 1280x720");
    }

    @Test
    void aTinyPictureHasNoAv1() throws Exception {
        var settings = USUAL.withVideo(v -> v.withCodecs(Set.of(VideoCodec.AV1)));
        var plan = plan(Sources.of(Sources.video(60, 100, 25)), settings);

        assertThat(plan.video()).extracting(VideoOutput::codec).containsOnly(VideoCodec.H264);
        assertThat(reason(plan, "60p AV1")).contains("make no picture of 60x100");
    }

    @Test
    void soundAloneHasNoRungs() throws Exception {
        var source =
                Sources.of(
                        Optional.empty(),
                        List.of(Sources.audio(0, "mp3", 2, "und")),
                        Optional.empty());

        assertThat(plan(source, USUAL).video()).isEmpty();
        assertThat(plan(source, USUAL).audio()).hasSize(1);
    }

    @Test
    void theTracksOfSoundFollowThoseOfPictures() throws Exception {
        var source = Sources.of(Sources.video(320, 180, 25), Sources.audio(1, "ac3", 6, "en"));
        var settings = USUAL.withAudio(a -> a.withCodecs(Set.of(AudioCodec.OPUS)));

        var plan = plan(source, settings);

        assertThat(plan.video()).extracting(VideoOutput::trackId).containsExactly(1);
        assertThat(plan.audio()).extracting(AudioOutput::trackId).containsExactly(2, 3);
    }

    private static Source withTexts(Source.SourceText... texts) {
        var video = Sources.of(Sources.video(320, 180, 25));
        return new Source(
                video.input(),
                video.container(),
                video.duration(),
                video.video(),
                List.of(),
                List.of(texts),
                List.of(),
                video.tags(),
                List.of());
    }

    @Test
    void subtitlesAreCarriedWhenTheyAreTextAndEachIsTold() throws Exception {
        var text = new Source.SourceText(2, "subrip", true, "fr", "", false, false);
        var pictures = new Source.SourceText(3, "dvb_subtitle", false, "de", "", false, false);
        var other = new Source.SourceText(4, "ttml", false, "it", "", false, false);

        var plan = plan(withTexts(text, pictures, other), USUAL);

        assertThat(reason(plan, "subtitles fr")).isEqualTo("stream 2, subrip becomes WebVTT");
        assertThat(reason(plan, "subtitles de")).contains("stream 3", "pictures of text");
        assertThat(reason(plan, "subtitles it")).contains("stream 4, ttml", "no way is known");
        assertThat(plan.extras().subtitles().carried()).containsExactly(text);
        assertThat(plan.extras().subtitles().leftOut())
                .extracting(SubtitlePlan.LeftOut::stream)
                .containsExactly(pictures, other);
    }

    @Test
    void noMoreSubtitlesAreCarriedThanTheMost() throws Exception {
        var texts =
                IntStream.rangeClosed(0, SubtitlePlan.MAX_STREAMS)
                        .mapToObj(
                                n -> new Source.SourceText(n, "ass", true, "fr", "", false, false))
                        .toArray(Source.SourceText[]::new);

        var subtitles = plan(withTexts(texts), USUAL).extras().subtitles();

        assertThat(subtitles.carried()).hasSize(SubtitlePlan.MAX_STREAMS);
        assertThat(subtitles.leftOut())
                .singleElement()
                .satisfies(left -> assertThat(left.reason()).contains("more than 50"));
    }
}
