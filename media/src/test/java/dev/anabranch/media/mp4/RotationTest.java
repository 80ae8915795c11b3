package dev.anabranch.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 1, 0, true",
        "0, 1, -1, 0, 90, true",
        "-1, 0, 0, -1, 180, true",
        "0, -1, 1, 0, 270, true",
        "-1, 0, 0, 1, 0, false",
        "1, 0, 0, -1, 180, false",
        "0, 1, 1, 0, 270, false",
        "0, 0, 0, 0, 0, true",
        "0.99, 0.1, -0.1, 0.99, 0, false"
    })
    void isTheNearestQuarterOfTheMatrix(
            double a, double b, double c, double d, int degrees, boolean isExact) throws Exception {
        assertThat(parse(a, b, c, d)).isEqualTo(new Rotation(degrees, isExact));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 270})
    void comesBackAsWritten(int degrees) throws Exception {
        var out = new BoxWriter(36);
        var rotation = new Rotation(degrees, true);
        rotation.writeMatrix(out, 1920, 1080);

        assertThat(out.size()).isEqualTo(36);
        assertThat(Rotation.parse(new BoxReader(ByteBuffer.wrap(out.toByteArray()), "", 0)))
                .isEqualTo(rotation);
    }

    private static Rotation parse(double... corners) throws Exception {
        var out = new BoxWriter(36);
        for (int i = 0; i < 4; i++) {
            out.u32((int) (corners[i] * 65_536));
            if (i % 2 == 1) {
                out.u32(0);
            }
        }
        out.zeros(8).u32(0x4000_0000);
        return Rotation.parse(new BoxReader(ByteBuffer.wrap(out.toByteArray()), "", 0));
    }
}
