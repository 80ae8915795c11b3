package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says by method and path who answers. One an event loop; never blocks.
final class FrontDoor implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    static final String MEDIA = "/p/";

    /// Of the request that asked for an upgrade (RFC 7540, 3.2), or the first by prior knowledge.
    private static final int FIRST_STREAM = 1;

    private static final Buffer PING = Buffer.buffer("upgraded");

    /// How often a resource whose file was closed under our hands is loaded anew before we give up.
    private static final int MAXIMUM_LOADS = 4;

    private final Context eventLoop;
    private final SharedFields sharedFields;
    private final LiveDoor live;
    private final List<Annex> annexes;
    private final Shelf shelf;
    private final Pages pages;
    private final Delivery delivery;
    private final Executor virtualThreads;
    private final Counters counters;

    FrontDoor(Context eventLoop, SharedFields sharedFields, LiveDoor live, Rooms rooms) {
        this.eventLoop = eventLoop;
        this.sharedFields = sharedFields;
        this.live = live;
        this.annexes = rooms.site.annexes();
        this.shelf = rooms.shelf;
        this.pages = rooms.pages;
        this.delivery = rooms.delivery;
        this.virtualThreads = rooms.virtualThreads;
        this.counters = rooms.counters;
    }

    /// What all doors lead to.
    record Rooms(
            Site site,
            Shelf shelf,
            Pages pages,
            Delivery delivery,
            Executor virtualThreads,
            Counters counters) {}

    /// Clients that asked for an upgrade to HTTP/2 are answered when they speak it, which an echoed
    /// PING shows: two widespread ones cannot take an answer that comes in one read with the 101.
    /// The JDK's (25.0.3) loses whole buffers of it and then takes media for frames, curl's (7.88)
    /// gives up when more than 32 KiB follow. Upgrade and prior knowledge look alike here, so both
    /// wait for one round trip in the life of a connection.
    @Override
    public void handle(HttpServerRequest request) {
        var maybeUpgraded =
                request.version() == HttpVersion.HTTP_2
                        && !request.isSSL()
                        && request.streamId() == FIRST_STREAM;
        if (maybeUpgraded) {
            // A body must not flow by before somebody reads it.
            request.pause();
            request.connection()
                    .ping(PING)
                    .onSuccess(echo -> {
                        request.resume();
                        answer(request);
                    });
        } else {
            answer(request);
        }
    }

    private void answer(HttpServerRequest request) {
        sharedFields.put(request, request.response());
        var path = request.path();
        var annex = path == null ? null : annexOf(path);
        if (annex != null) {
            annex.answer(request);
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            SharedFields.answerOptions(request);
        } else if (path == null || !path.startsWith("/")) {
            refuse(request, Problem.NOT_FOUND);
        } else if (!request.method().equals(HttpMethod.GET)
                && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS");
            refuse(request, Problem.METHOD_NOT_ALLOWED);
        } else if (path.startsWith(MEDIA)) {
            media(request, path.substring(MEDIA.length()));
        } else if (LiveDoor.takes(path)) {
            live.answer(request, path);
        } else if (path.equals(LiveDoor.TIME)) {
            live.answerTime(request);
        } else if (path.equals("/healthz")) {
            healthy(request);
        } else {
            page(request, path);
        }
    }

    private @Nullable Annex annexOf(String path) {
        for (int i = 0; i < annexes.size(); i++) {
            if (annexes.get(i).takes(path)) {
                return annexes.get(i);
            }
        }
        return null;
    }

    private void page(HttpServerRequest request, String path) {
        var isAsset = path.startsWith(Assets.ROOT);
        var asset = isAsset ? pages.findAsset(path) : Optional.<Prepared>empty();
        if (asset.isPresent()) {
            delivery.send(request, eventLoop, asset.get(), Counters.Route.ASSET);
            return;
        }
        var stream = LivePages.nameIn(path);
        if (stream.isEmpty()) {
            page(request, path, "");
            return;
        }
        live.guard()
                .admitToPage(
                        request,
                        stream.get(),
                        token -> page(request, path, token),
                        problem -> refuse(request, problem));
    }

    private void page(HttpServerRequest request, String path, String token) {
        var authority = request.authority();
        var host = authority == null ? "localhost" : authority.host();
        virtualThreads.execute(() -> {
            try {
                var found = pages.find(path, host, token);
                eventLoop.runOnContext(nothing -> sendPage(request, path, found));
            } catch (IOException | RuntimeException e) {
                LOG.warn("page {} failed", path, e);
                eventLoop.runOnContext(nothing -> refuse(request, Problem.of(e)));
            }
        });
    }

    private void sendPage(HttpServerRequest request, String path, Optional<Prepared> found) {
        if (request.response().closed()) {
            return;
        }
        if (found.isEmpty()) {
            refuse(request, Problem.NOT_FOUND);
            return;
        }
        var isAsset = path.startsWith(Assets.ROOT);
        if (!isAsset) {
            Pages.putFields(path, request.response());
        }
        delivery.send(
                request,
                eventLoop,
                found.get(),
                isAsset ? Counters.Route.ASSET : Counters.Route.PAGE);
    }

    private void media(HttpServerRequest request, String rawPath) {
        var prepared = shelf.find(rawPath);
        if (prepared == null
                || !delivery.send(request, eventLoop, prepared, Counters.Route.MEDIA)) {
            load(request, rawPath, prepared, 1);
        }
    }

    private void load(
            HttpServerRequest request, String rawPath, @Nullable Prepared stale, int loads) {
        if (stale != null) {
            shelf.forget(rawPath, stale);
        }
        if (loads > MAXIMUM_LOADS) {
            refuse(request, Problem.of(new IllegalStateException("too many files at once")));
            return;
        }
        var _ =
                shelf.load(rawPath)
                        .whenComplete((found, failure) ->
                                eventLoop.runOnContext(nothing ->
                                        loaded(request, rawPath, found, failure, loads)));
    }

    @SuppressWarnings(
            "NullableOptional") // as CompletableFuture hands it over: one of the two is null
    private void loaded(
            HttpServerRequest request,
            String rawPath,
            @Nullable Optional<Prepared> found,
            @Nullable Throwable failure,
            int loads) {
        if (request.response().closed()) {
            return;
        }
        if (failure != null) {
            var cause = Shelf.cause(failure);
            if (cause instanceof MediaFormatException unusable) {
                LOG.warn("loading {}: {}", rawPath, unusable.getMessage());
            } else {
                LOG.warn("loading {} failed", rawPath, failure);
            }
            refuse(request, Problem.of(cause));
        } else if (found == null || found.isEmpty()) {
            refuse(request, Problem.NOT_FOUND);
        } else if (!delivery.send(request, eventLoop, found.get(), Counters.Route.MEDIA)) {
            load(request, rawPath, found.get(), loads + 1);
        }
    }

    private void healthy(HttpServerRequest request) {
        counters.answered(Counters.Route.HEALTH, 200, 0);
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end("{\"status\":\"ok\"}\n");
    }

    private void refuse(HttpServerRequest request, Problem problem) {
        counters.answered(Counters.Route.OTHER, problem.status(), 0);
        var path = request.path();
        if (path != null && Pages.isAskedFor(path, request)) {
            virtualThreads.execute(() -> refuseWithPage(request, path, problem));
        } else {
            problem.send(request.response());
        }
    }

    private void refuseWithPage(HttpServerRequest request, String path, Problem problem) {
        var response = request.response();
        try {
            var html = pages.problem(problem, path);
            eventLoop.runOnContext(nothing -> {
                if (!response.closed()) {
                    Pages.putFields(path, response);
                    problem.sendPage(response, html);
                }
            });
        } catch (IOException | RuntimeException e) {
            LOG.warn("the page of a problem failed", e);
            eventLoop.runOnContext(nothing -> {
                if (!response.closed()) {
                    problem.send(response);
                }
            });
        }
    }
}
