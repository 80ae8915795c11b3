package dev.anabranch.transcode.title;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.transcode.Trim;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private static final Duration SEGMENT = Duration.ofSeconds(4);

    private static Samples of(Trim taken, Duration length, Duration segment) {
        return Samples.of(PerTitle.DEFAULT, taken, Optional.ofNullable(length), segment);
    }

    @Test
    void aShortFilmIsTriedAsAWhole() {
        var samples = of(Trim.WHOLE, Duration.ofSeconds(30), SEGMENT);

        assertThat(samples.isWhole()).isTrue();
        assertThat(samples.parts()).containsExactly(Trim.WHOLE);
    }

    @Test
    void samplesOfALongOneAreSpreadOverWhatIsTaken() {
        var taken = new Trim(Duration.ofSeconds(100), Optional.of(Duration.ofSeconds(164)));
        var samples = of(taken, Duration.ofSeconds(64), SEGMENT);

        assertThat(samples.isWhole()).isFalse();
        assertThat(samples.parts())
                .extracting(part -> part.start().toSeconds())
                .containsExactly(105L, 115L, 125L, 135L, 145L, 155L);
        assertThat(samples.parts())
                .allMatch(part -> part.end().orElseThrow().minus(part.start()).equals(SEGMENT));
    }

    @Test
    void aSampleHasWholeSegments() {
        var samples = of(Trim.WHOLE, Duration.ofHours(2), Duration.ofMillis(1500));

        var first = samples.parts().getFirst();
        assertThat(first.end().orElseThrow().minus(first.start()))
                .isEqualTo(Duration.ofMillis(4500));
    }

    @Test
    void ofAFilmOfUnknownLengthTheBeginningHasToDo() {
        var samples = of(Trim.WHOLE, null, SEGMENT);

        assertThat(samples.parts())
                .containsExactly(new Trim(Duration.ZERO, Optional.of(Duration.ofSeconds(24))));
        assertThat(samples.decision().reason()).contains("nobody knows");
    }
}
