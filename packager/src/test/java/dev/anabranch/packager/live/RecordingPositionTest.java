package dev.anabranch.packager.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What moments an address can name.
class RecordingPositionTest {

    @Test
    void aPlusOfTheOffsetMayHaveBecomeASpace() throws Exception {
        assertThat(RecordingPosition.parse("2026-11-26T11:00:00 01:00"))
                .isEqualTo(new RecordingPosition.At(Instant.parse("2026-11-26T10:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-01-01T00:00:00Z",
                "-999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "-0001-12-31T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "99999999999",
                "1e3",
                "NaN",
                "",
            })
    void whatIsNoMomentIsRefused(String text) {
        assertThatThrownBy(() -> RecordingPosition.parse(text))
                .isInstanceOf(MediaFormatException.class);
    }
}
