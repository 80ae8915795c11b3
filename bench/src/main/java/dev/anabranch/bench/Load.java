package dev.anabranch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// wrk on core 1 with eight kept connections, which ask for the paths of a list round and round.
final class Load {

    private static final int SECONDS = 5;
    private static final int TIMEOUT_SECONDS = 60;
    private static final int CONNECTIONS = 8;
    private static final Pattern DONE =
            Pattern.compile("done requests=(\\d+) bytes=(\\d+) micros=(\\d+) bad=(\\d+)");

    private static final String SCRIPT =
            """
            local paths, at = {}, 0
            for line in io.lines(os.getenv("ANABRANCH_BENCH_PATHS")) do paths[#paths + 1] = line end
            function request() at = at % #paths + 1; return wrk.format("GET", paths[at]) end
            function done(s)
              local e = s.errors
              io.write(string.format("done requests=%d bytes=%d micros=%d bad=%d\\n", s.requests, s.bytes, s.duration,
                e.connect + e.read + e.write + e.status + e.timeout))
            end
            """;

    private final Peer wrk;
    private final Path script;
    private final Path paths;

    Load(Peer wrk, Workspace room) throws IOException {
        this.wrk = wrk;
        script = room.file("load.lua");
        paths = room.file("paths.txt");
        Files.writeString(script, SCRIPT);
    }

    /// What came of one run.
    ///
    /// @param cpuSeconds of the server
    record Outcome(long requests, long bytes, double seconds, double cpuSeconds) {

        double requestsPerCpuSecond() {
            return requests / cpuSeconds;
        }

        double megabytesPerSecond() {
            return bytes / 1e6 / seconds;
        }

        double megabytesPerCpuSecond() {
            return bytes / 1e6 / cpuSeconds;
        }
    }

    /// @throws IOException also when a single answer was not a 200
    Outcome run(Server server, List<String> wanted) throws IOException, InterruptedException {
        Files.write(paths, wanted);
        var command = new ArrayList<>(List.of("taskset", "-c", "1"));
        command.addAll(
                wrk.command(
                        "-t1",
                        "-c" + CONNECTIONS,
                        "-d" + SECONDS + "s",
                        "--timeout",
                        "20s",
                        "-s",
                        script.toString(),
                        "http://127.0.0.1:" + server.port() + "/"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ANABRANCH_BENCH_PATHS", paths.toString());
        double before = server.cpuSeconds();
        var process = builder.start();
        try (var out = process.inputReader()) {
            var text = String.join("\n", out.lines().toList());
            double cpu = server.cpuSeconds() - before;
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("wrk failed:\n" + text);
            }
            return outcome(text, cpu);
        } finally {
            Child.kill(process);
        }
    }

    private static Outcome outcome(String text, double cpuSeconds) throws IOException {
        var match = DONE.matcher(text);
        if (!match.find() || !match.group(4).equals("0")) {
            throw new IOException("not every answer was whole:\n" + text);
        }
        return new Outcome(
                Long.parseLong(match.group(1)),
                Long.parseLong(match.group(2)),
                Long.parseLong(match.group(3)) / 1e6,
                cpuSeconds);
    }
}
