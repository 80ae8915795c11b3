package dev.anabranch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// A server that runs on core 0 while it is open, and what it has taken so far.
final class Server implements AutoCloseable {

    private static final List<String> ON_CORE_0 = List.of("taskset", "-c", "0");
    private static final long START_NANOS = 30_000_000_000L;
    private static final long LOOK_EVERY_NANOS = 2_000_000;
    private static final int STOP_SECONDS = 10;

    /// `sysconf(_SC_CLK_TCK)`, which Linux has fixed at 100 for what it shows in `/proc`.
    private static final double TICKS_PER_SECOND = 100;

    private static final Pattern ADDRESS = Pattern.compile("serves at http://[^:]+:(\\d+)/");

    private final Process process;
    private final int port;

    private Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// `anabranch serve` as people start it, once it says where.
    static Server anabranch(Path folder, String... options)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(ON_CORE_0);
        command.addAll(
                List.of(
                        Settings.launcher().toString(),
                        "serve",
                        folder.toString(),
                        "--port",
                        "0",
                        "--host",
                        "127.0.0.1"));
        command.addAll(List.of(options));
        return started(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start(),
                command);
    }

    private static Server started(Process process, List<String> command)
            throws IOException, InterruptedException {
        var port = new CompletableFuture<Integer>();
        Thread.ofVirtual().start(() -> listen(process, port));
        try {
            return new Server(process, port.get(START_NANOS, TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException e) {
            Child.kill(process);
            throw new IOException("did not start: " + command, e);
        }
    }

    private static void listen(Process process, CompletableFuture<Integer> port) {
        try (var out = process.inputReader()) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                var match = ADDRESS.matcher(line);
                if (match.find()) {
                    port.complete(Integer.valueOf(match.group(1)));
                }
            }
            port.completeExceptionally(new IOException("it ended"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    /// `anabranch serve` with these options; what its garbage collector does goes to a log of each
    /// process in `gcLogs`.
    static Server live(List<String> options, Path gcLogs) throws IOException, InterruptedException {
        var command = new ArrayList<>(ON_CORE_0);
        command.addAll(List.of(Settings.launcher().toString(), "serve", "--port", "0"));
        command.addAll(List.of("--host", "127.0.0.1"));
        command.addAll(options);
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // Behind the launcher's own -Xlog, which would turn off an earlier one.
        builder.environment().put("ANABRANCH_JAVA_OPTS", Pauses.option(gcLogs));
        return started(builder.start(), command);
    }

    /// Another server, once its port can be connected to; what it prints goes to a file in `home`.
    static Server peer(List<String> program, Path home, int port)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(ON_CORE_0);
        command.addAll(program);
        var process =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("start.log").toFile())
                        .start();
        awaitOpen(process, port, home);
        return new Server(process, port);
    }

    /// nginx that serves the files of a folder, as its manual has it for large files.
    static Server nginx(Peer nginx, Path folder) throws IOException, InterruptedException {
        return nginx(nginx, folder, "", "location / { root " + folder + "; }");
    }

    /// nginx with nginx-vod-module, HLS in MPEG-TS below `/`, its caches on.
    static Server nginxVod(Peer nginx, Path folder, int segmentSeconds)
            throws IOException, InterruptedException {
        var settings =
                "vod_mode local; vod_metadata_cache metadata 512m; vod_response_cache responses 64m;"
                        + " vod_segment_duration "
                        + segmentSeconds * 1000
                        + "; vod_align_segments_to_key_frames on;"
                        + " vod_manifest_segment_durations_mode accurate; vod_last_modified_types *;";
        return nginx(nginx, folder, settings, "location / { vod hls; alias " + folder + "/; }");
    }

    private static Server nginx(Peer nginx, Path folder, String settings, String location)
            throws IOException, InterruptedException {
        int port = freePort();
        var home = Files.createTempDirectory(folder.getParent(), "nginx");
        var configuration = home.resolve("nginx.conf");
        Files.writeString(
                configuration,
                """
                daemon off; master_process off; worker_processes 1; pid nginx.pid; error_log error.log crit;
                events { worker_connections 1024; }
                http {
                  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on;
                  keepalive_timeout 65; keepalive_requests 100000000; default_type application/octet-stream;
                  open_file_cache max=4096; open_file_cache_valid 60s;
                  client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
                  %s
                  server { listen 127.0.0.1:%d; %s }
                }
                """
                        .formatted(settings, port, location));
        var command = new ArrayList<>(ON_CORE_0);
        command.addAll(
                nginx.command("-p", home + "/", "-e", "error.log", "-c", configuration.toString()));
        var process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(home.resolve("start.log").toFile())
                        .start();
        awaitOpen(process, port, home);
        return new Server(process, port);
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }

    private static void awaitOpen(Process process, int port, Path home) throws IOException {
        long deadline = System.nanoTime() + START_NANOS;
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    Child.kill(process);
                    throw new IOException(
                            "it did not start: " + Files.readString(home.resolve("start.log")),
                            notYet);
                }
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        }
    }

    long processId() {
        return process.pid();
    }

    int port() {
        return port;
    }

    /// User and system time of all its threads so far, in steps of 10 ms.
    double cpuSeconds() throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /// What it holds now.
    ///
    /// @param residentBytes of memory
    record Footprint(long residentBytes, long threads, long files) {}

    Footprint footprint() throws IOException {
        var status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return new Footprint(
                    number(status, "VmRSS") * 1024, number(status, "Threads"), files.count());
        }
    }

    private static long number(String status, String name) {
        var match = Pattern.compile(name + ":\\s+(\\d+)").matcher(status);
        if (!match.find()) {
            throw new IllegalStateException(name);
        }
        return Long.parseLong(match.group(1));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Child.kill(process);
        }
    }
}
