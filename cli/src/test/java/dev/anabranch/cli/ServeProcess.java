package dev.anabranch.cli;

import dev.anabranch.testkit.Command;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `anabranch serve` as a process of its own on free ports, whose user has an empty home.
final class ServeProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern SITE = Pattern.compile("serves at (http\\S+)");
    private static final Pattern INGEST = Pattern.compile("publish to (rtmp://\\S+/live)/NAME");

    final URI site;

    /// `rtmp://localhost:PORT/live`
    final String ingest;

    private final Path home;
    private final Process process;
    private final StringBuilder log;

    private ServeProcess(URI site, String ingest, Path home, Process process, StringBuilder log) {
        this.site = site;
        this.ingest = ingest;
        this.home = home;
        this.process = process;
        this.log = log;
    }

    static ServeProcess start(Path home, Object... arguments) throws Exception {
        return start(home, Map.of(), arguments);
    }

    /// @param variables what is in its environment beside what this process has
    static ServeProcess start(Path home, Map<String, String> variables, Object... arguments)
            throws Exception {
        var command = new ArrayList<>(command());
        command.addAll(List.of("serve", "--port", "0", "--rtmp-port", "0", "--host", "127.0.0.1"));
        for (var argument : arguments) {
            command.add(argument.toString());
        }
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        environment(builder, home);
        builder.environment().putAll(variables);
        var process = builder.start();
        var log = new StringBuilder();
        var site = new CompletableFuture<URI>();
        var ingest = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> read(process.inputReader(), log, site, ingest));
        try {
            return new ServeProcess(
                    site.get(START.toSeconds(), TimeUnit.SECONDS),
                    ingest.get(START.toSeconds(), TimeUnit.SECONDS),
                    home,
                    process,
                    log);
        } catch (Exception failure) {
            Command.kill(process);
            throw new IllegalStateException("no start: " + log, failure);
        }
    }

    private static void read(
            BufferedReader out,
            StringBuilder log,
            CompletableFuture<URI> site,
            CompletableFuture<String> ingest) {
        try (out) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (log) {
                    log.append(line).append('\n');
                }
                find(SITE, line, found -> site.complete(URI.create(found)));
                find(INGEST, line, ingest::complete);
            }
        } catch (IOException ended) {
            site.completeExceptionally(ended);
        }
    }

    private static void find(
            Pattern pattern, String line, java.util.function.Consumer<String> use) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find()) {
            use.accept(matcher.group(1));
        }
    }

    /// Another command line of the same user.
    Command.Result run(String... arguments) {
        var words = new ArrayList<>(List.of("env"));
        var builder = new ProcessBuilder();
        environment(builder, home);
        for (var name : List.of("XDG_STATE_HOME", "XDG_DATA_HOME")) {
            words.add(name + "=" + builder.environment().get(name));
        }
        words.addAll(command());
        words.addAll(List.of(arguments));
        return Command.run(Duration.ofSeconds(60), words);
    }

    private static void environment(ProcessBuilder builder, Path home) {
        builder.environment().put("XDG_STATE_HOME", home.resolve("state").toString());
        builder.environment().put("XDG_DATA_HOME", home.resolve("share").toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("ANABRANCH_"));
        builder.directory(home.toFile());
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                absolute(
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path"))),
                Main.class.getName());
    }

    private static String absolute(String classPath) {
        return String.join(
                File.pathSeparator,
                List.of(classPath.split(File.pathSeparator)).stream()
                        .map(part -> Path.of(part).toAbsolutePath().toString())
                        .toList());
    }

    String log() {
        synchronized (log) {
            return log.toString();
        }
    }

    /// Asks it to end, as an operator does, and waits.
    ///
    /// @return whether it ended in time
    boolean terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        Command.kill(process);
    }
}
