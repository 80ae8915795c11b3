package dev.anabranch.origin;

import dev.anabranch.packager.live.LivePresentation;
import dev.anabranch.packager.live.Recording;
import dev.anabranch.packager.live.RenderedText;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers what lies below `/live/{name}/`, and `/time`. One an event loop; never blocks.
final class LiveDoor {

    static final String ROOT = "/live/";
    static final String TIME = "/time";

    /// For what has no target duration yet.
    private static final String SHORTLY = "public, max-age=1";

    /// A player that updates an MPD twice a second must not be given its own browser's copy.
    private static final String UPDATED_OFTEN = "public, max-age=0, s-maxage=1";

    /// Always with milliseconds, which [java.time.Instant#toString] leaves away when they are zero.
    private static final DateTimeFormatter XS_DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private static final CharSequence RANGE = HttpHeaders.createOptimized("range");

    private final LiveDirectory directory;
    private final LiveGuard guard;
    private final LiveArchive archive;
    private final Audiences audiences;
    private final LiveReports reports;
    private final LiveLoop loop;
    private final InstantSource clock;

    /// Of the presentations that are asked for.
    private final IdentityHashMap<LivePresentation, LiveHall> halls = new IdentityHashMap<>();

    LiveDoor(
            LiveDirectory directory,
            LiveArchive archive,
            Audiences audiences,
            LiveLoop loop,
            InstantSource clock) {
        this.directory = directory;
        this.guard = new LiveGuard(directory, loop);
        this.archive = archive;
        this.audiences = audiences;
        this.reports = new LiveReports(audiences, clock);
        this.loop = loop;
        this.clock = clock;
    }

    /// Whether `path` is below the address of a stream; its page is not.
    static boolean takes(String path) {
        return path.startsWith(ROOT) && path.indexOf('/', ROOT.length()) > 0;
    }

    /// @param path one that it [#takes]
    void answer(HttpServerRequest request, String path) {
        var place = LivePlace.of(path);
        guard.admit(request, place, () -> serve(request, place));
    }

    private void serve(HttpServerRequest request, LivePlace place) {
        var channel = directory.find(place.name()).orElse(null);
        var target = channel == null ? null : LiveTarget.parse(place.rest());
        if (channel == null || target == null) {
            answerExpected(request, place);
            return;
        }
        var query = request.query();
        var recording = channel.recording();
        if (target == LiveTarget.Whole.CLIP) {
            archive.answerClip(request, loop, channel);
            return;
        }
        if (query != null && TimeShift.isAskedFor(query)) {
            answerPiece(request, recording, target, query);
            return;
        }
        switch (target) {
            case LiveTarget.Whole whole -> answerWhole(request, channel, whole);
            case LiveTarget.OfRendition media -> answerMedia(request, channel, media);
        }
    }

    /// Never with what is live: who asks for a piece would take it for that.
    private void answerPiece(
            HttpServerRequest request,
            Optional<Recording> recording,
            LiveTarget target,
            String query) {
        if (recording.isPresent()) {
            archive.answerPiece(request, loop, recording.get(), target, query);
        } else {
            refuse(request, LiveClip.NOT_RECORDED, SHORTLY);
        }
    }

    /// The page of a stream that is yet to come asks how it is.
    private void answerExpected(HttpServerRequest request, LivePlace place) {
        var expected = directory.find(place.name()).or(() -> directory.expect(place.name()));
        if (expected.isPresent() && LiveTarget.parse(place.rest()) == LiveTarget.Whole.REPORT) {
            LiveDesk.send(request, reports.json(expected.get(), request.query()), loop);
        } else {
            refuse(request, SHORTLY);
        }
    }

    LiveGuard guard() {
        return guard;
    }

    private void answerWhole(
            HttpServerRequest request, LiveChannel channel, LiveTarget.Whole whole) {
        var presentation = channel.presentation();
        switch (whole) {
            case REPORT -> LiveDesk.send(request, reports.json(channel, request.query()), loop);
            case MULTIVARIANT ->
                    sendText(
                            request, presentation.flatMap(LivePresentation::multivariant), SHORTLY);
            case TRANSPORT_MULTIVARIANT ->
                    sendText(
                            request,
                            presentation.flatMap(LivePresentation::multivariantTransport),
                            SHORTLY);
            case MANIFEST ->
                    sendText(
                            request,
                            presentation.flatMap(LivePresentation::manifest),
                            UPDATED_OFTEN);
            case CLIP -> refuse(request, SHORTLY);
        }
    }

    private void sendText(
            HttpServerRequest request, Optional<RenderedText> text, String cacheControl) {
        if (text.isEmpty()) {
            refuse(request, SHORTLY);
            return;
        }
        var acceptsGzip =
                AcceptEncoding.allowsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING))
                        && !request.headers().contains(RANGE);
        LiveDesk.send(request, LiveForms.text(text.get(), acceptsGzip, cacheControl), loop);
    }

    private void answerMedia(
            HttpServerRequest request, LiveChannel channel, LiveTarget.OfRendition target) {
        var presentation = channel.presentation();
        var recording = channel.recording();
        var room =
                presentation.isEmpty()
                        ? null
                        : hall(channel, presentation.get()).room(target.rendition());
        if (room != null && (recording.isEmpty() || room.knows(target.wanted()))) {
            room.serve(request, target.wanted());
        } else if (recording.isPresent()) {
            archive.answerMedia(request, loop, recording.get(), target);
        } else {
            refuse(request, SHORTLY);
        }
    }

    private LiveHall hall(LiveChannel channel, LivePresentation presentation) {
        var known = halls.get(presentation);
        if (known != null) {
            return known;
        }
        var name = channel.name();
        var opened = new LiveHall(name, presentation, loop, audiences.of(name));
        halls.put(presentation, opened);
        opened.open();
        return opened;
    }

    private void refuse(HttpServerRequest request, String cacheControl) {
        refuse(request, Problem.NOT_FOUND, cacheControl);
    }

    private void refuse(HttpServerRequest request, Problem problem, String cacheControl) {
        loop.counters().answered(Counters.Route.LIVE, problem.status(), 0);
        problem.send(request.response(), cacheControl);
    }

    /// The time of day for DASH players (ISO/IEC 23009-1, 5.8.4.11,
    /// `urn:mpeg:dash:utc:http-iso:2014`).
    void answerTime(HttpServerRequest request) {
        loop.counters().answered(Counters.Route.LIVE, 200, 0);
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(XS_DATE_TIME.format(clock.instant()));
    }

    /// Called some times a second.
    void tick() {
        halls.values().forEach(LiveHall::tick);
        audiences.tick(loop.nowNanos(), clock.instant().getEpochSecond());
        halls.values()
                .removeIf(hall -> {
                    var isOver = hall.isEmpty() && !isCurrent(hall);
                    if (isOver) {
                        hall.close();
                    }
                    return isOver;
                });
    }

    private boolean isCurrent(LiveHall hall) {
        @Nullable LivePresentation current =
                directory.find(hall.name()).flatMap(LiveChannel::presentation).orElse(null);
        return current == hall.presentation();
    }

    /// Lets nobody wait any longer.
    void close() {
        halls.values().forEach(LiveHall::close);
        halls.clear();
    }
}
