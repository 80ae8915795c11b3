package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.protocol.rtmp.Address;
import dev.anabranch.protocol.rtmp.ConnectionReport;
import dev.anabranch.protocol.rtmp.ConnectionState;
import dev.anabranch.protocol.rtmp.EventLoops;
import dev.anabranch.protocol.rtmp.Outgoing;
import dev.anabranch.protocol.rtmp.Publisher;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The servers that a stream is sent to, and how they fare.
final class Targets implements AutoCloseable {

    /// What a server may take for what is under way to it when we leave.
    private static final Duration LAST_FRAMES = Duration.ofSeconds(5);

    private final EventLoops loops = new EventLoops(1);
    private final List<Target> targets = new ArrayList<>();
    private final PrintWriter out;
    private final boolean isJson;
    private final FeedHub hub;

    /// One server.
    private static final class Target {
        private final Address address;
        private final Publisher publisher;
        private String told = "";

        Target(Address address, Publisher publisher) {
            this.address = address;
            this.publisher = publisher;
        }
    }

    /// A change of state as JSON has it.
    record State(
            String target,
            String state,
            String lastError,
            int connections,
            long frames,
            long bytes,
            long droppedFrames) {}

    private Targets(FeedHub hub, PrintWriter out, boolean isJson) {
        this.hub = hub;
        this.out = out;
        this.isJson = isJson;
    }

    /// Begins to connect to all.
    ///
    /// @throws CommandException when one is no address of RTMP
    static Targets start(List<String> addresses, FeedHub hub, PrintWriter out, boolean isJson)
            throws CommandException {
        var parsed = new ArrayList<Address>();
        for (var address : addresses) {
            parsed.add(parsed(address));
        }
        var all = new Targets(hub, out, isJson);
        var outgoing = Outgoing.of(all.loops, new SecureRandom(), System::nanoTime);
        for (var address : parsed) {
            all.targets.add(new Target(address, new Publisher(address, hub, outgoing)));
        }
        for (var target : all.targets) {
            target.publisher.onChange(all::changed);
            target.publisher.start();
        }
        return all;
    }

    private static Address parsed(String address) throws CommandException {
        try {
            var parsed = Address.parse(address);
            if (!parsed.stream().isEmpty()) {
                return parsed;
            }
            throw new CommandException(
                    ExitCode.USAGE, address + " names no stream: send to rtmp://host/app/key");
        } catch (MediaFormatException wrong) {
            throw new CommandException(
                    ExitCode.USAGE,
                    address + ": " + wrong.getMessage() + "; send to rtmp://host/app/key");
        }
    }

    private void changed() {
        tell();
        if (targets.stream().allMatch(Targets::isDecided)) {
            hub.readersAreThere();
        }
        synchronized (this) {
            notifyAll();
        }
    }

    private static boolean isDecided(Target target) {
        var report = target.publisher.report();
        return report.connections() > 0 || report.failures() > 0;
    }

    /// Waits until no server has anything under way to it, at most so long.
    synchronized void awaitIdle(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (targets.stream().anyMatch(Targets::isBusy)) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return;
            }
            wait(millis);
        }
    }

    private static boolean isBusy(Target target) {
        return switch (target.publisher.report().state()) {
            case STARTING, BROADCASTING -> true;
            case IDLE, ERRORED -> false;
        };
    }

    /// Prints each state that has changed; one line each.
    private synchronized void tell() {
        for (var target : targets) {
            var report = target.publisher.report();
            var line = report.state() + report.lastError().orElse("");
            if (!line.equals(target.told)) {
                target.told = line;
                print(target, report);
            }
        }
    }

    private void print(Target target, ConnectionReport report) {
        var state = report.state().name().toLowerCase(Locale.ROOT);
        if (isJson) {
            out.print(
                    Json.line(
                            new State(
                                    target.address.toString(),
                                    state,
                                    report.lastError().orElse(""),
                                    report.connections(),
                                    report.frames(),
                                    report.bytes(),
                                    report.droppedFrames())));
        } else {
            var error = report.lastError().map(text -> ": " + text).orElse("");
            boolean isFailed = report.state() == ConnectionState.ERRORED;
            out.println(Printable.lines(target.address + " " + state + (isFailed ? error : "")));
        }
        out.flush();
    }

    /// The first error when no server has ever taken anything; empty as long as one has, or none
    /// has failed often enough.
    Optional<String> hopeless(int attempts) {
        var reports = targets.stream().map(target -> target.publisher.report()).toList();
        boolean isHopeless =
                reports.stream()
                        .allMatch(report ->
                                report.connections() == 0 && report.failures() >= attempts);
        return isHopeless
                ? Optional.of(
                        targets.getFirst().address
                                + ": "
                                + reports.getFirst().lastError().orElse("no connection"))
                : Optional.empty();
    }

    /// How each fared in all.
    synchronized void summary() {
        for (var target : targets) {
            print(target, target.publisher.report());
        }
    }

    @Override
    public void close() {
        targets.forEach(target -> target.publisher.close());
        try {
            awaitIdle(LAST_FRAMES);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
        }
        loops.close();
    }
}
