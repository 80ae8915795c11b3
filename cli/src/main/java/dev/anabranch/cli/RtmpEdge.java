package dev.anabranch.cli;

import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.live.Relay;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.origin.Config;
import dev.anabranch.protocol.rtmp.Address;
import dev.anabranch.protocol.rtmp.ConnectionReport;
import dev.anabranch.protocol.rtmp.ConnectionState;
import dev.anabranch.protocol.rtmp.EventLoops;
import dev.anabranch.protocol.rtmp.Limits;
import dev.anabranch.protocol.rtmp.Listener;
import dev.anabranch.protocol.rtmp.ListenerConfig;
import dev.anabranch.protocol.rtmp.Outgoing;
import dev.anabranch.protocol.rtmp.Publisher;
import dev.anabranch.protocol.rtmp.Puller;
import dev.anabranch.protocol.rtmp.StreamFeed;
import dev.anabranch.service.IngestPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// RTMP in and out: the listener for encoders and players, and connections to other servers.
final class RtmpEdge implements Relay, AutoCloseable {

    private final Clocks clocks;
    private final Function<StreamName, PublishRequest> admission;
    private final EventLoops loops = new EventLoops(Runtime.getRuntime().availableProcessors());
    private final SecureRandom random = new SecureRandom();

    private @Nullable Kernel kernel;
    private @Nullable Listener listener;
    private Optional<String> trouble = Optional.empty();

    /// @param admission what our own kernel is asked with for a stream that we fetch
    RtmpEdge(Clocks clocks, Function<StreamName, PublishRequest> admission) {
        this.clocks = clocks;
        this.admission = admission;
    }

    /// Before anything else.
    void use(Kernel streams) {
        kernel = streams;
    }

    /// Opens the ports that are wanted; a usual port that nobody asked for may be another
    /// program's.
    IngestPorts open(LiveSetup setup, Config web) throws CommandException {
        var config = config(setup, web);
        if (config.isEmpty() || kernel == null) {
            return IngestPorts.NONE;
        }
        var opened = new Listener(config.get(), kernel, loops, clocks, random);
        try {
            opened.start();
        } catch (IOException failure) {
            if (setup.isRtmpPortWanted() || setup.rtmpsPort().isPresent()) {
                throw new CommandException(ExitCode.CONFLICT, words(failure, setup));
            }
            trouble = Optional.of("nobody can publish: " + words(failure, setup));
            return IngestPorts.NONE;
        }
        listener = opened;
        return new IngestPorts(open(opened.port()), open(opened.securePort()));
    }

    private static String words(IOException failure, LiveSetup setup) {
        var reason = String.valueOf(failure.getMessage());
        if (reason.contains("Address already in use")) {
            reason =
                    "the port for encoders, "
                            + setup.rtmpPort().orElse(0)
                            + (setup.rtmpsPort().isPresent()
                                    ? " or " + setup.rtmpsPort().getAsInt()
                                    : "")
                            + ", is taken by another program";
        }
        return reason + "; choose another with --rtmp-port, 0 for a free one, or --no-rtmp";
    }

    private static OptionalInt open(int port) {
        return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
    }

    private static Optional<ListenerConfig> config(LiveSetup setup, Config web)
            throws CommandException {
        var plain = setup.rtmpPort();
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        var config =
                new ListenerConfig(
                        Optional.of(new InetSocketAddress(web.host(), plain.getAsInt())),
                        Optional.empty(),
                        Limits.DEFAULT);
        var secure = setup.rtmpsPort();
        if (secure.isEmpty()) {
            return Optional.of(config);
        }
        var tls = web.tls();
        if (tls.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "--rtmps-port needs --tls-certificate and --tls-key");
        }
        return Optional.of(
                config.withSecure(
                        new ListenerConfig.Secure(
                                new InetSocketAddress(web.host(), secure.getAsInt()),
                                tls.get().certificate(),
                                tls.get().key())));
    }

    /// Why nobody can publish though somebody might want to.
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public Connection push(StreamName stream, URI target) {
        try {
            var found = kernel().find(stream).orElseThrow();
            var publisher =
                    new Publisher(
                            Address.parse(target.toString()), StreamFeed.of(found), outgoing());
            publisher.start();
            return new Line(publisher::report, publisher::close);
        } catch (MediaFormatException wrong) {
            return failed(wrong);
        }
    }

    @Override
    public Connection pull(URI source, StreamName stream) {
        try {
            var puller =
                    new Puller(
                            Address.parse(source.toString()),
                            kernel(),
                            admission.apply(stream),
                            outgoing());
            puller.start();
            return new Line(puller::report, puller::close);
        } catch (MediaFormatException wrong) {
            return failed(wrong);
        }
    }

    private Outgoing outgoing() {
        return Outgoing.of(loops, random, clocks.nanos());
    }

    private Kernel kernel() {
        return Optional.ofNullable(kernel).orElseThrow(IllegalStateException::new);
    }

    private static Connection failed(MediaFormatException wrong) {
        var report =
                new ConnectionReport(
                        ConnectionState.ERRORED, Optional.of(wrong.getMessage()), 0, 0, 0, 0, 0);
        return new Line(() -> report, () -> {});
    }

    /// A connection of the protocol, in the words of `live`.
    private record Line(Supplier<ConnectionReport> state, Runnable end) implements Connection {

        @Override
        public Report report() {
            var now = state.get();
            return new Report(
                    switch (now.state()) {
                        case IDLE -> State.IDLE;
                        case STARTING -> State.STARTING;
                        case BROADCASTING -> State.BROADCASTING;
                        case ERRORED -> State.ERRORED;
                    },
                    now.lastError());
        }

        @Override
        public void close() {
            end.run();
        }
    }

    /// Takes no more from encoders.
    void stop() {
        if (listener != null) {
            listener.close();
        }
    }

    @Override
    public void close() {
        stop();
        loops.close();
    }
}
