package dev.anabranch.origin;

import io.vertx.core.http.HttpServerRequest;

/// Another module's part of the same port, such as an API below `/v1/`.
public interface Annex {

    /// Whether requests to `path` are its own, whatever the method. Asked for each request before
    /// our own addresses are looked at: compare prefixes, nothing more. Any event loop.
    ///
    /// @param path as in the request target, percent-encoded, without the query
    boolean takes(String path);

    /// Answers, in its own time. Called on the connection's event loop, which must not wait; no
    /// byte of the request's body has been read. The response has the header fields that every
    /// answer has (Date, CORS, no sniffing).
    void answer(HttpServerRequest request);
}
