package dev.anabranch.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs a program to its end and says what it took.
///
/// A shell stands between, because its `times` tells the processor time of a child exactly while
/// `/proc` forgets it when the child ends. The resident set's high-water mark is read from `/proc`
/// every few milliseconds: what the kernel reports at the end would include the memory of the JVM
/// that forked.
final class Child {

    private static final String SHELL =
            "\"$@\" >/dev/null 2>\"$ANABRANCH_BENCH_ERRORS\" </dev/null &"
                    + " echo $!; wait $!; status=$?; times; exit $status";

    private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final int LOOK_EVERY_MILLIS = 5;

    private Child() {}

    /// @throws IOException when it cannot be started, fails, or does not end within `timeout`, by
    ///   which time it and all it started are killed
    static Usage run(Duration timeout, List<String> command)
            throws IOException, InterruptedException {
        var errors = Files.createTempFile("anabranch-bench", ".err");
        var all = new ArrayList<>(List.of("sh", "-c", SHELL, "sh"));
        all.addAll(command);
        var builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("ANABRANCH_BENCH_ERRORS", errors.toString());
        long start = System.nanoTime();
        var process = builder.start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            var status = Path.of("/proc", out.readLine(), "status");
            long peakKibibytes = watch(process, status, start + timeout.toNanos(), command);
            double wall = (System.nanoTime() - start) / 1e9;
            if (process.exitValue() != 0) {
                throw new IOException(
                        "exit "
                                + process.exitValue()
                                + " of "
                                + command
                                + ":\n"
                                + Files.readString(errors));
            }
            return new Usage(wall, cpuSeconds(out), peakKibibytes / 1024.0);
        } finally {
            kill(process);
            Files.delete(errors);
        }
    }

    /// Ends a process and everything it started.
    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static long watch(
            Process process, Path status, long deadlineNanos, List<String> command)
            throws IOException, InterruptedException {
        long peak = 0;
        while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peakKibibytes(status));
            if (System.nanoTime() > deadlineNanos) {
                throw new IOException("not done in time: " + command);
            }
        }
        return peak;
    }

    private static long peakKibibytes(Path status) {
        try {
            var match = PEAK.matcher(Files.readString(status));
            return match.find() ? Long.parseLong(match.group(1)) : 0;
        } catch (IOException hasEnded) {
            return 0;
        }
    }

    /// The second line of `times` is about the children: user, then system.
    private static double cpuSeconds(BufferedReader out) throws IOException {
        out.readLine();
        var line = String.valueOf(out.readLine());
        return TIME.matcher(line).results().mapToDouble(Child::seconds).sum();
    }

    private static double seconds(java.util.regex.MatchResult time) {
        return 60 * Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
    }

    static double seconds(String times) {
        Matcher matcher = TIME.matcher(times);
        return matcher.results().mapToDouble(Child::seconds).sum();
    }
}
