package dev.anabranch.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.transcode.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricValuesTest {

    private static double quality(Metric metric, String text) throws Exception {
        var loss = new MetricValues(metric).loss(text);
        assertThat(loss.frames()).isEqualTo(2);
        return metric.quality(loss.sum() / loss.frames());
    }

    @Test
    void ssimIsTheMeanOfLuma() throws Exception {
        var text =
                """
                n:1 Y:0.990000 U:0.5 V:0.5 All:0.6 (21.4)
                n:2 Y:1.000000 U:0.5 V:0.5 All:0.6 (inf)
                """;
        assertThat(quality(Metric.SSIM, text)).isCloseTo(23.01, within(0.01));
    }

    @Test
    void xpsnrIsPooledByTheRootOfTheErrorAndSameFramesAreNoError() throws Exception {
        var text =
                """
                n:    1  XPSNR y: 40.0000  XPSNR u: 45.1181  XPSNR v: 45.1181
                n:    2  XPSNR y: inf  XPSNR u: inf  XPSNR v: inf

                XPSNR average, 2 frames  y: 46.0206  u: 51.1  v: 51.1  (minimum: 46.0206)
                """;
        assertThat(quality(Metric.XPSNR, text)).isCloseTo(46.02, within(0.01));
    }

    @Test
    void vmafIsTheColumnOfThatName() throws Exception {
        var text =
                """
                Frame,integer_adm2,integer_motion2,vmaf,
                0,0.970231,0.000000,91.0,
                1,0.970231,1.000000,95.0,
                """;
        assertThat(quality(Metric.VMAF, text)).isCloseTo(93, within(0.01));
    }

    @ParameterizedTest
    @CsvSource({
        "SSIM, n:1 All:0.99, line 1",
        "XPSNR, n: 1 XPSNR y: nan, line 1",
        "XPSNR, n: 1 XPSNR y: 4.4.4, line 1",
        "VMAF, 'Frame,psnr', line 1",
        "VMAF, '', line 1"
    })
    void whatIsNoListIsRefused(Metric metric, String text, String where) {
        assertThatThrownBy(() -> new MetricValues(metric).loss(text))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining(where);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void noLossAtAllIsAFiniteQualityAboveTheCeiling(Metric metric) {
        assertThat(metric.quality(0)).isFinite().isGreaterThan(metric.ceiling());
    }
}
