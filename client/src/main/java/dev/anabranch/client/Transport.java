package dev.anabranch.client;

/// Where a client gets resources from. Safe for use by many threads.
public interface Transport {

    /// Asks and waits for the whole answer, whatever its status.
    ///
    /// @throws TransportException when there is no whole answer: see [TransportException.Cause]
    /// @throws InterruptedException when the calling thread is interrupted; the request is given up
    Answer get(Request request) throws TransportException, InterruptedException;
}
