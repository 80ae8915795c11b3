package dev.anabranch.origin;

import io.vertx.core.Context;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request under way.
final class Exchange implements FileRegions.Ending {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /// As the operating system says it.
    private static final Pattern GONE = Pattern.compile("Connection reset|Broken pipe");

    private static final CharSequence RANGE = HttpHeaders.createOptimized("range");
    private static final CharSequence IF_RANGE = HttpHeaders.createOptimized("if-range");

    /// HTTP/2's code (RFC 9113, 7); on HTTP/1.1 the connection is closed.
    private static final long INTERNAL_ERROR = 0x2;

    private final HttpServerRequest request;
    private final Context eventLoop;
    private final Prepared prepared;
    private final Counters.Route route;
    private final Holder holder;
    private final Counters counters;
    private final Representation representation;

    Exchange(
            HttpServerRequest request,
            Context eventLoop,
            Prepared prepared,
            Counters.Route route,
            Holder holder,
            Counters counters) {
        this.request = request;
        this.eventLoop = eventLoop;
        this.prepared = prepared;
        this.holder = holder;
        this.route = route;
        this.counters = counters;
        var acceptsGzip =
                AcceptEncoding.allowsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING))
                        && !request.headers().contains(RANGE);
        this.representation = prepared.choose(acceptsGzip);
    }

    HttpServerRequest request() {
        return request;
    }

    Context eventLoop() {
        return eventLoop;
    }

    Resource resource() {
        return prepared.resource();
    }

    Representation representation() {
        return representation;
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
                counters.answered(route, 412, 0);
                Problem.PRECONDITION_FAILED.send(request.response());
                yield null;
            }
            case SEND -> beginBody(range());
        };
    }

    private ByteRange range() {
        var modified = prepared.resource().modified();
        var field = request.getHeader(RANGE);
        if (field == null || !request.method().equals(HttpMethod.GET)) {
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
            counters.answered(route, 416, 0);
            Problem.RANGE_NOT_SATISFIABLE.send(response);
            return null;
        }
        representation.putFields(response);
        var span = Span.of(range, size);
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(span.sizeBytes()));
        if (range instanceof ByteRange.Part part) {
            response.setStatusCode(206);
            response.putHeader(
                    HttpHeaders.CONTENT_RANGE,
                    "bytes " + part.first() + "-" + part.last() + "/" + size);
        }
        if (request.method().equals(HttpMethod.HEAD) || span.sizeBytes() == 0) {
            end(response.getStatusCode());
            return null;
        }
        counters.answered(route, response.getStatusCode(), span.sizeBytes());
        return span;
    }

    private void end(int status) {
        counters.answered(route, status, 0);
        request.response().setStatusCode(status).end();
    }

    @Override
    public void done() {
        holder.release();
    }

    /// Before the head is out this is an error answer; after it the connection breaks, for an
    /// answer that ends short would look whole to some.
    @Override
    public void failed(Throwable cause) {
        holder.release();
        var response = request.response();
        if (response.closed()) {
            return;
        }
        if (isReaderGone(cause)) {
            LOG.debug("{} left while it was sent", request.path(), cause);
        } else {
            LOG.warn("sending {} failed", request.path(), cause);
        }
        if (response.headWritten()) {
            counters.aborted(route);
            response.reset(INTERNAL_ERROR);
            return;
        }
        representation.removeFields(response);
        Problem.of(cause).send(response);
    }

    /// Readers seek, choose another rendition and close their windows: that is no failure of ours.
    private static boolean isReaderGone(Throwable cause) {
        return cause instanceof ClosedChannelException
                || cause instanceof HttpClosedException
                || cause instanceof StreamResetException
                || cause instanceof IOException
                        && GONE.matcher(String.valueOf(cause.getMessage())).find();
    }
}
