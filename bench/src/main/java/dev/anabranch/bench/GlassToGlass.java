package dev.anabranch.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What `play --headless` reads from the picture that `push --test` sends: encoder and player on
/// core 1, the server on core 0.
///
/// @param p50Millis from the clock in the picture to the moment it is shown
record GlassToGlass(double p50Millis, double p95Millis, int stalls) {

    private static final String NAME = "glass";
    private static final int START_SECONDS = 5;
    private static final int PATIENCE_SECONDS = 60;

    private static final Pattern LATENCY =
            Pattern.compile(
                    "\"latency\"\\s*:\\s*\\{[^}]*\"p50\"\\s*:\\s*([\\d.]+)[^}]*\"p95\"\\s*:\\s*([\\d.]+)");

    private static final Pattern STALLS = Pattern.compile("\"stalls\"\\s*:\\s*(\\d+)");

    static GlassToGlass look(Server server, int seconds) throws IOException, InterruptedException {
        int sending = seconds + START_SECONDS + PATIENCE_SECONDS;
        var target = LiveTrial.stream(LivePeers.RTMP_PORT, NAME);
        var push = start("push", "--test", "--to", target, "--duration", sending + "s");
        try {
            TimeUnit.SECONDS.sleep(START_SECONDS);
            var play =
                    start(
                            "play",
                            LiveTrial.playlist(server.port(), NAME),
                            "--headless",
                            "--json",
                            "--duration",
                            seconds + "s");
            try {
                var said = new String(play.getInputStream().readAllBytes());
                play.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return of(said);
            } finally {
                Child.kill(play);
            }
        } finally {
            Child.kill(push);
        }
    }

    private static Process start(String... words) throws IOException {
        var command = new ArrayList<>(List.of("taskset", "-c", "1"));
        command.add(Settings.launcher().toString());
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        if (words[0].equals("push")) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }

    static GlassToGlass of(String json) throws IOException {
        var latency = LATENCY.matcher(json);
        var stalls = STALLS.matcher(json);
        if (!latency.find() || !stalls.find()) {
            throw new IOException("the player did not say what it saw: " + json);
        }
        return new GlassToGlass(
                Double.parseDouble(latency.group(1)),
                Double.parseDouble(latency.group(2)),
                Integer.parseInt(stalls.group(1)));
    }
}
