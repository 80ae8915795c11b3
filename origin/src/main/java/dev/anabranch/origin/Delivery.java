package dev.anabranch.origin;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Executor;

/// Answers a GET or HEAD with a prepared resource: conditions, range, head, and the way for the
/// bytes that costs least.
///
/// Text goes from memory. Media over clear HTTP/1.1 goes from the file by the kernel. All else,
/// TLS, HTTP/2 or made bytes, goes from memory while it fits there and is streamed when it does
/// not. Runs on the connection's event loop.
final class Delivery {

    private final Flights flights;
    private final Executor virtualThreads;
    private final Counters counters;

    Delivery(Flights flights, Executor virtualThreads, Counters counters) {
        this.flights = flights;
        this.virtualThreads = virtualThreads;
        this.counters = counters;
    }

    /// Answers; `false`, with nothing written, when the resource's sources have been closed and it
    /// must be loaded anew.
    boolean send(
            HttpServerRequest request, Context eventLoop, Prepared prepared, Counters.Route route) {
        var holder = prepared.resource().holder();
        var needsSource = !prepared.isInMemory();
        if (needsSource && !holder.retain()) {
            return false;
        }
        var exchange =
                new Exchange(
                        request,
                        eventLoop,
                        prepared,
                        route,
                        needsSource ? holder : Holder.NOTHING,
                        counters);
        var wanted = exchange.begin();
        if (wanted == null) {
            exchange.done();
        } else {
            sendBody(exchange, wanted);
        }
        return true;
    }

    /// Answers with made bytes of any length, never more of them in memory than [Stream] lets. The
    /// resource needs no source held.
    void stream(
            HttpServerRequest request, Context eventLoop, Prepared prepared, Counters.Route route) {
        var exchange = new Exchange(request, eventLoop, prepared, route, Holder.NOTHING, counters);
        var wanted = exchange.begin();
        if (wanted == null) {
            exchange.done();
        } else {
            stream(exchange, wanted);
        }
    }

    private void stream(Exchange exchange, Span span) {
        var excerpt = new Excerpt(exchange.resource().content(), span.first(), span.sizeBytes());
        var stream =
                new Stream(excerpt, exchange.request().response(), exchange.eventLoop(), exchange);
        stream.listen();
        virtualThreads.execute(stream::run);
    }

    private void sendBody(Exchange exchange, Span span) {
        var request = exchange.request();
        var response = request.response();
        var bytes = exchange.representation().bytes();
        if (bytes != null) {
            Pieces.send(response, bytes::slice, span);
            exchange.done();
            return;
        }
        var resource = exchange.resource();
        if (FileRegions.canSend(request, resource.content())) {
            FileRegions.send(
                    request,
                    new Excerpt(resource.content(), span.first(), span.sizeBytes()),
                    exchange);
        } else if (flights.fits(resource.content().sizeBytes())) {
            sendFromMemory(exchange, span);
        } else {
            stream(exchange, span);
        }
    }

    private void sendFromMemory(Exchange exchange, Span span) {
        var resource = exchange.resource();
        var response = exchange.request().response();
        var hot = flights.hot(resource);
        if (hot != null) {
            Pieces.send(response, hot::slice, span).onComplete(written -> hot.release());
            exchange.done();
            return;
        }
        new Follower(flights.board(resource), response, exchange.eventLoop(), span, exchange)
                .start();
    }
}
