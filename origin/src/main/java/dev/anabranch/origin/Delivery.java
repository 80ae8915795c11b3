package dev.anabranch.origin;

import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers a GET or HEAD with a prepared resource: conditions, range, head, and the way for the bytes that costs least.
///
/// Text goes from memory. Media over clear HTTP/1.1 goes from the file by the kernel. All else, TLS, HTTP/2 or made
/// bytes, goes from memory while it fits there and is streamed when it does not. Runs on the connection's event loop.
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private static final CharSequence RANGE = HttpHeaders.createOptimized("range");
    private static final CharSequence IF_RANGE = HttpHeaders.createOptimized("if-range");

    private final Flights flights;
    private final Executor virtualThreads;
    private final Counters counters;

    Delivery(Flights flights, Executor virtualThreads, Counters counters) {
        this.flights = flights;
        this.virtualThreads = virtualThreads;
        this.counters = counters;
    }

    /// Answers; `false`, with nothing written, when the resource's sources have been closed and it must be loaded anew.
    boolean send(HttpServerRequest request, Context eventLoop, Prepared prepared) {
        var holder = prepared.resource().holder();
        var needsSource = !prepared.isInMemory();
        if (needsSource && !holder.retain()) {
            return false;
        }
        var exchange = new Exchange(request, eventLoop, prepared, needsSource ? holder : Holder.NOTHING);
        var wanted = exchange.begin();
        if (wanted == null) {
            exchange.done();
        } else {
            sendBody(exchange, wanted);
        }
        return true;
    }

    private void sendBody(Exchange exchange, Span span) {
        var request = exchange.request;
        var response = request.response();
        var bytes = exchange.representation.bytes();
        if (bytes != null) {
            var part = span.sizeBytes() == bytes.readableBytes() ? bytes : bytes.slice((int) span.first(), (int) span.sizeBytes());
            response.end(BufferInternal.buffer(part));
            exchange.done();
            return;
        }
        var resource = exchange.prepared.resource();
        if (FileRegions.canSend(request, resource.content())) {
            FileRegions.send(request, new Excerpt(resource.content(), span.first(), span.sizeBytes()), exchange);
        } else if (flights.fits(resource.content().sizeBytes())) {
            sendFromMemory(exchange, span);
        } else {
            var excerpt = new Excerpt(resource.content(), span.first(), span.sizeBytes());
            var stream = new Stream(excerpt, response, exchange.eventLoop, exchange);
            stream.listen();
            virtualThreads.execute(stream::run);
        }
    }

    private void sendFromMemory(Exchange exchange, Span span) {
        var resource = exchange.prepared.resource();
        var response = exchange.request.response();
        var hot = flights.hot(resource);
        if (hot != null) {
            Follower.sendHot(response, hot, span);
            exchange.done();
            return;
        }
        new Follower(flights.board(resource), response, exchange.eventLoop, span, exchange).start();
    }

    /// One request under way.
    private final class Exchange implements FileRegions.Ending {

        private final HttpServerRequest request;
        private final Context eventLoop;
        private final Prepared prepared;
        private final Holder holder;
        private final Representation representation;

        Exchange(HttpServerRequest request, Context eventLoop, Prepared prepared, Holder holder) {
            this.request = request;
            this.eventLoop = eventLoop;
            this.prepared = prepared;
            this.holder = holder;
            var acceptsGzip = AcceptEncoding.allowsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING))
                    && !request.headers().contains(RANGE);
            this.representation = prepared.choose(acceptsGzip);
        }

        /// Fills in the head; the bytes to send, or null when the answer has no body and has been sent.
        @Nullable Span begin() {
            var modified = prepared.resource().modified();
            return switch (Preconditions.evaluate(request.headers(), representation.etag(), modified)) {
                case NOT_MODIFIED -> {
                    representation.putShortFields(request.response());
                    end(304);
                    yield null;
                }
                case FAILED -> {
                    counters.answered(Counters.Route.MEDIA, 412, 0);
                    Problem.PRECONDITION_FAILED.send(request.response());
                    yield null;
                }
                case SEND -> beginBody(range());
            };
        }

        private ByteRange range() {
            var modified = prepared.resource().modified();
            var field = request.getHeader(RANGE);
            if (field == null || request.method() != HttpMethod.GET) {
                return ByteRange.WHOLE;
            }
            var ifRange = request.getHeader(IF_RANGE);
            var applies = Preconditions.rangeApplies(ifRange, representation.etag(), modified);
            return applies ? ByteRange.of(field, representation.sizeBytes()) : ByteRange.WHOLE;
        }

        private @Nullable Span beginBody(ByteRange range) {
            var response = request.response();
            var size = representation.sizeBytes();
            if (range instanceof ByteRange.Unsatisfiable) {
                response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
                counters.answered(Counters.Route.MEDIA, 416, 0);
                Problem.RANGE_NOT_SATISFIABLE.send(response);
                return null;
            }
            representation.putFields(response);
            var span = Span.of(range, size);
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(span.sizeBytes()));
            if (range instanceof ByteRange.Part part) {
                response.setStatusCode(206);
                response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes " + part.first() + "-" + part.last() + "/" + size);
            }
            if (request.method() == HttpMethod.HEAD || span.sizeBytes() == 0) {
                end(response.getStatusCode());
                return null;
            }
            counters.answered(Counters.Route.MEDIA, response.getStatusCode(), span.sizeBytes());
            return span;
        }

        private void end(int status) {
            counters.answered(Counters.Route.MEDIA, status, 0);
            request.response().setStatusCode(status).end();
        }

        @Override
        public void done() {
            holder.release();
        }

        /// Before the head is out this is an error answer; after it the connection breaks, for an answer that ends
        /// short would look whole to some.
        @Override
        public void failed(Throwable cause) {
            holder.release();
            var response = request.response();
            if (response.closed()) {
                return;
            }
            LOG.warn("sending {} failed", request.path(), cause);
            if (response.headWritten()) {
                counters.aborted(Counters.Route.MEDIA);
                response.reset(INTERNAL_ERROR);
                return;
            }
            representation.removeFields(response);
            Problem.of(cause).send(response);
        }
    }

    /// HTTP/2's code (RFC 9113, 7); on HTTP/1.1 the connection is closed.
    private static final long INTERNAL_ERROR = 0x2;
}
