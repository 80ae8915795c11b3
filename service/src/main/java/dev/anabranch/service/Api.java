package dev.anabranch.service;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.origin.Annex;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP side of the API, below `/v1/`: who may ask, what a body may be, and how answers look.
/// Event loops read and send; what is asked is done on virtual threads.
public final class Api implements Annex {

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    static final String ROOT = "/v1/";
    static final int MAXIMUM_BODY_BYTES = 64 * 1024;

    private static final String BEARER = "Bearer ";
    private static final String IDEMPOTENCY_KEY = "idempotency-key";
    private static final Set<String> JSON =
            Set.of("application/json", "application/x-www-form-urlencoded");

    private final AdminSecret secret;
    private final LiveStreams liveStreams;
    private final Repeats repeats;
    private final Executor virtualThreads;

    public Api(
            AdminSecret secret,
            LiveStreams liveStreams,
            Executor virtualThreads,
            InstantSource clock) {
        this.repeats = new Repeats(clock);
        this.secret = secret;
        this.liveStreams = liveStreams;
        this.virtualThreads = virtualThreads;
    }

    @Override
    public boolean takes(String path) {
        return path.startsWith(ROOT);
    }

    @Override
    public void answer(HttpServerRequest request) {
        var refusal = refusal(request);
        if (refusal.isPresent()) {
            ApiAnswer.send(refusal.get(), request.response());
            return;
        }
        var loop = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
        var body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= MAXIMUM_BODY_BYTES) {
                body.appendBuffer(chunk);
            } else {
                ApiAnswer.send(tooLarge(), request.response());
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                handle(request, body.getBytes(), loop);
            }
        });
    }

    private Optional<ApiAnswer> refusal(HttpServerRequest request) {
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null
                || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(
                    unauthorized("The API needs the admin secret, as 'Authorization: Bearer …'."));
        }
        if (!secret.isSame(authorization.substring(BEARER.length()).strip())) {
            return Optional.of(unauthorized("This is not the admin secret."));
        }
        if (length(request.headers()) > MAXIMUM_BODY_BYTES) {
            return Optional.of(tooLarge());
        }
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (hasBody(request.headers()) && !isJson(type)) {
            return Optional.of(
                    new ApiAnswer.Refused(
                            415,
                            "unsupported_media_type",
                            "A body is JSON.",
                            "Send it with 'Content-Type: application/json'."));
        }
        return Optional.empty();
    }

    private ApiAnswer unauthorized(String detail) {
        return new ApiAnswer.Refused(401, "unauthorized", detail, secret.whereabouts());
    }

    private static ApiAnswer tooLarge() {
        return new ApiAnswer.Refused(
                413, "body_too_large", "A body has at most " + MAXIMUM_BODY_BYTES + " bytes.", "");
    }

    private static boolean hasBody(MultiMap fields) {
        return length(fields) > 0 || fields.contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static long length(MultiMap fields) {
        var length = fields.get(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException wrong) {
            return Long.MAX_VALUE;
        }
    }

    /// What curl says of `-d` is taken for JSON, as is nothing. No page of another site gets that
    /// far with a form: nothing is read without the secret in a header, which asks first.
    private static boolean isJson(@Nullable String type) {
        return type == null
                || JSON.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    private void handle(HttpServerRequest request, byte[] body, Context loop) {
        var asked =
                new ApiRequest(
                        request.method(),
                        parts(Objects.requireNonNullElse(request.path(), ROOT)),
                        query(request.params()),
                        body,
                        site(request));
        var key = request.getHeader(IDEMPOTENCY_KEY);
        virtualThreads.execute(() -> {
            var answer = answer(asked, key);
            loop.runOnContext(nothing -> ApiAnswer.send(answer, request.response()));
        });
    }

    /// @param key of a request that may be sent again and is to be done once; null without
    private ApiAnswer answer(ApiRequest request, @Nullable String key) {
        try {
            return key != null && request.method().equals(HttpMethod.POST)
                    ? repeats.once(key, request, () -> answer(request))
                    : answer(request);
        } catch (MediaFormatException wrong) {
            return new ApiAnswer.Refused(400, "invalid_parameter", wrong.getMessage(), "");
        } catch (IOException failure) {
            LOG.error("the data folder cannot be written to", failure);
            return new ApiAnswer.Refused(
                    507,
                    "not_kept",
                    "The change could not be written to the data folder and was not made.",
                    "Look at its free space and its permissions.");
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed", request.method(), request.path(), bug);
            return new ApiAnswer.Refused(500, "internal_error", "This is a bug of ours.", "");
        }
    }

    private ApiAnswer answer(ApiRequest request) throws IOException, MediaFormatException {
        if (request.method().equals(HttpMethod.OPTIONS)) {
            return new ApiAnswer.Done();
        }
        return request.path().getFirst().equals(LiveStreams.NAME)
                ? liveStreams.answer(request)
                : ApiAnswer.notFound("such resource");
    }

    private static List<String> parts(String path) {
        return Stream.of(path.substring(ROOT.length()).split("/", -1)).map(Api::decoded).toList();
    }

    /// What is not encoded as it should be names nothing.
    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            return "";
        }
    }

    private static Map<String, String> query(MultiMap params) {
        var query = new HashMap<String, String>();
        params.forEach(entry -> query.put(entry.getKey(), entry.getValue()));
        return query;
    }

    private static URI site(HttpServerRequest request) {
        var scheme = request.isSSL() ? "https" : "http";
        var authority = request.authority();
        try {
            return URI.create(scheme + "://" + (authority == null ? "localhost" : authority));
        } catch (IllegalArgumentException wrong) {
            return URI.create(scheme + "://localhost");
        }
    }
}
