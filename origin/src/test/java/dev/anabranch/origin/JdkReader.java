package dev.anabranch.origin;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// The JDK's client: HTTP/1.1, and HTTP/2 over TLS.
///
/// Not for HTTP/2 in the clear, which it begins by an upgrade that loses bytes (JDK 25.0.3). Up to
/// three buffers of 16 KiB that came in one read are handed to its HTTP/1.1 receiver one by one; as
/// soon as that has the first, with the 101, another thread makes the HTTP/2 connection and drains
/// the receiver's queue once, and what the reading thread puts there afterwards nobody looks at
/// (`Http1AsyncReceiver.onNext` and `drain`, `Http2Connection.asyncReceive` at the
/// `EMPTY_TRIGGER`). Two lost buffers make it take byte 49134 of an answer's body for a frame's
/// head.
///
/// Seen with a small server without Netty that replays one fixed and correct answer from an array:
/// 90 of 800 requests failed so on two cores under load, and 57 of 60 when the client's executor
/// held up whoever hands it a task for 50 ms.
record JdkReader(HttpClient client) implements Reader {

    static JdkReader of(HttpClient.Version version) throws Exception {
        return new JdkReader(
                HttpClient.newBuilder()
                        .version(version)
                        .sslContext(TestCertificate.trustingContext())
                        .connectTimeout(Duration.ofSeconds(10))
                        .build());
    }

    @Override
    public CompletableFuture<HttpResponse<byte[]>> ask(HttpRequest request) {
        if (client.version() == HttpClient.Version.HTTP_2
                && request.uri().getScheme().equals("http")) {
            throw new IllegalArgumentException("loses bytes: " + request);
        }
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        client.close();
    }
}
