package dev.anabranch.origin;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/// Asks an origin; an answer is whole in memory. A connection that breaks is an
/// [java.io.IOException].
interface Reader extends AutoCloseable {

    CompletableFuture<HttpResponse<byte[]>> ask(HttpRequest request);

    @Override
    void close();
}
