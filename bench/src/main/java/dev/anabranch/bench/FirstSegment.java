package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// How long a packager takes from the start of its process until its first segment lies on the disk
/// under its final name.
final class FirstSegment {

    private static final long TIMEOUT_NANOS = 60_000_000_000L;
    private static final long LOOK_EVERY_NANOS = 500_000;
    private static final int DEPTH = 3;

    private FirstSegment() {}

    /// Starts `command` and ends it as soon as there is a segment below `folder`.
    ///
    /// @return seconds
    static double seconds(List<String> command, Path folder, Predicate<String> isSegment)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        var process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            while (!isThere(folder, isSegment)) {
                if (System.nanoTime() - start > TIMEOUT_NANOS || !process.isAlive()) {
                    throw new IOException("no segment came of " + command);
                }
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            process.destroy();
            process.waitFor();
            Child.kill(process);
        }
    }

    private static boolean isThere(Path folder, Predicate<String> isSegment) throws IOException {
        return isThere(folder, isSegment, DEPTH);
    }

    private static boolean isThere(Path folder, Predicate<String> isSegment, int depth)
            throws IOException {
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                boolean isFolder = Files.isDirectory(entry);
                if (isFolder && depth > 1 && isThere(entry, isSegment, depth - 1)) {
                    return true;
                }
                if (!isFolder && isSegment.test(entry.getFileName().toString())) {
                    return true;
                }
            }
            return false;
        } catch (java.nio.file.NoSuchFileException renamedMeanwhile) {
            return false;
        }
    }
}
