package dev.anabranch.transcode.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.transcode.process.ProgramException.Kind;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against real children, by the shell.
@Timeout(30)
class SupervisedProcessTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private static SupervisedProcess shell(String script, Duration limit) throws ProgramException {
        return SupervisedProcess.start(List.of("/bin/sh", "-c", script), Map.of(), limit);
    }

    @Test
    void whatGoesInComesOut() throws Exception {
        try (var process = shell("cat", LONG)) {
            process.input().write("frames".getBytes(StandardCharsets.UTF_8));
            process.input().close();

            assertThat(process.output().readAllBytes()).asString().isEqualTo("frames");
            process.await();
        }
    }

    @Test
    void aFailureTellsTheLastLinesOfTheProgram() throws Exception {
        var script = "i=0; while [ $i -lt 2000 ]; do echo line $i >&2; i=$((i+1)); done; exit 3";
        try (var process = shell(script, LONG)) {
            var failure = catchThrowableOfType(ProgramException.class, process::await);

            assertThat(failure.kind()).isEqualTo(Kind.FAILED);
            assertThat(failure).hasMessageStartingWith("sh failed with status 3");
            assertThat(failure.getMessage()).endsWith("line 1999").doesNotContain("line 100\n");
            assertThat(failure.getMessage().length()).isLessThan(Tail.MAX_BYTES + 100);
        }
    }

    @Test
    void whereInMemoryAnErrorCameFromIsNotTold() throws Exception {
        var script =
                "echo '[tcp @ 0x55e0d6bc0280] refused' >&2; echo '[in#0 @ 0x5ff] [1] x' >&2; exit 1";
        try (var process = shell(script, LONG)) {
            var failure = catchThrowableOfType(ProgramException.class, process::await);

            assertThat(failure.getMessage().lines().skip(1)).containsExactly("refused", "[1] x");
        }
    }

    @Test
    void aProgramThatHangsIsKilledWithItsChildrenWhenItsTimeIsOver() throws Exception {
        try (var process = shell("sleep 600 & echo $!; wait", Duration.ofMillis(700))) {
            long child = childOf(process);

            var failure = catchThrowableOfType(ProgramException.class, process::await);

            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertGone(child);
        }
    }

    @Test
    void closingKillsTheTree() throws Exception {
        long child;
        SupervisedProcess closed;
        try (var process = shell("trap '' TERM; sleep 600 & echo $!; wait", LONG)) {
            child = childOf(process);
            closed = process;
        }

        assertThat(closed.isAlive()).isFalse();
        assertGone(child);
        assertThat(catchThrowableOfType(ProgramException.class, closed::await).kind())
                .isEqualTo(Kind.CANCELLED);
    }

    @Test
    void whatAProgramLeavesBehindIsGoneWhenItHasEnded() throws Exception {
        try (var process = shell("sleep 600 & echo $!", LONG)) {
            long orphan = childOf(process);

            // It holds the pipe; nobody would ever come to its end.
            assertThat(process.output().readAllBytes()).isEmpty();
            process.await();
            assertGone(orphan);
        }
    }

    @Test
    void anInterruptionIsHeededWhileNothingIsWritten() throws Exception {
        try (var process = shell("sleep 600", LONG)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> process.read(100)).isInstanceOf(InterruptedException.class);
        }
    }

    /// A pipe that is silent holds the carrier of a virtual thread. Stack traces are those of
    /// threads that are none.
    @Test
    void whatAChildSaysIsReadByAThreadOfThePlatform() throws Exception {
        try (var process = shell("echo begun >&2; echo; sleep 600", LONG)) {
            assertThat(process.output().read()).isEqualTo('\n');
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .contains("stderr");
        }
    }

    /// Whoever embeds this may keep it busy for as long as he likes.
    @Test
    void nothingWaitsForTheCommonPool() throws Exception {
        var isOver = new CountDownLatch(1);
        for (int i = 0; i < 2 * ForkJoinPool.getCommonPoolParallelism(); i++) {
            ForkJoinPool.commonPool()
                    .execute(() -> {
                        try {
                            isOver.await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                    });
        }
        long orphan;
        try (var process = shell("sleep 600 & echo $!", LONG)) {
            orphan = childOf(process);
            assertThat(process.output().readAllBytes()).isEmpty();
            process.await();
        } finally {
            isOver.countDown();
        }
        assertGone(orphan);
    }

    @Test
    void whatAProgramHasWrittenCanBeReadAfterItsEnd() throws Exception {
        try (var process = shell("seq 1 5000", LONG)) {
            process.awaitExit();

            assertThat(process.output().readAllBytes()).hasSize(23_893).endsWith('0', '\n');
        }
    }

    @Test
    void whatAProgramThatFailsLeavesBehindIsGone() throws Exception {
        try (var process = shell("sleep 600 & echo $!; exit 1", LONG)) {
            long orphan = childOf(process);

            assertThat(catchThrowableOfType(ProgramException.class, process::await).kind())
                    .isEqualTo(Kind.FAILED);
            assertGone(orphan);
        }
    }

    /// The shell between has ended before anything is killed.
    @ParameterizedTest
    @ValueSource(longs = {700, 300_000})
    void whatHasLostItsParentIsKilledWithTheRest(long limitMillis) throws Exception {
        var limit = Duration.ofMillis(limitMillis);
        try (var process = shell("(sleep 600 & echo $!); echo; sleep 600", limit)) {
            var lines = lines(process);
            long orphan = Long.parseLong(lines.readLine());
            assertThat(lines.readLine()).isEmpty();

            if (limit.compareTo(LONG) == 0) {
                process.close();
            }
            assertThat(catchThrowableOfType(ProgramException.class, process::await)).isNotNull();
            assertGone(orphan);
        }
    }

    @Test
    void aProgramThatIsNotThereIsMissing() {
        assertThatThrownBy(() -> SupervisedProcess.start(List.of("/no/such"), Map.of(), LONG))
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.MISSING))
                .hasMessageContaining("/no/such");
    }

    private static long childOf(SupervisedProcess process) throws Exception {
        return Long.parseLong(lines(process).readLine());
    }

    private static BufferedReader lines(SupervisedProcess process) {
        return new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
    }

    private static void assertGone(long pid) throws Exception {
        var handle = ProcessHandle.of(pid);
        if (handle.isPresent()) {
            handle.get().onExit().get(10, TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
