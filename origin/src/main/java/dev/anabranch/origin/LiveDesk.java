package dev.anabranch.origin;

import dev.anabranch.packager.live.Delta;
import dev.anabranch.packager.live.LivePart;
import dev.anabranch.packager.live.LiveRendition;
import dev.anabranch.packager.live.LiveSegment;
import dev.anabranch.packager.live.RenderedText;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// Answers with what a rendition has now. Keeps what it made last, for the next hundred readers
/// want the same. Owned by one event loop.
final class LiveDesk {

    private static final CharSequence RANGE = HttpHeaders.createOptimized("range");

    /// Of parts and segments: those of a few seconds, for players are at the live edge.
    private static final int KEPT_FORMS = 32;

    private final LiveRendition rendition;
    private final LiveLoop loop;
    private final LiveAges ages;
    private final LiveForms.LiveHolds holds;
    private final Audience.Ear ear;

    /// By delta, whether it was waited for, and whether it is compressed.
    private final TextForm[] texts = new TextForm[Delta.values().length * 4];

    private final MediaForm[] media = new MediaForm[KEPT_FORMS];

    private record TextForm(RenderedText text, Prepared form) {}

    /// @param source the part or segment it was made of
    private record MediaForm(Object source, Prepared form) {}

    LiveDesk(LiveRendition rendition, LiveLoop loop, Audience.Ear ear) {
        this.rendition = rendition;
        this.loop = loop;
        this.ages = LiveAges.of(rendition.targetDuration());
        this.holds = new LiveForms.LiveHolds(ages.media(), loop.counters());
        this.ear = ear;
    }

    LiveRendition rendition() {
        return rendition;
    }

    LiveAges ages() {
        return ages;
    }

    LiveLoop loop() {
        return loop;
    }

    /// Told what viewers are given.
    Audience.Ear ear() {
        return ear;
    }

    void sendPlaylist(HttpServerRequest request, Reload reload) {
        var acceptsGzip =
                AcceptEncoding.allowsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING))
                        && !request.headers().contains(RANGE);
        var isBlocking = reload.isBlocking();
        var at = row(reload.delta()) + (isBlocking ? 2 : 0) + (acceptsGzip ? 1 : 0);
        var text = rendition.playlist(reload.delta());
        var kept = texts[at];
        if (kept == null || kept.text != text) {
            var age = isBlocking ? ages.reload() : ages.playlist();
            kept = new TextForm(text, LiveForms.text(text, acceptsGzip, age));
            texts[at] = kept;
        }
        send(request, kept.form);
    }

    private static int row(Delta delta) {
        return switch (delta) {
            case FULL -> 0;
            case SKIP -> 4;
            case SKIP_V2 -> 8;
        };
    }

    /// An equal part is not enough: its bytes may lie elsewhere.
    @SuppressWarnings("ReferenceEquality") // that is the question
    private static boolean isSame(Object one, Object other) {
        return one == other;
    }

    void sendInit(HttpServerRequest request, int number) {
        var bytes = rendition.init(number);
        if (bytes.isEmpty()) {
            refuse(request, Problem.NOT_FOUND, ages.failed());
        } else {
            send(request, LiveForms.init(bytes.get(), holds));
        }
    }

    /// A part that is there.
    void sendPart(HttpServerRequest request, LiveSegment segment, LivePart part) {
        var at = (int) ((segment.firstPart() + part.index()) & KEPT_FORMS - 1);
        var kept = media[at];
        if (kept == null || !isSame(kept.source, part)) {
            kept = new MediaForm(part, LiveForms.part(rendition, segment, part, holds));
            media[at] = kept;
        }
        if (sendHeld(request, kept.form)) {
            ear.gave(part.durationTicks(), rendition.timescale());
        }
    }

    /// A segment that is complete.
    void sendSegment(HttpServerRequest request, LiveSegment segment) {
        var at = (int) (segment.firstPart() + KEPT_FORMS / 2 & KEPT_FORMS - 1);
        var kept = media[at];
        if (kept == null || !isSame(kept.source, segment)) {
            kept = new MediaForm(segment, LiveForms.segment(rendition, segment, holds));
            media[at] = kept;
        }
        if (sendHeld(request, kept.form)) {
            ear.gave(segment.durationTicks(), rendition.timescale());
        }
    }

    void refuse(HttpServerRequest request, Problem problem, String cacheControl) {
        loop.counters().answered(Counters.Route.LIVE, problem.status(), 0);
        problem.send(request.response(), cacheControl);
    }

    private boolean sendHeld(HttpServerRequest request, Prepared form) {
        if (!form.resource().holder().retain()) {
            refuse(request, Problem.NOT_FOUND, ages.failed());
            return false;
        }
        send(request, form);
        return true;
    }

    private void send(HttpServerRequest request, Prepared form) {
        send(request, form, loop);
    }

    /// Answers with what is in memory. The caller has retained the form's holder, which is released
    /// when all has been written or the connection is gone.
    static void send(HttpServerRequest request, Prepared form, LiveLoop loop) {
        var exchange =
                new Exchange(
                        request,
                        loop.eventLoop(),
                        form,
                        Counters.Route.LIVE,
                        form.resource().holder(),
                        loop.counters());
        var span = exchange.begin();
        var bytes = exchange.representation().bytes();
        if (span == null || bytes == null) {
            exchange.done();
            return;
        }
        Pieces.send(request.response(), bytes::slice, span).onComplete(written -> exchange.done());
    }

    /// What was kept is of no use any more.
    void clear() {
        forget(texts);
        forget(media);
    }

    private static void forget(@Nullable Object[] all) {
        java.util.Arrays.fill(all, null);
    }
}
