package dev.anabranch.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Times no film has: turned bits make them.
class HostileTimesTest {

    private static final long CENTURY_SECONDS = 36_525L * 24 * 60 * 60;

    @ParameterizedTest
    @ValueSource(
            longs = {
                CENTURY_SECONDS * 1000 + 1000,
                Long.MAX_VALUE / 2,
                -CENTURY_SECONDS * 1000 - 1000,
                Long.MIN_VALUE / 2
            })
    void aTimeBeyondACenturyIsRefused(long shiftTicks) {
        var table = new FakeTable(3, 40, 0, new int[] {0});
        var track = FakeTable.indexed(TrackKind.VIDEO, 1000, table, shiftTicks);
        assertThatThrownBy(() -> PlacedTrack.place("video", track, new ArrayList<>()))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("a time in seconds is ")
                .hasMessageContaining("the maximum is " + CENTURY_SECONDS);
    }

    @Test
    void aClockThatCountsFromTheEpochIsTaken() throws Exception {
        var table = new FakeTable(3, 40, 1_800_000_000_000L, new int[] {0});
        var track = FakeTable.indexed(TrackKind.VIDEO, 1000, table, 0);
        assertThat(PlacedTrack.place("video", track, new ArrayList<>()).sampleCount()).isEqualTo(3);
    }
}
