package dev.anabranch.transcode.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.plan.KeyframeScan.Found;
import dev.anabranch.transcode.probe.PacketScan.CutSearch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Cuts of 4 s, give or take half a second, in a stream of one frame every tenth of a second.
class PacketScanTest {

    private static final Rational TENTHS = new Rational(1, 10);

    private static CutSearch search() {
        return new CutSearch(TENTHS, Duration.ofSeconds(4), Duration.ofMillis(500));
    }

    /// Frames at 0, 1, 2... until `end`, with keyframes where they are named.
    private static Found found(long end, Long... keyframes) {
        var search = search();
        for (long pts = 0; pts < end && search.misfit().isEmpty(); pts++) {
            search.packet(pts, 1, List.of(keyframes).contains(pts));
        }
        return search.misfit().<Found>map(Found.NoCuts::new).orElseGet(search::found);
    }

    private static List<Rational> tenths(long... ticks) {
        return java.util.Arrays.stream(ticks).mapToObj(tick -> new Rational(tick, 10)).toList();
    }

    @Test
    void theFirstKeyframeWithinReachIsACut() {
        assertThat(found(100, 0L, 10L, 35L, 40L, 75L, 80L))
                .isEqualTo(new Found.Cuts(tenths(0, 35, 75)));
    }

    @Test
    void theLastOneBeforeIsTakenWhereTheNextComesTooLate() {
        assertThat(found(90, 0L, 20L, 30L, 60L, 62L)).isEqualTo(new Found.Cuts(tenths(0, 30, 62)));
    }

    @Test
    void theEndOfThePictureIsTooLateToo() {
        assertThat(found(45, 0L, 20L)).isEqualTo(new Found.Cuts(tenths(0)));
        assertThat(found(46, 0L, 20L)).isEqualTo(new Found.Cuts(tenths(0, 20)));
    }

    @Test
    void aGroupOfPicturesThatIsTooLongDoesNotFitAndIsSaidAtOnce() {
        var search = search();
        search.packet(0, 1, true);
        search.packet(45, 1, false);
        assertThat(search.misfit()).isEmpty();
        search.packet(46, 1, false);

        assertThat(search.misfit())
                .hasValueSatisfying(why -> assertThat(why).contains("4.5 s after"));
        assertThat(found(45, 0L)).isEqualTo(new Found.Cuts(tenths(0)));
        assertThat(found(46, 0L)).isInstanceOf(Found.NoCuts.class);
    }

    @Test
    void picturesThatNeedWhatIsBeforeTheirKeyframeDoNotFit() {
        var search = search();
        search.packet(0, 1, true);
        search.packet(10, 1, true);
        search.packet(8, 1, false);

        assertThat(search.misfit()).hasValueSatisfying(why -> assertThat(why).contains("open GOP"));
    }

    @Test
    void picturesInAnotherOrderWithinTheirGroupFit() {
        var search = search();
        for (long pts : new long[] {0, 4, 2, 1, 3}) {
            search.packet(pts, 1, pts == 0);
        }
        assertThat(search.misfit()).isEmpty();
    }

    @Test
    void timesThatGoBackDoNotFit() {
        var search = search();
        search.packet(100, 1, true);
        search.packet(50, 1, true);

        assertThat(search.misfit()).hasValueSatisfying(why -> assertThat(why).contains("go back"));
    }

    @Test
    void aStreamThatBeginsWithoutAKeyframeDoesNotFit() {
        assertThat(found(10, 3L)).isInstanceOf(Found.NoCuts.class);
        assertThat(search().found()).isEqualTo(new Found.NoCuts("it has no pictures"));
    }
}
