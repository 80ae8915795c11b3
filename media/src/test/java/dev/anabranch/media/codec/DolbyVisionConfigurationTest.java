package dev.anabranch.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DolbyVisionConfigurationTest {

    @Test
    void readsTheRecordOfAPhone() {
        assertThat(DolbyVisionConfiguration.parse(bytes("0100101540" + "00".repeat(19))))
                .contains(new DolbyVisionConfiguration(8, 2, 4));
    }

    @Test
    void saysNothingOfARecordThatIsTooShort() {
        assertThat(DolbyVisionConfiguration.parse(bytes("01001015"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "8, 7, 1, hvc1, PQ, dvh1.08.07/db1p",
        "8, 10, 4, hvc1, HLG, dvh1.08.10/db4h",
        "8, 7, 2, hev1, SDR, dvhe.08.07/db2g",
        "10, 9, 1, av01, PQ, dav1.10.09/db1p",
        "10, 9, 4, av01, HLG, dav1.10.09/db4h"
    })
    void namesWhatIsAddedToThePicture(
            int profile, int level, int compatibility, String entry, String range, String codec) {
        assertThat(
                        new DolbyVisionConfiguration(profile, level, compatibility)
                                .supplementalCodec(entry, range))
                .contains(codec);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 4, hvc1, SDR", // an HLG picture that does not say so
        "8, 0, hvc1, PQ",
        "5, 0, hvc1, PQ",
        "7, 6, hvc1, PQ",
        "8, 1, avc1, PQ",
        "8, 1, av01, PQ"
    })
    void namesNothingWhereTheBaseIsNotWhatItSays(
            int profile, int compatibility, String entry, String range) {
        assertThat(
                        new DolbyVisionConfiguration(profile, 6, compatibility)
                                .supplementalCodec(entry, range))
                .isEmpty();
    }

    @Test
    void onlyProfileFiveHasNoPlainPicture() {
        assertThat(new DolbyVisionConfiguration(5, 6, 0).hasPlainPicture()).isFalse();
        assertThat(new DolbyVisionConfiguration(8, 6, 1).hasPlainPicture()).isTrue();
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
