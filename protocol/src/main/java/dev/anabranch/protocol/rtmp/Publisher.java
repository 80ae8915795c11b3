package dev.anabranch.protocol.rtmp;

/// Sends a stream to another RTMP or RTMPS server and comes back when the connection is lost.
/// Simulcast is several publishers on one source.
///
/// It connects when there is something to send, and leaves when the stream is over, until the next
/// one: meanwhile it is idle.
///
/// Safe for any thread. Nothing is queued here: what the server does not take in time stays in the
/// source, whose reader skips.
public final class Publisher implements AutoCloseable {

    private final Reconnector reconnector;
    private final SentCounters counters = new SentCounters();

    /// @param target where to, the stream name or key included
    /// @param source opened anew at each connection, read on an event loop
    /// @throws IllegalArgumentException when the trusted certificates cannot be read
    public Publisher(Address target, MediaFeed.Source source, Outgoing outgoing) {
        reconnector = outgoing.reconnector(target, true, new Supply(source, counters));
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

    /// Unpublishes and disconnects; returns at once. A second call does nothing.
    @Override
    public void close() {
        reconnector.stop();
    }
}
