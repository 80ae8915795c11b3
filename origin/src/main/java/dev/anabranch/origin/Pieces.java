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

    /// Lends bytes that are in memory.
    @FunctionalInterface
    interface Lender {
        /// At most `mostBytes` from `at` on, at least one.
        ByteBuf slice(int at, int mostBytes);
    }

    /// Ends the answer; the future completes when all has been written or the connection is gone.
    static Future<Void> send(HttpServerResponse response, Lender bytes, Span span) {
        var at = (int) span.first();
        var end = at + (int) span.sizeBytes();
        while (true) {
            var piece = bytes.slice(at, Math.min(MAXIMUM_BYTES, end - at));
            at += piece.readableBytes();
            if (at == end) {
                return response.end(BufferInternal.buffer(piece));
            }
            response.write(BufferInternal.buffer(piece));
        }
    }
}
