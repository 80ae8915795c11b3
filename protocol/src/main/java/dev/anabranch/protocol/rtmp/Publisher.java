package dev.anabranch.protocol.rtmp;

import java.util.random.RandomGenerator;

/// Sends a stream to another RTMP or RTMPS server and comes back when the connection is lost.
/// Simulcast is several publishers on one source.
///
/// Safe for any thread. Nothing is queued here: what the server does not take in time stays in the
/// source, whose reader skips.
public final class Publisher implements AutoCloseable {

    /// @param target where to, the stream name or key included
    /// @param source opened anew at each connection
    public Publisher(
            Address target,
            MediaFeed.Source source,
            EventLoops loops,
            Backoff backoff,
            RandomGenerator random) {}

    /// Begins to connect; returns at once. A second call does nothing.
    public void start() {
        throw new UnsupportedOperationException("skeleton");
    }

    public ConnectionReport report() {
        throw new UnsupportedOperationException("skeleton");
    }

    /// Told on each change of state, on an event loop.
    public void onChange(Runnable listener) {
        throw new UnsupportedOperationException("skeleton");
    }

    /// Unpublishes and disconnects; a second call does nothing.
    @Override
    public void close() {}
}
