package dev.anabranch.live;

import dev.anabranch.kernel.StreamName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends one stream on to all of its targets while it is on air. Thread-safe.
final class Simulcast implements AutoCloseable {

    private final StreamName stream;
    private final Relay relay;
    private final Map<SimulcastTarget, Relay.@Nullable Connection> connections =
            new LinkedHashMap<>();
    private boolean isOnAir;

    Simulcast(StreamName stream, Relay relay) {
        this.stream = stream;
        this.relay = relay;
    }

    /// From now on these; connections to those that stay go on.
    synchronized void direct(List<SimulcastTarget> targets) {
        for (var known : List.copyOf(connections.keySet())) {
            if (!targets.contains(known)) {
                disconnect(known);
                connections.remove(known);
            }
        }
        for (var target : targets) {
            if (!connections.containsKey(target)) {
                connections.put(target, isOnAir ? connect(target) : null);
            }
        }
    }

    synchronized void begin() {
        isOnAir = true;
        connections.replaceAll((target, running) -> running == null ? connect(target) : running);
    }

    synchronized void end() {
        isOnAir = false;
        List.copyOf(connections.keySet()).forEach(this::disconnect);
    }

    /// By the id of the target.
    synchronized Map<String, Relay.Report> reports() {
        var reports = new LinkedHashMap<String, Relay.Report>();
        connections.forEach((target, running) ->
                reports.put(target.id(), running == null ? Relay.Report.IDLE : running.report()));
        return reports;
    }

    private Relay.Connection connect(SimulcastTarget target) {
        return relay.push(stream, target.address().whole());
    }

    private void disconnect(SimulcastTarget target) {
        var running = connections.put(target, null);
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void close() {
        end();
    }
}
