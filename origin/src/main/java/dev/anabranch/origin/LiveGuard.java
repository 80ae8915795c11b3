package dev.anabranch.origin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets in who may watch. One an event loop; never blocks.
///
/// A token comes in the path ([LivePlace]), as `?token=`, or as `Authorization: Bearer`. Who asks
/// for a playlist or an MPD with a token in the query is sent on to the address that has it in the
/// path, which players resolve all other addresses against (RFC 8216bis, 4.1; RFC 3986, 5.1.3).
final class LiveGuard {

    private static final Logger LOG = LoggerFactory.getLogger(LiveGuard.class);
    private static final String BEARER = "Bearer ";
    private static final String PRIVATE = "private, ";
    private static final String PUBLIC = "public, ";

    private final LiveDirectory directory;
    private final LiveLoop loop;

    LiveGuard(LiveDirectory directory, LiveLoop loop) {
        this.directory = directory;
        this.loop = loop;
    }

    /// Runs `serve` on the event loop for who may watch, and refuses others.
    void admit(HttpServerRequest request, LivePlace place, Runnable serve) {
        var token = place.token().isEmpty() ? tokenOf(request) : place.token();
        decide(
                directory.admit(place.name(), visitor(request, token)),
                request,
                ruling -> {
                    switch (ruling) {
                        case Ruling.Open _ -> serve.run();
                        case Ruling.Admitted _ -> admitted(request, place, serve);
                        case Ruling.Refused(var why) -> refuse(request, Problem.notAllowed(why));
                        case Ruling.Undecided(var why) -> refuse(request, Problem.undecided(why));
                    }
                });
    }

    /// The same for a page, which has its token in the query.
    ///
    /// @param open is given the token that the page's own requests need; empty when they need none
    void admitToPage(
            HttpServerRequest request,
            String name,
            Consumer<String> open,
            Consumer<Problem> refused) {
        var token = tokenOf(request);
        decide(
                directory.admit(name, visitor(request, token)),
                request,
                ruling -> {
                    switch (ruling) {
                        case Ruling.Open _ -> open.accept("");
                        case Ruling.Admitted _ -> {
                            keepPrivate(request);
                            open.accept(token);
                        }
                        case Ruling.Refused(var why) -> refused.accept(Problem.notAllowed(why));
                        case Ruling.Undecided(var why) -> refused.accept(Problem.undecided(why));
                    }
                });
    }

    private static String tokenOf(HttpServerRequest request) {
        var query = request.query();
        if (query != null) {
            var token = LivePlace.tokenIn(query);
            if (!token.isEmpty()) {
                return token;
            }
        }
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null
                        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : "";
    }

    private static Visitor visitor(HttpServerRequest request, String token) {
        var remote = request.remoteAddress();
        var host = remote == null ? null : remote.hostAddress();
        var program = request.getHeader(HttpHeaders.USER_AGENT);
        return new Visitor(token, host == null ? "" : host, program == null ? "" : program);
    }

    private void decide(
            CompletionStage<Ruling> stage, HttpServerRequest request, Consumer<Ruling> then) {
        var future = stage.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            then.accept(future.join());
            return;
        }
        var _ =
                future.whenComplete((ruling, failure) ->
                        loop.eventLoop()
                                .runOnContext(nothing -> later(ruling, failure, request, then)));
    }

    private static void later(
            @Nullable Ruling ruling,
            @Nullable Throwable failure,
            HttpServerRequest request,
            Consumer<Ruling> then) {
        if (request.response().closed()) {
            return;
        }
        if (ruling == null) {
            LOG.warn("nobody could say who may watch", failure);
            then.accept(new Ruling.Undecided("It cannot be said who may watch."));
            return;
        }
        then.accept(ruling);
    }

    private void admitted(HttpServerRequest request, LivePlace place, Runnable serve) {
        var inQuery = LivePlace.tokenIn(request.query());
        if (!place.token().isEmpty() || inQuery.isEmpty() || !place.isIndex()) {
            keepPrivate(request);
            serve.run();
            return;
        }
        loop.counters().answered(Counters.Route.LIVE, 307, 0);
        request.response()
                .setStatusCode(307)
                .putHeader(
                        HttpHeaders.LOCATION,
                        LivePlace.address(place.name(), inQuery)
                                + place.rest()
                                + LivePlace.withoutToken(request.query()))
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }

    /// What one viewer was let in for, a shared cache must not give to others.
    private static void keepPrivate(HttpServerRequest request) {
        var response = request.response();
        response.headersEndHandler(nothing -> {
            var age = response.headers().get(HttpHeaders.CACHE_CONTROL);
            if (age != null && age.startsWith(PUBLIC)) {
                response.putHeader(
                        HttpHeaders.CACHE_CONTROL, PRIVATE + age.substring(PUBLIC.length()));
            }
        });
    }

    private void refuse(HttpServerRequest request, Problem problem) {
        loop.counters().answered(Counters.Route.LIVE, problem.status(), 0);
        problem.send(request.response());
    }
}
