package dev.anabranch.origin;

import dev.anabranch.packager.live.LiveEdge;
import dev.anabranch.packager.live.LiveRendition;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Where the requests of one event loop for one rendition wait until it has what they ask for.
/// Owned by the event loop, but for [#moved].
///
/// The feeding thread posts one task for each part, however many wait, and none when nobody does.
final class WaitingRoom {

    /// After so many target durations without what was asked for the answer is 503 (6.2.5.2).
    private static final int PATIENCE = 3;

    private final LiveDesk desk;
    private final LiveRendition rendition;
    private final long patienceNanos;
    private final LinkedHashSet<Waiter> waiters = new LinkedHashSet<>();
    private final LinkedHashSet<GrowingAnswer> growing = new LinkedHashSet<>();
    private final List<Waiter> due = new ArrayList<>();

    /// Written by the event loop before it looks at the edge a last time, read by the feeding
    /// thread after it has moved the edge: one of the two sees the other.
    private volatile boolean isExpecting;

    /// Whether a task is on its way to the event loop that has not yet looked at the edge.
    private final AtomicBoolean isWoken = new AtomicBoolean();

    WaitingRoom(LiveDesk desk) {
        this.desk = desk;
        this.rendition = desk.rendition();
        this.patienceNanos = TimeUnit.SECONDS.toNanos(PATIENCE * rendition.targetDuration());
    }

    /// Whether it is no matter of the past, which a recording may have.
    boolean knows(LiveTarget.Wanted wanted) {
        return switch (wanted) {
            case LiveTarget.Segment segment ->
                    segment.msn() >= rendition.edge().mediaSequence()
                            || rendition.segment(segment.msn()).isPresent();
            case LiveTarget.Init init -> rendition.init(init.number()).isPresent();
            case LiveTarget.Playlist playlist -> true;
            case LiveTarget.IFrames pictures -> true;
            case LiveTarget.Part part -> true;
        };
    }

    /// Answers, now or when it can.
    void serve(HttpServerRequest request, LiveTarget.Wanted wanted) {
        switch (wanted) {
            case LiveTarget.Init init -> desk.sendInit(request, init.number());
            case LiveTarget.Playlist playlist -> servePlaylist(request);
            case LiveTarget.IFrames pictures ->
                    desk.refuse(request, Problem.NOT_FOUND, desk.ages().failed());
            case LiveTarget.Part part -> servePart(request, part);
            case LiveTarget.Segment segment -> serveSegment(request, segment);
        }
    }

    private void servePlaylist(HttpServerRequest request) {
        var reload = Reload.parse(request.query());
        var edge = rendition.edge();
        if (reload == null) {
            desk.refuse(request, Problem.NO_DIRECTIVE, desk.ages().reloadFailed());
        } else if (reload.isMet(edge)) {
            desk.sendPlaylist(request, reload);
        } else if (reload.isTooFar(edge, rendition.partTarget().toDouble())) {
            desk.refuse(request, Problem.TOO_FAR, desk.ages().reloadFailed());
        } else {
            await(new PlaylistWait(request, reload));
        }
    }

    private void servePart(HttpServerRequest request, LiveTarget.Part wanted) {
        if (isNext(wanted) && !isThere(wanted)) {
            await(new PartWait(request, wanted));
        } else {
            sendPart(request, wanted);
        }
    }

    /// Whether the playlist hints at it.
    private boolean isNext(LiveTarget.Part wanted) {
        var hint = rendition.hint().orElse(null);
        return hint != null
                && hint.number() == wanted.number()
                && hint.presentation() == wanted.presentation();
    }

    /// A part may be there a moment before the playlist says so.
    private boolean isThere(LiveTarget.Part wanted) {
        return rendition.holder(wanted.presentation(), wanted.number()).isPresent();
    }

    private void sendPart(HttpServerRequest request, LiveTarget.Part wanted) {
        var segment = rendition.holder(wanted.presentation(), wanted.number());
        var part = segment.flatMap(holder -> holder.part(wanted.number()));
        if (segment.isEmpty() || part.isEmpty() || part.get().isGap()) {
            desk.refuse(request, Problem.NOT_FOUND, desk.ages().failed());
        } else {
            desk.sendPart(request, segment.get(), part.get());
        }
    }

    private void serveSegment(HttpServerRequest request, LiveTarget.Segment wanted) {
        var edge = rendition.edge();
        var isNext = wanted.msn() >= edge.lastMsn() && wanted.msn() <= edge.lastMsn() + 1;
        if (wanted.isTransportStream() != rendition.isTransportStream()) {
            desk.refuse(request, Problem.NOT_FOUND, desk.ages().failed());
        } else if (isNext && !edge.hasEnded() && !hasBegun(wanted.msn())) {
            await(new SegmentWait(request, wanted));
        } else {
            sendSegment(request, wanted);
        }
    }

    /// A segment may be known before its first part is there.
    private boolean hasBegun(long msn) {
        return rendition
                .segment(msn)
                .filter(segment -> segment.isComplete() || !segment.parts().isEmpty())
                .isPresent();
    }

    private void sendSegment(HttpServerRequest request, LiveTarget.Segment wanted) {
        var found = rendition.segment(wanted.msn());
        if (found.isEmpty() || found.get().isGap()) {
            desk.refuse(request, Problem.NOT_FOUND, desk.ages().failed());
        } else if (found.get().isComplete()) {
            desk.sendSegment(request, found.get());
        } else {
            grow(new GrowingAnswer(request, found.get(), desk, growing::remove));
        }
    }

    private void grow(GrowingAnswer answer) {
        growing.add(answer);
        isExpecting = true;
        if (!answer.start()) {
            growing.remove(answer);
            desk.refuse(answer.request(), Problem.NOT_FOUND, desk.ages().failed());
        }
    }

    private void await(Waiter waiter) {
        if (!desk.loop().beginWait()) {
            desk.refuse(waiter.request, Problem.TOO_MANY, "no-store");
            return;
        }
        waiters.add(waiter);
        isExpecting = true;
        waiter.listen();
        // The edge may have moved before anybody knew that we wait.
        if (waiter.isDue(rendition.edge())) {
            release(waiter);
            waiter.answer();
        }
    }

    private void release(Waiter waiter) {
        if (waiters.remove(waiter)) {
            waiter.isOver = true;
            desk.loop().endWait();
        }
    }

    /// The edge has moved. Called by the feeding thread; the only method for others than the event
    /// loop.
    void moved() {
        if (isExpecting && isWoken.compareAndSet(false, true)) {
            desk.loop().eventLoop().runOnContext(nothing -> wake());
        }
    }

    private void wake() {
        isWoken.set(false);
        var edge = rendition.edge();
        for (var waiter : waiters) {
            if (waiter.isDue(edge)) {
                due.add(waiter);
            }
        }
        for (var waiter : due) {
            if (!waiter.isOver) {
                release(waiter);
                waiter.answer();
            }
        }
        due.clear();
        for (var answer : growing.toArray(GrowingAnswer[]::new)) {
            answer.pump();
        }
        isExpecting = !isEmpty();
    }

    /// Refuses those who have waited for too long.
    void tick() {
        var now = desk.loop().nowNanos();
        while (!waiters.isEmpty() && now - waiters.getFirst().sinceNanos >= patienceNanos) {
            var waiter = waiters.getFirst();
            release(waiter);
            desk.loop().counters().waitedInVain();
            waiter.refuse(Problem.TOO_LATE);
        }
        for (var answer : growing.toArray(GrowingAnswer[]::new)) {
            answer.tick(now);
        }
    }

    /// Refuses all: what they wait for will not come from here.
    void close() {
        for (var waiter : waiters.toArray(Waiter[]::new)) {
            release(waiter);
            waiter.refuse(Problem.CLOSING);
        }
        for (var answer : growing.toArray(GrowingAnswer[]::new)) {
            answer.abort();
        }
        desk.clear();
    }

    boolean isEmpty() {
        return waiters.isEmpty() && growing.isEmpty();
    }

    /// A request that waits.
    private abstract class Waiter {

        final HttpServerRequest request;
        final long sinceNanos = desk.loop().nowNanos();
        boolean isOver;

        Waiter(HttpServerRequest request) {
            this.request = request;
        }

        void listen() {
            request.response()
                    .exceptionHandler(gone -> release(this))
                    .closeHandler(closed -> release(this));
        }

        abstract boolean isDue(LiveEdge edge);

        abstract void answer();

        void refuse(Problem problem) {
            desk.refuse(request, problem, desk.ages().failed());
        }
    }

    private final class PlaylistWait extends Waiter {

        private final Reload reload;

        PlaylistWait(HttpServerRequest request, Reload reload) {
            super(request);
            this.reload = reload;
        }

        @Override
        boolean isDue(LiveEdge edge) {
            return reload.isMet(edge);
        }

        @Override
        void answer() {
            desk.sendPlaylist(request, reload);
        }

        @Override
        void refuse(Problem problem) {
            desk.refuse(request, problem, desk.ages().reloadFailed());
        }
    }

    private final class PartWait extends Waiter {

        private final LiveTarget.Part wanted;

        PartWait(HttpServerRequest request, LiveTarget.Part wanted) {
            super(request);
            this.wanted = wanted;
        }

        /// Also when the stream has ended without it: then it is not there.
        @Override
        boolean isDue(LiveEdge edge) {
            return !isNext(wanted);
        }

        @Override
        void answer() {
            sendPart(request, wanted);
        }
    }

    private final class SegmentWait extends Waiter {

        private final LiveTarget.Segment wanted;

        SegmentWait(HttpServerRequest request, LiveTarget.Segment wanted) {
            super(request);
            this.wanted = wanted;
        }

        @Override
        boolean isDue(LiveEdge edge) {
            return edge.hasEnded() || edge.lastMsn() > wanted.msn() || hasBegun(wanted.msn());
        }

        @Override
        void answer() {
            sendSegment(request, wanted);
        }
    }
}
