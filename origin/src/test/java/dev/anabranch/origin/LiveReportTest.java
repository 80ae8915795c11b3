package dev.anabranch.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a report may say.
class LiveReportTest {

    private static LiveReport report(LiveReport.Health health, List<LiveReport.Reason> reasons) {
        return new LiveReport(
                LiveReport.State.ACTIVE,
                health,
                reasons,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void aStreamThatIsGoodMayStillHaveSomethingToSay() {
        var noSound = List.of(new LiveReport.Reason("there is no sound", ""));
        assertThat(report(LiveReport.Health.GOOD, noSound).reasons()).isEqualTo(noSound);
    }

    @Test
    void aStreamThatIsNotGoodSaysWhy() {
        assertThatThrownBy(() -> report(LiveReport.Health.BAD, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("health=BAD");
    }

    @Test
    void theTargetIsToldInWholeMillisecondsAndAsWhatItIs() throws Exception {
        try (var running = new LiveRunning()) {
            running.channel.feedTo(7);

            var told = LiveReportJson.targetLatency(running.channel.presentation);

            assertThat(Double.toString(told)).matches("0\\.[1-9]\\d{0,2}");
            assertThat(new String(running.get("report.json").body(), UTF_8))
                    .contains("\"targetLatencySeconds\":" + told + ",");
            assertThat(new String(running.get("/live").body(), UTF_8))
                    .contains(" s from the live edge");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    keyframes are 8 s apart: set it to 2 s (OBS: 2) | keyframes are 8 s apart | Set it to 2 s (OBS: 2)
                    3 ms ahead (below 0: behind) of it: send it so  | 3 ms ahead (below 0: behind) of it | Send it so
                    no sound; give it one (OBS: Audio)              | no sound; give it one (OBS: Audio) | ''
                    at 12:30:00 it ended                            | at 12:30:00 it ended | ''
                    """)
    void aLineIsAFaultAndItsCure(String line, String fault, String cure) {
        assertThat(LiveReport.Reason.of(line)).isEqualTo(new LiveReport.Reason(fault, cure));
    }
}
