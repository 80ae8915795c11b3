package dev.anabranch.transcode.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.Rational;
import dev.anabranch.transcode.plan.FrameScan.Found;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What packets, as ffprobe lists them, say of when pictures are shown.
class PacketTimesTest {

    private static Found found(String packets) {
        var times =
                new PacketTimes.Collected(new Rational(1, 90_000), Duration.ofMillis(1400), true);
        Stream.of(packets.split(" "))
                .forEach(packet -> times.line(("packet," + packet).split(",", 4)));
        return times.found();
    }

    @Test
    void timesAreSortedAndCountFromTheStartOfTheSource() {
        var times = ((Found.Times) found("126000,K__ 133200,__ 129600,__ 136800,K__")).times();

        assertThat(times.count()).isEqualTo(4);
        assertThat(times.ticks(0)).isZero();
        assertThat(times.ticks(1)).isEqualTo(3600);
        assertThat(times.seconds(3)).isEqualTo(new Rational(12, 100));
        assertThat(times.start()).isEqualTo(Duration.ofMillis(1400));
    }

    @Test
    void whatIsDecodedAndNotShownIsNoPicture() {
        var times = ((Found.Times) found("118800,KD_ 122400,_D_ 126000,K__ 129600,__")).times();

        assertThat(times.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "126000,K__ N/A,__; not all of its pictures have times",
                "126000,__ 129600,K__; it begins in the middle of a group of pictures",
                "126000,K__ 122400,__; its first pictures need others that are not there",
                "126000,K__ 126000,__; some of its pictures have the same time",
                "126000,K__ 129600,K__ 126001,K__; its times go back",
                "126000,K__ 9126000,K__; its times jump",
            })
    void whereItCannotBeSaidTheReasonIs(String packets, String reason) {
        assertThat(found(packets)).isEqualTo(new Found.NoTimes(reason));
    }
}
