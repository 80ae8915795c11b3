package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

/// Times as people write them.
class DurationConverterTest {

    @ParameterizedTest
    @CsvSource({
        "4s, 4000",
        "333ms, 333",
        "2m, 120000",
        "1.5, 1500",
        "1:30, 90000",
        "0:05.250, 5250",
        "1:02:03.5, 3723500",
        "00:00:01, 1000"
    })
    void areReadInSecondsAndAsAClockShowsThem(String text, long millis) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void whatIsNoTimeIsRefused() {
        for (var text : new String[] {"1:60", ":30", "1:2:3:4", "-1:00", "1:30s", "soon"}) {
            assertThatThrownBy(() -> new DurationConverter().convert(text))
                    .as(text)
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageContaining("is not a duration");
        }
    }
}
