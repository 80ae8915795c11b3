package dev.anabranch.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// An outside program run to its end under a hard timeout; its whole process tree is gone
/// afterwards.
public final class Command {

    /// What a program left behind.
    public record Result(int exitCode, String out, String err) {}

    private Command() {}

    /// Where `program` is on the PATH.
    public static Optional<Path> find(String program) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(file -> file.toFile().canExecute())
                .findFirst();
    }

    /// Runs `arguments` and waits for the end.
    ///
    /// @throws IllegalStateException when it cannot be started or outlives `timeout`
    public static Result run(Duration timeout, List<String> arguments) {
        try {
            var process = new ProcessBuilder(arguments).start();
            process.getOutputStream().close();
            return await(process, timeout, arguments);
        } catch (IOException failure) {
            throw new IllegalStateException("cannot run " + arguments, failure);
        }
    }

    public static Result run(Duration timeout, String... arguments) {
        return run(timeout, List.of(arguments));
    }

    private static Result await(Process process, Duration timeout, List<String> arguments) {
        var out = collect(process.getInputStream());
        var err = collect(process.getErrorStream());
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("killed after " + timeout + ": " + arguments);
            }
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + arguments, interrupted);
        } finally {
            kill(process);
        }
    }

    /// Ends a process and everything it started.
    public static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static CompletableFuture<String> collect(InputStream stream) {
        var text = new CompletableFuture<String>();
        Thread.ofVirtual()
                .start(() -> {
                    try (stream) {
                        text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                    } catch (IOException failure) {
                        text.completeExceptionally(new UncheckedIOException(failure));
                    }
                });
        return text;
    }
}
