package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.dash.Mpd;
import dev.anabranch.media.dash.Strictness;
import org.junit.jupiter.api.Test;

/// Row O35, what concerns static presentations: the MPD against the files.
class ManifestTest {

    @Test
    void rowO35TimelinesAreGaplessAndNameEveryFile() throws Exception {
        try (var presentation = Samples.packager(Samples.BUNNY).open()) {
            var mpd =
                    Mpd.parse(RuleRowsTest.bytes(presentation, "manifest.mpd"), Strictness.STRICT);
            for (var set : mpd.periods().getFirst().adaptationSets()) {
                for (var representation : set.representations()) {
                    var template = representation.segments().template().orElseThrow();
                    long count = 0;
                    for (var entry : template.multiple().timeline().orElseThrow().entries()) {
                        count += 1 + entry.r();
                    }
                    var init =
                            template.initialization()
                                    .orElseThrow()
                                    .replace("$RepresentationID$", representation.id());
                    assertThat(presentation.resource(init)).isPresent();
                    for (long n = 1; n <= count; n++) {
                        var path =
                                template.media()
                                        .orElseThrow()
                                        .replace("$RepresentationID$", representation.id())
                                        .replace("$Number$", Long.toString(n));
                        assertThat(presentation.paths()).contains(path);
                    }
                    assertThat(
                                    presentation.resource(
                                            representation.id() + "/" + (count + 1) + ".m4s"))
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void rowO35BandwidthHoldsAfterMinBufferTime() throws Exception {
        try (var presentation = Samples.packager(Samples.LONG).open()) {
            var mpd =
                    Mpd.parse(RuleRowsTest.bytes(presentation, "manifest.mpd"), Strictness.STRICT);
            double wait = mpd.minBufferTime().orElseThrow().toNanos() / 1e9;
            for (var rendition : presentation.renditions()) {
                long bandwidth = rendition.sizes().peakBitsPerSecond(presentation.targetSeconds());
                for (int from = 0; from < rendition.times().count(); from++) {
                    double received = 0;
                    for (int n = from; n < rendition.times().count(); n++) {
                        received += rendition.sizes().bytes(n) * 8.0 / bandwidth;
                        double played =
                                (double)
                                                (rendition.times().startTicks(n)
                                                        - rendition.times().startTicks(from))
                                        / rendition.times().clock().ticksPerSecond();
                        assertThat(received).isLessThanOrEqualTo(wait + played + 1e-6);
                    }
                }
            }
        }
    }

    @Test
    void singleFilesAreAddressedByTheirIndex() throws Exception {
        try (var presentation = Samples.packager(Samples.BUNNY).singleFile().open()) {
            var mpd =
                    Mpd.parse(RuleRowsTest.bytes(presentation, "manifest.mpd"), Strictness.STRICT);
            var representation =
                    mpd.periods()
                            .getFirst()
                            .adaptationSets()
                            .getFirst()
                            .representations()
                            .getFirst();
            var range = representation.segments().base().orElseThrow().indexRange().orElseThrow();
            var file = RuleRowsTest.text(presentation, representation.baseUrls().getFirst().url());
            assertThat(file.substring((int) range.first() + 4, (int) range.first() + 8))
                    .isEqualTo("sidx");
            assertThat(
                            file.substring(
                                    (int) range.last().getAsLong() + 5,
                                    (int) range.last().getAsLong() + 9))
                    .isEqualTo("styp");
        }
    }
}
