package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTest {

    @ParameterizedTest
    @CsvSource({
        "7, 8, 0",
        "0, 2, 0.125",
        "500, 504, 0.25",
        "-8, 8, 0.5",
        "0, 256, 1",
        "-100, 100, 1",
        "0, 65536, 2",
        "0, 16777216, 3",
        "-2000000000, 2000000000, 4"
    })
    void keepsNumbersInAsFewBytesAsTheyNeed(int from, int to, double bytesEach) {
        int count = 10_000;
        var values = new Random(from).ints(count, from, to).toArray();

        var column = Column.of(values, count);

        assertThat((double) column.sizeBytes() / count).isBetween(bytesEach, bytesEach + 0.11);
        for (int i = 0; i < count; i++) {
            assertThat(column.at(i)).isEqualTo(values[i]);
        }
    }
}
