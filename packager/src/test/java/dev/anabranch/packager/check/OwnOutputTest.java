package dev.anabranch.packager.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.packager.Packager;
import dev.anabranch.packager.Packaging;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What we package breaks no rule.
class OwnOutputTest {

    private static final Packaging TS =
            Packaging.TRANSPORT_STREAM.withCuts(
                    dev.anabranch.packager.CutPolicy.of(Duration.ofSeconds(2)));

    @Test
    void cmafBreaksNoRule() throws Exception {
        isClean(bunny());
    }

    @Test
    void singleFilesBreakNoRule() throws Exception {
        isClean(bunny().singleFile());
    }

    @Test
    void muxedTransportStreamsBreakNoRule() throws Exception {
        isClean(bunny().packaging(TS.withSound(Packaging.Sound.MUXED)));
    }

    @Test
    void separateTransportStreamsBreakNoRule() throws Exception {
        isClean(bunny().packaging(TS.withSound(Packaging.Sound.SEPARATE)));
    }

    @Test
    void packedAudioBreaksNoRule() throws Exception {
        isClean(bunny().packaging(TS.withSound(Packaging.Sound.PACKED)));
    }

    @Test
    void singleTransportStreamsBreakNoRule() throws Exception {
        isClean(bunny().packaging(TS.withSingleFile(true)));
    }

    @Test
    void twoRenditionsWithAlternateAudioAndSubtitlesBreakNoRule() throws Exception {
        var source = Planted.sample("bbb_240p_10s.mp4");
        isClean(
                Packager.of(source, source)
                        .audio(source, "fr")
                        .subtitles(Planted.sample("captions.srt"), "en"));
    }

    @Test
    void subtitlesBesideTransportStreamsBreakNoRule() throws Exception {
        isClean(bunny().packaging(TS).subtitles(Planted.sample("captions.srt"), "en"));
    }

    @Test
    void framesThatAreShownOutOfOrderBreakNoRule() throws Exception {
        isClean(Packager.of(Planted.sample("hevc_bframes.mp4")));
        isClean(Packager.of(Planted.sample("hevc_bframes.mp4")).transportStream());
    }

    @Test
    void primedOpusBreaksNoRule() throws Exception {
        isClean(Packager.of(Planted.sample("opus.mp4")));
    }

    @Test
    void videoThatStartsAfterTheSoundBreaksNoRule() throws Exception {
        isClean(Packager.of(Planted.sample("edit_list_positive_shift.mp4")));
        isClean(Packager.of(Planted.sample("edit_list_positive_shift.mp4")).transportStream());
    }

    @Test
    void soundWithReplicationThatNoHeaderTellsBreaksNoRule() throws Exception {
        isClean(Packager.of(Planted.sample("he_aac.aac")));
        isClean(Packager.of(Planted.sample("he_aac.aac")).transportStream());
    }

    @Test
    void soundThatGoesOnAfterThePictureBreaksNoMust() throws Exception {
        var report =
                Planted.in(
                                Packager.of(Planted.sample("hevc_bframes.mp4"))
                                        .audio(Planted.sample("bbb_240p_10s.mp4"), "en"))
                        .check();
        assertThat(report.count(Breach.Severity.MUST)).isZero();
        assertThat(report.breaches()).extracting(Breach::rule).contains("timeline-sum");
    }

    private static Packager bunny() {
        return Packager.of(Planted.sample("bbb_240p_10s.mp4")).segment(Duration.ofSeconds(2));
    }

    private static void isClean(Packager packager) throws Exception {
        var report = Planted.in(packager).check();
        assertThat(report.breaches()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.segments()).isPositive();
    }
}
