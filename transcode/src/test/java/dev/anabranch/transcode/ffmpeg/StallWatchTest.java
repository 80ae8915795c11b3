package dev.anabranch.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.transcode.process.ProgramException;
import dev.anabranch.transcode.process.ProgramException.Kind;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against children that do nothing, looked at each ten milliseconds.
@Timeout(60)
class StallWatchTest {

    private static final Duration PATIENCE = Duration.ofMillis(100);

    /// How many looks make a stall.
    private static final int LOOKS = 10;

    private static SupervisedProcess idle() throws ProgramException {
        return SupervisedProcess.start(
                List.of("/bin/sleep", "600"), Map.of(), Duration.ofMinutes(5));
    }

    private static ProgramException end(SupervisedProcess process) {
        return catchThrowableOfType(ProgramException.class, process::await);
    }

    @Test
    void aProgramThatDoesNothingIsEndedAndSaidToHaveStalled() throws Exception {
        try (var process = idle()) {
            new StallWatch(process, () -> 7, () -> false, PATIENCE).start();

            var end = end(process);
            assertThat(end.kind()).isEqualTo(Kind.STALLED);
            assertThat(end)
                    .hasMessage(
                            "sleep was killed: for 0.1 s it had made nothing and used no processor time");
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void oneThatHasToWaitForWhoeverTakesItsFramesHasNot() throws Exception {
        var looks = new AtomicInteger();
        try (var process = idle()) {
            new StallWatch(process, () -> 7, () -> looks.incrementAndGet() <= 30, PATIENCE).start();

            assertThat(end(process).kind()).isEqualTo(Kind.STALLED);
            assertThat(looks.get()).isGreaterThanOrEqualTo(30 + LOOKS);
        }
    }

    @Test
    void oneThatFramesComeOfHasNot() throws Exception {
        var looks = new AtomicInteger();
        try (var process = idle()) {
            new StallWatch(
                            process,
                            () -> Math.min(30, looks.incrementAndGet()),
                            () -> false,
                            PATIENCE)
                    .start();

            assertThat(end(process).kind()).isEqualTo(Kind.STALLED);
            assertThat(looks.get()).isGreaterThanOrEqualTo(30 + LOOKS);
        }
    }

    /// It would be idle long before it has ended, were its work not seen.
    @Test
    void oneThatWorksHasNot() throws Exception {
        var script = "i=0; while [ $i -lt 500000 ]; do i=$((i+1)); done; exit 3";
        try (var process =
                SupervisedProcess.start(
                        List.of("/bin/sh", "-c", script), Map.of(), Duration.ofMinutes(5))) {
            // A machine under load may leave it without a processor for a while.
            new StallWatch(process, () -> 7, () -> false, PATIENCE.multipliedBy(5)).start();

            assertThat(end(process).kind()).isEqualTo(Kind.FAILED);
        }
    }
}
