package dev.anabranch.kernel;

import dev.anabranch.media.Track;
import java.util.List;

/// A named stream: who publishes it, what is kept of it, who reads it. Thread-safe.
public final class LiveStream {

    public StreamName name() {
        throw new UnsupportedOperationException();
    }

    public StreamSettings settings() {
        throw new UnsupportedOperationException();
    }

    public StreamState state() {
        throw new UnsupportedOperationException();
    }

    public Health health() {
        throw new UnsupportedOperationException();
    }

    public Quality quality() {
        throw new UnsupportedOperationException();
    }

    /// As they are now, in the order of their ids; empty when idle.
    public List<Track> tracks() {
        throw new UnsupportedOperationException();
    }

    /// A new reader. On an idle stream it waits for the publisher.
    ///
    /// @param wake called when there may be something to read after [Subscription#next] said
    ///   `false`: once for each `false`, on the publisher's thread; quick, and never blocking
    public Subscription subscribe(Runnable wake) {
        throw new UnsupportedOperationException();
    }

    /// Lets publishers in again.
    public void enable() {
        throw new UnsupportedOperationException();
    }

    /// Ends the stream and refuses publishers until [#enable].
    public void disable() {
        throw new UnsupportedOperationException();
    }

    /// Ends the stream without waiting for the reconnect window; its publisher is told that it is
    /// over, and may come again.
    public void complete() {
        throw new UnsupportedOperationException();
    }
}
