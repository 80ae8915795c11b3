package dev.anabranch.origin;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;

/// HTTP/2 in the clear, begun by an upgrade or by prior knowledge (RFC 9113, 3.3), for which the
/// JDK's client will not do ([JdkReader]).
final class ClearHttp2Reader implements Reader {

    private static final int MAXIMUM_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient client;

    ClearHttp2Reader(boolean upgrades) {
        client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setHttp2ClearTextUpgrade(upgrades));
    }

    @Override
    public CompletableFuture<HttpResponse<byte[]>> ask(HttpRequest request) {
        var uri = request.uri();
        var options =
                new RequestOptions()
                        .setMethod(HttpMethod.valueOf(request.method()))
                        .setHost(uri.getHost())
                        .setPort(uri.getPort())
                        .setURI(target(uri));
        request.headers()
                .map()
                .forEach((name, values) ->
                        options.putHeader(name, List.<CharSequence>copyOf(values)));
        var answer = new CompletableFuture<HttpResponse<byte[]>>();
        // All on the event loop: on another thread the body could come before it is asked for.
        loop.runOnContext(nothing ->
                client.request(options)
                        .compose(HttpClientRequest::send)
                        .compose(head -> head.body().map(body -> answer(request, head, body)))
                        .onSuccess(answer::complete)
                        .onFailure(e -> answer.completeExceptionally(new IOException(e))));
        return answer.orTimeout(MAXIMUM_SECONDS, TimeUnit.SECONDS);
    }

    private static String target(URI uri) {
        return uri.getRawQuery() == null
                ? uri.getRawPath()
                : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    private static HttpResponse<byte[]> answer(
            HttpRequest request, HttpClientResponse head, Buffer body) {
        var fields = new TreeMap<String, List<String>>();
        head.headers().names().forEach(name -> fields.put(name, head.headers().getAll(name)));
        return new Answer(
                request,
                head.version() == HttpVersion.HTTP_2 ? Version.HTTP_2 : Version.HTTP_1_1,
                head.statusCode(),
                HttpHeaders.of(fields, (name, value) -> true),
                body.getBytes());
    }

    @Override
    public void close() {
        try {
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the client does not close", e);
        }
    }

    private record Answer(
            HttpRequest request, Version version, int statusCode, HttpHeaders headers, byte[] body)
            implements HttpResponse<byte[]> {

        @Override
        public Optional<HttpResponse<byte[]>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }
    }
}
