package dev.anabranch.kernel;

/// Somebody who publishes a stream while its own publisher is away.
sealed interface StandIn permits Relay, SlateShow {

    /// The backup's name, or `slate`.
    String label();

    Publication publication();

    /// Begins; called once, without any lock.
    void start();

    /// Ends; may be called again, by any thread, without any lock.
    void stop();
}
