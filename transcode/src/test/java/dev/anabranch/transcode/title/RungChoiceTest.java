package dev.anabranch.transcode.title;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RungChoiceTest {

    private static List<ChosenRung> rungs(List<ProbePoint> points) {
        return new RungChoice(Metric.XPSNR, 8, points).rungs();
    }

    private static long topBits(List<ProbePoint> points) {
        return rungs(points).getFirst().point().bitsPerSecond();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 1, 3})
    void ratesFallInStepsAndSizesWithThem(double hardness) {
        var rungs = rungs(Films.film(hardness));

        for (int i = 1; i < rungs.size(); i++) {
            var upper = rungs.get(i - 1).point();
            var lower = rungs.get(i).point();
            // A whole step of CRF is a factor of 1.15, half of it to either side at both ends.
            assertThat((double) upper.bitsPerSecond() / lower.bitsPerSecond()).isBetween(1.2, 2.4);
            assertThat(lower.size().pixels()).isLessThanOrEqualTo(upper.size().pixels());
            assertThat(lower.quality()).isLessThan(upper.quality());
        }
    }

    @Test
    void aFilmThatIsEasyGetsFewerBitsAndFewerRungsThanAHardOne() {
        var easy = rungs(Films.film(0.05));
        var hard = rungs(Films.film(3));

        assertThat(easy).hasSizeLessThan(hard.size());
        assertThat(topBits(Films.film(0.05))).isLessThan(topBits(Films.film(3)) / 5);
        assertThat(easy.getFirst().point().size()).isEqualTo(Films.SIZES.getFirst());
    }

    @Test
    void noBitsAreSpentBeyondWhatLooksLikeTheSource() {
        var top = rungs(Films.film(0.2)).getFirst();

        assertThat(top.point().quality()).isBetween(40.0, 41.0);
        assertThat(top.reason()).contains("looks like the source");
        assertThat(top.point().crf().getAsInt()).isBetween(20, 25);
    }

    @Test
    void noBitsAreSpentWhereTwiceAsManyBringNothing() {
        var knee = Films.point(1_000_000, 35);
        var rungs = rungs(List.of(Films.point(250_000, 25), knee, Films.point(8_000_000, 36)));

        assertThat(rungs.getFirst().point().bitsPerSecond()).isEqualTo(1_000_000);
        assertThat(rungs.getFirst().reason()).contains("0.3 dB, which is not seen");
    }

    @Test
    void grainIsNotTakenForAReasonToSaveBits() {
        var rungs =
                rungs(
                        List.of(
                                Films.point(250_000, 12),
                                Films.point(1_000_000, 13),
                                Films.point(8_000_000, 14)));

        assertThat(rungs.getFirst().point().bitsPerSecond()).isEqualTo(8_000_000);
    }

    @Test
    void aSizeIsNotGivenMoreThanItMayHave() {
        var points = Films.film(20);

        assertThat(points).anyMatch(p -> p.bitsPerSecond() > p.size().mostBitsPerSecond());
        for (var rung : rungs(points)) {
            assertThat(rung.point().bitsPerSecond())
                    .isLessThanOrEqualTo(rung.point().size().mostBitsPerSecond());
        }
    }

    @Test
    void thereAreNoMoreRungsThanWanted() {
        var choice = new RungChoice(Metric.XPSNR, 3, Films.film(1));

        assertThat(choice.rungs()).hasSize(3);
        assertThat(choice.decisions())
                .filteredOn(one -> one.subject().equals("lowest rung"))
                .extracting(Decision::reason)
                .containsExactly("there are to be no more than 3 rungs");
        assertThat(new RungChoice(Metric.XPSNR, 1, Films.film(1)).rungs()).hasSize(1);
    }

    @Test
    void theLowestRungIsForSlowNetworksWhereTheFilmAllowsIt() {
        assertThat(rungs(Films.film(1)).getLast().point().bitsPerSecond())
                .isBetween(120_000L, 175_000L);
    }

    @Test
    void aSizeThatIsNowhereTheBestIsLeftOutWithTheReason() {
        var points = new ArrayList<>(Films.film(1));
        var poor = Films.size("360p", 640, 360, 2_000_000);
        points.add(new ProbePoint(poor, OptionalInt.of(28), 400_000, 12));
        points.add(new ProbePoint(poor, OptionalInt.of(20), 1_500_000, 14));
        var choice = new RungChoice(Metric.XPSNR, 8, points);

        assertThat(choice.rungs()).noneMatch(rung -> rung.name().equals("360p"));
        assertThat(choice.decisions())
                .anyMatch(one -> one.subject().equals("360p") && one.choice().equals("left out"));
    }

    @Test
    void onePointIsALadderOfOneRung() {
        var only = Films.point(3_000_000, 30);

        assertThat(rungs(List.of(only))).extracting(ChosenRung::point).containsExactly(only);
    }

    @Test
    void pointsThatAreAllAlikeAreALadderOfOneRung() {
        var same = Films.point(20_000, 60);

        assertThat(rungs(List.of(same, same, same))).hasSize(1);
    }

    @Test
    void encodersWithoutConstantQualityGetTheRateItself() {
        var rungs =
                rungs(
                        List.of(
                                Films.point(8_000_000, 40),
                                Films.point(2_000_000, 35),
                                Films.point(500_000, 29)));

        assertThat(rungs).allMatch(rung -> rung.point().crf().isEmpty());
        assertThat(rungs.getFirst().rung().crf()).isEmpty();
        assertThat(rungs.get(1).point().bitsPerSecond()).isBetween(4_000_000L, 5_400_000L);
    }
}
