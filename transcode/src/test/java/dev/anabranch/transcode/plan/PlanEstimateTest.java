package dev.anabranch.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.AudioCodec;
import dev.anabranch.transcode.Extras;
import dev.anabranch.transcode.Ladder;
import dev.anabranch.transcode.PictureSettings;
import dev.anabranch.transcode.Preset;
import dev.anabranch.transcode.Source;
import dev.anabranch.transcode.TranscodeSettings;
import dev.anabranch.transcode.Trim;
import dev.anabranch.transcode.VideoCodec;
import dev.anabranch.transcode.VideoSettings;
import dev.anabranch.transcode.plan.KeyframeScan.Found;
import dev.anabranch.transcode.process.Limits;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What plans cost, and settings that cannot be wrong.
class PlanEstimateTest {

    private static final KeyframeScan CUTS =
            (_, _, _) -> new Found.Cuts(List.of(new Rational(0, 1)));

    private static PlanEstimate estimate(Source source, TranscodeSettings settings, int processors)
            throws Exception {
        return PlanEstimate.of(
                Planner.plan(source, settings, PlanOnlyBackend.ALL, CUTS), processors);
    }

    private static TranscodeSettings ladder(String words) throws Exception {
        return TranscodeSettings.DEFAULT.withLadder(Ladder.parse(words));
    }

    @Test
    void aBitRateForAMinuteIsASize() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, 25));
        var estimate = estimate(source, ladder("720p@2M"), 2);

        assertThat(estimate.isAtMost()).isFalse();
        assertThat(estimate.sizeBytes()).hasValue(15_150_000);
        assertThat(estimate.parts()).hasSize(1);
    }

    @Test
    void constantQualityIsAtMostWhatTheBufferLetsThrough() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, 25));
        var estimate = estimate(source, ladder("720p"), 2);

        assertThat(estimate.isAtMost()).isTrue();
        assertThat(estimate.sizeBytes()).hasValue(Math.round(3_500_000 / 8.0 * 60 * 1.01));
    }

    @Test
    void aCopyCostsWhatItCosts() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, new Rational(25, 1), 1_000_000));
        var estimate = estimate(source, ladder("720p"), 2);

        assertThat(estimate.sizeBytes()).hasValue(7_575_000);
        assertThat(estimate.roughTime()).contains(Duration.ZERO);
    }

    @Test
    void downloadsTakeEachPictureOnceMoreAndASoundEach() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, 25), Sources.audio(1, "mp3", 2, "en"));
        var settings = ladder("720p@2M,360p@1M");

        var alone = estimate(source, settings, 2);
        var both = estimate(source, settings.withExtras(Extras.NONE.withDownloads(true)), 2);

        long sound = alone.parts().getLast().sizeBytes();
        assertThat(both.downloadBytes()).isEqualTo(alone.sizeBytes().getAsLong() + sound);
        assertThat(both.sizeBytes().getAsLong())
                .isEqualTo(alone.sizeBytes().getAsLong() + both.downloadBytes());
    }

    @Test
    void onlyWhatIsTakenCounts() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, 25), Sources.audio(1, "mp3", 2, "en"));
        var tail = new Trim(Duration.ofSeconds(30), Optional.of(Duration.ofHours(1)));
        var whole = estimate(source, ladder("720p@2M"), 2);
        var half = estimate(source, ladder("720p@2M").withTrim(tail), 2);

        assertThat(half.sizeBytes().orElseThrow() * 2).isEqualTo(whole.sizeBytes().orElseThrow());
    }

    @Test
    void betterPresetsAndFewerProcessorsTakeLonger() throws Exception {
        var source = Sources.of(Sources.video(1280, 720, 25));
        var fast = ladder("720p").withVideo(v -> v.withPreset(Preset.FAST));
        var best = ladder("720p").withVideo(v -> v.withPreset(Preset.QUALITY));

        assertThat(estimate(source, best, 2).roughTime().orElseThrow())
                .isGreaterThan(estimate(source, fast, 2).roughTime().orElseThrow());
        assertThat(estimate(source, fast, 1).roughTime().orElseThrow())
                .isGreaterThan(estimate(source, fast, 4).roughTime().orElseThrow());
    }

    @Test
    void aSourceWithoutALengthHasNoEstimate() throws Exception {
        var source =
                Sources.of(Optional.of(Sources.video(1280, 720, 25)), List.of(), Optional.empty());
        var estimate = estimate(source, TranscodeSettings.DEFAULT, 2);

        assertThat(estimate.sizeBytes()).isEmpty();
        assertThat(estimate.roughTime()).isEmpty();
    }

    @Test
    void settingsChangeOneThingAndLeaveTheOthers() throws Exception {
        var settings =
                TranscodeSettings.DEFAULT
                        .withSegment(Duration.ofSeconds(2))
                        .withLimits(new Limits(1, 5, 0, Duration.ofHours(1)))
                        .withVideo(v ->
                                v.withCodecs(Set.of(VideoCodec.AV1))
                                        .withHdr(VideoSettings.Hdr.TONE_MAP))
                        .withAudio(a -> a.withChannels(1).withBitsPerSecond(48_000));

        assertThat(settings.video().codecs())
                .isEqualTo(EnumSet.of(VideoCodec.H264, VideoCodec.AV1));
        assertThat(settings.audio().codecs()).containsExactly(AudioCodec.AAC);
        assertThat(settings.segment()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.limits().threads()).isEqualTo(1);
        assertThat(settings.picture()).isEqualTo(PictureSettings.UNCHANGED);
        assertThat(TranscodeSettings.DEFAULT.segment()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void settingsThatMakeNoSenseAreBugs() {
        var usual = TranscodeSettings.DEFAULT;
        assertThatThrownBy(() -> usual.withSegment(Duration.ofMillis(99)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.withVideo(v -> v.withCrf(52)))
                .hasMessageStartingWith("crf=52");
        assertThatThrownBy(() -> usual.withVideo(v -> v.withProfile("high10")))
                .hasMessageContaining("known are [baseline, main, high]");
        assertThatThrownBy(() -> usual.withVideo(v -> v.withLevel(43)))
                .hasMessageStartingWith("level=43");
        assertThatThrownBy(() -> usual.withAudio(a -> a.withChannels(3)))
                .hasMessageStartingWith("channels=3");
        assertThatThrownBy(() -> usual.withAudio(a -> a.withBitsPerSecond(7_999)))
                .hasMessageStartingWith("bitsPerSecond=7999");
    }
}
