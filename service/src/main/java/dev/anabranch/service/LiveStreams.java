package dev.anabranch.service;

import dev.anabranch.kernel.gate.Action;
import dev.anabranch.live.BroadcastSettings;
import dev.anabranch.live.Broadcasts;
import dev.anabranch.live.SimulcastTarget;
import dev.anabranch.media.MediaFormatException;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The resource `/v1/live-streams`. Blocks while changes are put on the disk.
public final class LiveStreams {

    static final String NAME = "live-streams";

    private static final String TARGETS = "simulcast-targets";
    private static final String TOKENS = "tokens";
    private static final Duration TOKEN = Duration.ofHours(1);
    private static final Duration SHORTEST_TOKEN = Duration.ofSeconds(1);
    private static final Duration LONGEST_TOKEN = Duration.ofDays(365);
    private static final int DEFAULT_PAGE = 25;
    private static final int LONGEST_PAGE = 100;
    private static final String STREAM = "such live stream";

    private final StreamRegistry registry;
    private final StreamCensus census;
    private final Broadcasts broadcasts;
    private final StreamWords words;
    private final Supplier<BroadcastSettings> defaults;
    private final InstantSource clock;

    /// @param defaults what a new stream has when nobody says otherwise
    public LiveStreams(
            StreamRegistry registry,
            Broadcasts broadcasts,
            StreamWords words,
            Supplier<BroadcastSettings> defaults,
            InstantSource clock) {
        this.registry = registry;
        this.census = new StreamCensus(registry, broadcasts, clock);
        this.broadcasts = broadcasts;
        this.words = words;
        this.defaults = defaults;
        this.clock = clock;
    }

    ApiAnswer answer(ApiRequest request) throws IOException, MediaFormatException {
        var path = request.path();
        return switch (path.size()) {
            case 1 -> all(request);
            case 2 -> one(request, path.get(1));
            case 3 ->
                    switch (path.get(2)) {
                        case TARGETS -> targets(request, path.get(1));
                        case TOKENS -> token(request, path.get(1));
                        default -> act(request, path.get(1), path.get(2));
                    };
            case 4 ->
                    path.get(2).equals(TARGETS)
                            ? target(request, path.get(1), path.get(3))
                            : ApiAnswer.notFound("such resource");
            default -> ApiAnswer.notFound("such resource");
        };
    }

    private static ApiAnswer notAllowed(String allowed) {
        return new ApiAnswer.Refused(
                405, "method_not_allowed", "Only " + allowed + " can be said here.", "");
    }

    private ApiAnswer all(ApiRequest request) throws IOException, MediaFormatException {
        if (request.isReading()) {
            return list(request);
        }
        return request.method().equals(HttpMethod.POST)
                ? create(request)
                : notAllowed("GET and POST");
    }

    private ApiAnswer list(ApiRequest request) throws MediaFormatException {
        var limit = limit(request.query().get("limit"));
        var all = census.all();
        var first = 0;
        var cursor = request.query().get("cursor");
        if (cursor != null) {
            while (first < all.size() && !all.get(first).id().equals(cursor)) {
                first++;
            }
        }
        var last = Math.min(all.size(), first + limit);
        var page = new LinkedHashMap<String, Object>();
        page.put(
                "data",
                all.subList(first, last).stream()
                        .map(entry -> words.of(entry, request.site()))
                        .toList());
        page.put("next_cursor", last < all.size() ? all.get(last).id() : null);
        return ApiAnswer.ok(page);
    }

    private static int limit(@org.jspecify.annotations.Nullable String text)
            throws MediaFormatException {
        if (text == null) {
            return DEFAULT_PAGE;
        }
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LONGEST_PAGE) {
                return limit;
            }
        } catch (NumberFormatException wrong) {
            // is said below
        }
        throw MediaFormatException.malformed("limit", "limit is a number in 1.." + LONGEST_PAGE);
    }

    private ApiAnswer create(ApiRequest request) throws IOException, MediaFormatException {
        var said = request.section();
        if (said.flag("record").orElse(false) && broadcasts.recordings().isEmpty()) {
            return nothingIsKept();
        }
        var definition =
                StreamDefinition.read(
                        said.text("name").orElseGet(() -> Token.id("")),
                        said,
                        Optional.of(Token.secret(Doorkeeper.KEY_PREFIX)),
                        defaults.get());
        said.end();
        return switch (registry.create(StreamEntry.created(clock.instant(), definition))) {
            case StreamRegistry.Outcome.Done done ->
                    ApiAnswer.created(
                            words.of(done.entry(), request.site()),
                            Api.ROOT + NAME + "/" + done.entry().id());
            case StreamRegistry.Outcome.Missing _ -> ApiAnswer.notFound(STREAM);
            case StreamRegistry.Outcome.Conflict conflict -> refused(conflict);
        };
    }

    private static ApiAnswer nothingIsKept() {
        return new ApiAnswer.Refused(
                409,
                "nothing_is_kept",
                "This server keeps nothing, so it cannot record.",
                "Start it with a data folder: without --ephemeral, or with --data DIR.");
    }

    /// Of what nobody declared there is nothing to change.
    private ApiAnswer missing(String idOrName) {
        return census.find(idOrName)
                .<ApiAnswer>map(entry ->
                        new ApiAnswer.Refused(
                                409,
                                "not_declared",
                                entry.name()
                                        + " is not declared: it is there while somebody publishes it.",
                                "'complete' ends it; POST /v1/live-streams declares a stream of that name."))
                .orElseGet(() -> ApiAnswer.notFound(STREAM));
    }

    private static ApiAnswer refused(StreamRegistry.Outcome.Conflict conflict) {
        return new ApiAnswer.Refused(409, conflict.code(), conflict.message(), "");
    }

    private ApiAnswer patch(ApiRequest request, String id)
            throws IOException, MediaFormatException {
        var entry = registry.find(id);
        if (entry.isEmpty()) {
            return missing(id);
        }
        var said = request.section();
        if (said.flag("record").orElse(false)
                && entry.get().keeper() == StreamEntry.Keeper.API
                && broadcasts.recordings().isEmpty()) {
            return nothingIsKept();
        }
        var definition = entry.get().definition().changed(said);
        said.end();
        return answer(
                request,
                registry.change(
                        entry.get().id(),
                        // Keys and targets may have changed meanwhile.
                        before ->
                                before.with(
                                        definition
                                                .withStreamKey(before.definition().streamKey())
                                                .withTargets(before.definition().targets()))));
    }

    private ApiAnswer one(ApiRequest request, String id) throws IOException, MediaFormatException {
        if (request.isReading()) {
            return census.find(id)
                    .map(entry -> ApiAnswer.ok(words.of(entry, request.site())))
                    .orElseGet(() -> ApiAnswer.notFound(STREAM));
        }
        if (request.method().equals(HttpMethod.PATCH)) {
            return patch(request, id);
        }
        if (!request.method().equals(HttpMethod.DELETE)) {
            return notAllowed("GET, PATCH and DELETE");
        }
        if (registry.find(id).isEmpty() && census.find(id).isPresent()) {
            return missing(id);
        }
        return switch (registry.remove(id)) {
            // A second time finds what the first one wanted: there is none.
            case StreamRegistry.Outcome.Done _, StreamRegistry.Outcome.Missing _ ->
                    new ApiAnswer.Done();
            case StreamRegistry.Outcome.Conflict conflict -> refused(conflict);
        };
    }

    private ApiAnswer act(ApiRequest request, String id, String action) throws IOException {
        var isAction =
                List.of("complete", "enable", "disable", "reset-stream-key").contains(action);
        if (!isAction) {
            return ApiAnswer.notFound("such action");
        }
        if (!request.method().equals(HttpMethod.PUT) && !request.method().equals(HttpMethod.POST)) {
            return notAllowed("PUT and POST");
        }
        return switch (action) {
            case "complete" -> complete(request, id);
            case "enable" -> answer(request, id, entry -> entry.withEnabled(true));
            case "disable" -> answer(request, id, entry -> entry.withEnabled(false));
            default -> resetKey(request, id);
        };
    }

    private ApiAnswer answer(ApiRequest request, String id, UnaryOperator<StreamEntry> change)
            throws IOException {
        var outcome = registry.change(id, change);
        return outcome instanceof StreamRegistry.Outcome.Missing
                ? missing(id)
                : answer(request, outcome);
    }

    private ApiAnswer answer(ApiRequest request, StreamRegistry.Outcome outcome) {
        return switch (outcome) {
            case StreamRegistry.Outcome.Done done ->
                    ApiAnswer.ok(words.of(done.entry(), request.site()));
            case StreamRegistry.Outcome.Missing _ -> ApiAnswer.notFound(STREAM);
            case StreamRegistry.Outcome.Conflict conflict -> refused(conflict);
        };
    }

    private ApiAnswer complete(ApiRequest request, String id) {
        var entry = census.find(id);
        if (entry.isEmpty()) {
            return ApiAnswer.notFound(STREAM);
        }
        end(entry.get(), "the stream was completed");
        return ApiAnswer.ok(words.of(entry.get(), request.site()));
    }

    private void end(StreamEntry entry, String reason) {
        broadcasts
                .find(Director.nameOf(entry))
                .ifPresent(broadcast -> broadcast.stream().complete(reason));
    }

    /// Whoever publishes with the old key is cut off.
    private ApiAnswer resetKey(ApiRequest request, String id) throws IOException {
        var key = Token.secret(Doorkeeper.KEY_PREFIX);
        var outcome =
                registry.change(
                        id,
                        entry -> entry.with(entry.definition().withStreamKey(Optional.of(key))));
        if (outcome instanceof StreamRegistry.Outcome.Done done) {
            end(done.entry(), "its stream key was replaced");
        }
        return outcome instanceof StreamRegistry.Outcome.Missing
                ? missing(id)
                : answer(request, outcome);
    }

    /// Nothing is kept of a token: it is good because it is signed.
    private ApiAnswer token(ApiRequest request, String id) throws MediaFormatException {
        var entry = census.find(id);
        if (entry.isEmpty()) {
            return ApiAnswer.notFound(STREAM);
        }
        if (!request.method().equals(HttpMethod.POST)) {
            return notAllowed("POST");
        }
        var said = request.section();
        var action = said.word("action", Action.class).orElse(Action.PLAY);
        var age = said.duration("expires_in", SHORTEST_TOKEN, LONGEST_TOKEN).orElse(TOKEN);
        said.end();
        var secret = words.secret(entry.get(), action);
        if (secret.isEmpty()) {
            return new ApiAnswer.Refused(
                    409,
                    "no_secret",
                    "No secret is configured that signs tokens to "
                            + action.word()
                            + " "
                            + entry.get().name()
                            + ".",
                    "Set " + action.word() + "_secret, of the stream or of all.");
        }
        var expiry = clock.instant().plus(age).truncatedTo(ChronoUnit.SECONDS);
        var token = secret.get().tokens(clock).issue(action, Director.nameOf(entry.get()), expiry);
        return new ApiAnswer.Found(
                201,
                words.token(entry.get(), action, token, expiry, request.site()),
                Optional.empty());
    }

    private ApiAnswer targets(ApiRequest request, String id)
            throws IOException, MediaFormatException {
        var entry = registry.find(id);
        if (entry.isEmpty()) {
            return missing(id);
        }
        if (request.isReading()) {
            var page = new LinkedHashMap<String, Object>();
            page.put("data", words.targets(entry.get()));
            page.put("next_cursor", null);
            return ApiAnswer.ok(page);
        }
        return request.method().equals(HttpMethod.POST)
                ? addTarget(request, entry.get())
                : notAllowed("GET and POST");
    }

    private ApiAnswer addTarget(ApiRequest request, StreamEntry entry)
            throws IOException, MediaFormatException {
        var target = StreamDefinition.target(request.section());
        if (entry.definition().targets().size() >= StreamDefinition.MAXIMUM_TARGETS) {
            return new ApiAnswer.Refused(
                    409,
                    "too_many_targets",
                    "A stream has at most " + StreamDefinition.MAXIMUM_TARGETS + " targets.",
                    "");
        }
        var outcome = registry.change(entry.id(), before -> withTargets(before, target, true));
        if (outcome instanceof StreamRegistry.Outcome.Done done) {
            return ApiAnswer.created(
                    words.target(done.entry(), target.id()).orElseThrow(),
                    Api.ROOT + NAME + "/" + entry.id() + "/" + TARGETS + "/" + target.id());
        }
        return answer(request, outcome);
    }

    private static StreamEntry withTargets(
            StreamEntry entry, SimulcastTarget target, boolean isWanted) {
        var targets = new ArrayList<>(entry.definition().targets());
        targets.removeIf(other -> other.id().equals(target.id()));
        if (isWanted) {
            targets.add(target);
        }
        return entry.with(entry.definition().withTargets(targets));
    }

    private ApiAnswer target(ApiRequest request, String id, String targetId) throws IOException {
        var entry = registry.find(id);
        if (entry.isEmpty()) {
            return missing(id);
        }
        if (request.isReading()) {
            return words.target(entry.get(), targetId)
                    .map(ApiAnswer::ok)
                    .orElseGet(() -> ApiAnswer.notFound("such simulcast target"));
        }
        if (!request.method().equals(HttpMethod.DELETE)) {
            return notAllowed("GET and DELETE");
        }
        var known =
                entry.get().definition().targets().stream()
                        .filter(target -> target.id().equals(targetId))
                        .findFirst();
        if (known.isEmpty()) {
            return new ApiAnswer.Done();
        }
        var outcome =
                registry.change(
                        entry.get().id(), before -> withTargets(before, known.get(), false));
        return outcome instanceof StreamRegistry.Outcome.Done
                ? new ApiAnswer.Done()
                : answer(request, outcome);
    }
}
