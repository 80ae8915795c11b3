package dev.anabranch.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program that is measured beside ours, or measures.
///
/// @param name what it is called in results, never its path
/// @param version what it says of itself, one line
record Peer(String name, Path program, String version) {

    private static final int VERSION_SECONDS = 10;

    /// The one at `path`, or the one on the PATH; empty when there is none.
    ///
    /// @param versionFlag makes it print its version in the first line
    static Optional<Peer> find(String name, String path, String versionFlag)
            throws IOException, InterruptedException {
        var program = path.contains("/") ? existing(Path.of(path)) : onPath(path);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Peer(name, program.get(), version(program.get(), versionFlag)));
    }

    private static Optional<Path> existing(Path program) {
        return Optional.of(program.toAbsolutePath()).filter(Files::isExecutable);
    }

    private static Optional<Path> onPath(String program) {
        var folders =
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator);
        return Stream.concat(Stream.of(folders), Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String version(Path program, String flag)
            throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(List.of(program.toString(), flag))
                        .redirectErrorStream(true)
                        .start();
        try (var out = process.inputReader()) {
            var first = out.readLine();
            out.transferTo(java.io.Writer.nullWriter());
            process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS);
            return String.valueOf(first).replaceAll("\\s+Copyright.*", "").strip();
        } finally {
            Child.kill(process);
        }
    }

    /// Its command line.
    List<String> command(String... arguments) {
        return Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
    }

    @Override
    public String toString() {
        return name + ": " + version;
    }
}
