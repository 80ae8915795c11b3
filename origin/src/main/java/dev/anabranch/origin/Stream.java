package dev.anabranch.origin;

import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Sends what is too large to be held in memory: made or read on a virtual thread of its own, which
/// waits while more than [#WINDOW_BYTES] are on their way to the socket.
final class Stream {

    static final int WINDOW_BYTES = 512 * 1024;
    private static final int PIECE_BYTES = 64 * 1024;

    private final Excerpt excerpt;
    private final HttpServerResponse response;
    private final Context eventLoop;
    private final FileRegions.Ending ending;
    private final Semaphore window = new Semaphore(WINDOW_BYTES);

    /// Set once, on the event loop, when the connection is gone; read by the maker before each
    /// piece.
    private volatile @Nullable Throwable gone;

    Stream(
            Excerpt excerpt,
            HttpServerResponse response,
            Context eventLoop,
            FileRegions.Ending ending) {
        this.excerpt = excerpt;
        this.response = response;
        this.eventLoop = eventLoop;
        this.ending = ending;
    }

    /// Called on the event loop before [#run].
    void listen() {
        response.exceptionHandler(this::lost);
        response.closeHandler(closed -> lost(new ClosedChannelException()));
    }

    /// Makes and sends it all on this thread.
    void run() {
        try {
            excerpt.writeTo(this::write);
            eventLoop.runOnContext(nothing -> {
                ending.done();
                response.end();
            });
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // No memory outside the heap is an Error, and the reader waits for whatever it was.
            eventLoop.runOnContext(nothing -> ending.failed(e));
        }
    }

    private void lost(Throwable cause) {
        if (gone == null) {
            gone = cause;
            window.release(WINDOW_BYTES);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            var count = Math.min(PIECE_BYTES, bytes.remaining());
            window.acquireUninterruptibly(count);
            var cause = gone;
            if (cause != null) {
                throw new IOException("the reader left", cause);
            }
            var piece = ByteBufAllocator.DEFAULT.directBuffer(count);
            piece.writeBytes(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            eventLoop.runOnContext(nothing ->
                    response.write(BufferInternal.buffer(piece))
                            .onComplete(written -> {
                                piece.release();
                                if (written.failed()) {
                                    lost(written.cause());
                                }
                                window.release(count);
                            }));
        }
    }
}
