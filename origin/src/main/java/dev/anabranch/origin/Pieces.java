package dev.anabranch.origin;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;

/// Sends what is whole and in memory, in pieces: each piece that reaches the socket shows the
/// connection's idle timer that a slow reader is still there. They share the memory, so a queue of
/// them costs nothing.
final class Pieces {

    /// At the default idle time of 60 s a reader of 35 kbit/s is kept.
    static final int MAXIMUM_BYTES = 256 * 1024;

    private Pieces() {}

    /// Ends the answer; the future completes when all has been written or the connection is gone.
    static Future<Void> send(HttpServerResponse response, ByteBuf bytes, Span span) {
        var at = (int) span.first();
        var end = at + (int) span.sizeBytes();
        while (end - at > MAXIMUM_BYTES) {
            response.write(BufferInternal.buffer(bytes.slice(at, MAXIMUM_BYTES)));
            at += MAXIMUM_BYTES;
        }
        return response.end(BufferInternal.buffer(bytes.slice(at, end - at)));
    }
}
