package dev.anabranch.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A publisher and its viewers as a process on core 1, while the server is looked at.
final class Crowd {

    private static final Pattern FIGURE = Pattern.compile("(\\w+)=([-\\d.]+|NaN)");
    private static final int TIMEOUT_SECONDS = 60;

    private Crowd() {}

    /// What came of one run.
    ///
    /// @param figures what the crowd says, by name
    /// @param cpuSeconds of the server between the moment all had joined and the end
    /// @param steady of the server at the end
    record Outcome(Map<String, Double> figures, double cpuSeconds, Server.Footprint steady) {

        double figure(String name) {
            return figures.getOrDefault(name, Double.NaN);
        }

        double gigabits() {
            return figure("bytes") * 8 / 1e9;
        }

        double cpuSecondsPerGigabit() {
            return cpuSeconds / gigabits();
        }
    }

    /// @param words of the hidden command, such as `rtmp-crowd URL --players 100`
    static Outcome run(Server server, List<String> words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("taskset", "-c", "1"));
        command.addAll(Settings.javaCommand());
        command.addAll(words);
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var figures = new TreeMap<String, Double>();
        try (var out = process.inputReader()) {
            read(out, "steady", figures);
            double before = server.cpuSeconds();
            read(out, "done", figures);
            var outcome = new Outcome(figures, server.cpuSeconds() - before, server.footprint());
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("did not end: " + words);
            }
            return outcome;
        } finally {
            Child.kill(process);
        }
    }

    private static void read(BufferedReader out, String word, Map<String, Double> figures)
            throws IOException {
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(word)) {
                var matcher = FIGURE.matcher(line);
                while (matcher.find()) {
                    figures.put(matcher.group(1), Double.valueOf(matcher.group(2)));
                }
                return;
            }
        }
        throw new IOException("the crowd ended before it said " + word);
    }
}
