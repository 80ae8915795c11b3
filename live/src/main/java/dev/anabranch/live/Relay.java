package dev.anabranch.live;

import dev.anabranch.kernel.StreamName;
import java.net.URI;
import java.util.Optional;

/// What carries streams to other servers and from them: a protocol, which this module does not
/// know. Thread-safe.
public interface Relay {

    /// Begins to send `stream` to `target`, and comes back for as long as it is not closed.
    Connection push(StreamName stream, URI target);

    /// Begins to fetch `source` and to publish it as `stream`, and comes back for as long as it is
    /// not closed. Its publisher passes no gate: the operator has said so.
    Connection pull(URI source, StreamName stream);

    /// One of them. Closing it ends it soon; a second time does nothing.
    interface Connection extends AutoCloseable {

        Report report();

        @Override
        void close();
    }

    /// Where a connection stands; the words are those of the API.
    enum State {
        /// Waits for the stream to be on air.
        IDLE,
        /// Connecting, or waiting for media.
        STARTING,
        /// Media flows.
        BROADCASTING,
        /// The last attempt failed; another follows.
        ERRORED
    }

    /// @param lastError why the last attempt ended, also while a later one goes well
    record Report(State state, Optional<String> lastError) {

        public static final Report IDLE = new Report(State.IDLE, Optional.empty());
    }

    /// There is no protocol: every connection says so.
    Relay NONE =
            new Relay() {
                @Override
                public Connection push(StreamName stream, URI target) {
                    return none();
                }

                @Override
                public Connection pull(URI source, StreamName stream) {
                    return none();
                }

                private Connection none() {
                    return new Connection() {
                        @Override
                        public Report report() {
                            return new Report(
                                    State.ERRORED, Optional.of("this server has no RTMP"));
                        }

                        @Override
                        public void close() {}
                    };
                }
            };
}
