package dev.anabranch.origin;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Sends one reader the segment a [Flight] makes, as fast as both go: what is made is written until
/// the connection's queue is full, and again when it has drained. All but [#wake] runs on the
/// connection's event loop.
final class Follower {

    private final Flight flight;
    private final HttpServerResponse response;
    private final FileRegions.Ending ending;
    private final Context eventLoop;
    private final int end;
    private final Runnable progress = this::wake;

    /// Set by whoever woke us and not yet seen by the event loop, so that a fast maker posts one
    /// task, not thousands.
    private final AtomicBoolean isAwake = new AtomicBoolean();

    private int at;
    private boolean isOver;

    /// @param flight whose memory is held for this follower, which lets go of it
    Follower(
            Flight flight,
            HttpServerResponse response,
            Context eventLoop,
            Span span,
            FileRegions.Ending ending) {
        this.flight = flight;
        this.response = response;
        this.eventLoop = eventLoop;
        this.at = (int) span.first();
        this.end = (int) (span.first() + span.sizeBytes());
        this.ending = ending;
    }

    void start() {
        response.exceptionHandler(this::failed);
        response.closeHandler(closed -> failed(new ClosedChannelException()));
        response.drainHandler(drained -> pump());
        flight.follow(progress);
        pump();
    }

    private void wake() {
        if (isAwake.compareAndSet(false, true)) {
            eventLoop.runOnContext(nothing -> {
                isAwake.set(false);
                pump();
            });
        }
    }

    private void pump() {
        if (isOver) {
            return;
        }
        // Read before `filled`: a failure seen means that no more bytes come.
        var failure = flight.failure();
        var available = Math.min(flight.filled(), end);
        while (at < available && !isOver && !response.writeQueueFull()) {
            write(flight.slice(at, available - at));
        }
        if (isOver) {
            return;
        }
        if (at == end) {
            finish();
            ending.done();
            response.end();
        } else if (failure != null && at >= available) {
            failed(failure);
        }
    }

    private void write(ByteBuf piece) {
        if (!flight.hold()) {
            throw new IllegalStateException("this follower holds the flight");
        }
        // Before the write, which may call back.
        at += piece.readableBytes();
        response.write(BufferInternal.buffer(piece)).onComplete(written -> flight.release());
    }

    private void failed(Throwable cause) {
        if (!isOver) {
            finish();
            ending.failed(cause);
        }
    }

    private void finish() {
        isOver = true;
        flight.leave(progress);
        flight.release();
    }
}
