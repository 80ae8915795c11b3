package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Amounts that nothing can be done with are said to be wrong, before anything is begun.
class NoAmountTest {

    private static final String SERVER = "rtmp://127.0.0.1:1/live/x";

    @ParameterizedTest
    @CsvSource({
        "--bitrate, 0k",
        "--bitrate, 0",
        "--bitrate, 9999999M",
        "--keyframes, 0s",
        "--keyframes, 2m",
        "--duration, 0s",
        "--fps, 0",
        "--fps, 121",
        "--size, 0x0",
        "--size, 158x90",
        "--size, 98765x98764",
    })
    void theTestPictureIsRefused(String option, String value) {
        var run = Run.of("push", "--test", "--to", SERVER, option, value);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.status());
    }

    @ParameterizedTest
    @CsvSource({
        "'restream http://127.0.0.1:1/a.m3u8 rtmp://127.0.0.1:1/live/x --duration 0'",
        "'play http://127.0.0.1:1/live/x/index.m3u8 --headless --duration 0s'",
        "'validate http://127.0.0.1:1/live/x/index.m3u8 --duration 0ms'",
    })
    void nothingIsDoneInNoTime(String line) {
        assertThat(Run.of((Object[]) line.split(" ")).exitCode())
                .isEqualTo(ExitCode.USAGE.status());
    }
}
