package dev.anabranch.origin;

import dev.anabranch.packager.live.LivePart;
import dev.anabranch.packager.live.LiveSegment;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one reader a segment that still grows, part by part as they come, in chunks (low-latency
/// DASH). Owned by one event loop.
///
/// The segment is held from the first part until the last that was handed over has been written.
final class GrowingAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(GrowingAnswer.class);

    /// HTTP/2's code (RFC 9113, 7); on HTTP/1.1 the connection is closed.
    private static final long CANCEL = 0x8;

    /// How many target durations a segment may stand still.
    private static final int PATIENCE = 3;

    private final HttpServerRequest request;
    private final LiveSegment segment;
    private final LiveDesk desk;
    private final Holder holder;
    private final Consumer<GrowingAnswer> over;
    private int nextPart;
    private int partsUnderWay;
    private long sentBytes;
    private long movedNanos;
    private boolean isOver;

    GrowingAnswer(
            HttpServerRequest request,
            LiveSegment segment,
            LiveDesk desk,
            Consumer<GrowingAnswer> over) {
        this.request = request;
        this.segment = segment;
        this.desk = desk;
        this.over = over;
        this.holder = new LiveHolder(segment, desk.loop().counters());
    }

    HttpServerRequest request() {
        return request;
    }

    /// Begins; `false`, with nothing written, when the segment is gone.
    boolean start() {
        if (!holder.retain()) {
            return false;
        }
        var response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, LiveForms.typeOf(desk.rendition()).mimeType())
                .putHeader(HttpHeaders.CACHE_CONTROL, desk.ages().media())
                .putHeader(LiveForms.PRIORITY, LiveForms.urgency(desk.rendition()))
                .setChunked(true);
        movedNanos = desk.loop().nowNanos();
        if (request.method().equals(HttpMethod.HEAD)) {
            desk.loop().counters().answered(Counters.Route.LIVE, 200, 0);
            finish();
            response.end();
            return true;
        }
        response.exceptionHandler(gone -> left()).closeHandler(closed -> left());
        response.drainHandler(drained -> pump());
        pump();
        return true;
    }

    /// Writes what has come, as long as the connection takes it.
    void pump() {
        if (isOver) {
            return;
        }
        // Read before the parts: no part comes after the last.
        var isComplete = segment.isComplete();
        var parts = segment.parts();
        var response = request.response();
        while (nextPart < parts.size() && !response.writeQueueFull() && !isOver) {
            write(parts.get(nextPart++));
        }
        if (!isOver && isComplete && nextPart == parts.size()) {
            desk.loop().counters().answered(Counters.Route.LIVE, 200, sentBytes);
            finish();
            response.end();
        }
    }

    private void write(LivePart part) {
        movedNanos = desk.loop().nowNanos();
        desk.ear().gave(part.durationTicks(), desk.rendition().timescale());
        if (part.isGap()) {
            return;
        }
        partsUnderWay++;
        sentBytes += part.sizeBytes();
        request.response()
                .write(BufferInternal.buffer(LiveForms.body(part)))
                .onComplete(written -> {
                    partsUnderWay--;
                    releaseWhenDone();
                });
    }

    /// Breaks off when nothing has moved for long.
    void tick(long nowNanos) {
        var patience =
                TimeUnit.SECONDS.toNanos(PATIENCE * desk.rendition().targetDuration())
                        + TimeUnit.SECONDS.toNanos(
                                desk.rendition().policy().longestSegment().toSeconds());
        if (nowNanos - movedNanos > patience) {
            abort();
        }
    }

    /// An answer that ends short would look whole, so the connection or the stream breaks.
    void abort() {
        if (!isOver) {
            LOG.debug("{} stands still and is broken off", request.path());
            left();
            request.response().reset(CANCEL);
        }
    }

    private void left() {
        if (!isOver) {
            desk.loop().counters().aborted(Counters.Route.LIVE);
            finish();
        }
    }

    private void finish() {
        isOver = true;
        over.accept(this);
        releaseWhenDone();
    }

    private void releaseWhenDone() {
        if (isOver && partsUnderWay == 0) {
            holder.release();
        }
    }
}
