package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.PublishRequest;
import io.netty.channel.EventLoop;

/// Plays a stream of another RTMP or RTMPS server and publishes it to our kernel, and comes back
/// when the connection is lost: readers see a publisher that reconnects.
///
/// When somebody else takes the stream in the kernel it gives up, so that two publishers do not
/// push each other out for ever. Safe for any thread.
public final class Puller implements AutoCloseable {

    private final Reconnector reconnector;
    private final SentCounters counters = new SentCounters();

    /// @param source where from, the stream name included
    /// @param request what our kernel is asked for, at each connection
    /// @throws IllegalArgumentException when the trusted certificates cannot be read
    public Puller(Address source, Kernel kernel, PublishRequest request, Outgoing outgoing) {
        reconnector = outgoing.reconnector(source, false, new Demand(kernel, request, counters));
    }

    /// Each connection publishes to the kernel.
    private record Demand(Kernel kernel, PublishRequest request, SentCounters counters)
            implements Reconnector.Uses {

        @Override
        public ClientSession.Use use(Reconnector owner) {
            return new Intake(owner, kernel, request, counters);
        }

        @Override
        public void whenReady(EventLoop loop, Runnable go) {
            go.run();
        }

        @Override
        public void cancel() {}
    }

    /// Begins to connect; returns at once. A second call does nothing.
    public void start() {
        reconnector.start();
    }

    public ConnectionReport report() {
        return reconnector.report(counters.bytes(), counters.frames(), counters.dropped());
    }

    /// Told on each change of state, on an event loop.
    public void onChange(Runnable listener) {
        reconnector.onChange(listener);
    }

    /// Disconnects; returns at once. A second call does nothing.
    @Override
    public void close() {
        reconnector.stop();
    }
}
