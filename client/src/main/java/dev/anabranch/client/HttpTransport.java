package dev.anabranch.client;

import dev.anabranch.client.TransportException.Cause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/// HTTP/1.1 and HTTP/2 by the JDK's client; at most five redirects, none from https to http.
public final class HttpTransport implements Transport, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int PARTIAL = 206;

    private final HttpClient client;
    private final PlaybackClock clock;

    /// @param version what to try first; a clear connection is upgraded only when the server wants
    public HttpTransport(PlaybackClock clock, HttpClient.Version version) {
        this(clock, version, defaultTrust());
    }

    /// @param tls whose certificates are taken
    public HttpTransport(PlaybackClock clock, HttpClient.Version version, SSLContext tls) {
        this.clock = clock;
        client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .version(version)
                        .sslContext(tls)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
    }

    private static SSLContext defaultTrust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public Answer get(Request request) throws TransportException, InterruptedException {
        long sent = clock.nanos();
        var pending =
                client.sendAsync(http(request), _ -> new TimedBody(request.maxBytes(), clock));
        try {
            var response = pending.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return answer(request, response, sent);
        } catch (TimeoutException late) {
            pending.cancel(true);
            throw new TransportException(Cause.TIMED_OUT, request, late);
        } catch (InterruptedException interrupted) {
            pending.cancel(true);
            throw interrupted;
        } catch (ExecutionException failed) {
            throw new TransportException(cause(failed), request, failed.getCause());
        }
    }

    private static HttpRequest http(Request request) {
        var http = HttpRequest.newBuilder(request.address()).GET();
        var range = request.range();
        if (range.isEmpty()) {
            return http.header("Accept-Encoding", "gzip").build();
        }
        long first = range.get().offset();
        return http.header("Range", "bytes=%d-%d".formatted(first, range.get().end() - 1)).build();
    }

    private static Cause cause(ExecutionException failed) {
        for (Throwable at = failed; at != null; at = at.getCause()) {
            if (at instanceof TimedBody.TooLarge) {
                return Cause.TOO_LARGE;
            }
            if (at instanceof ConnectException || at instanceof HttpConnectTimeoutException) {
                return Cause.UNREACHABLE;
            }
        }
        return Cause.BROKEN;
    }

    private static Answer answer(
            Request request, HttpResponse<TimedBody.Arrived> response, long sentNanos)
            throws TransportException {
        var arrived = response.body();
        var fields = fields(response);
        var body = plain(request, arrived.bytes(), fields);
        var range = request.range();
        if (range.isPresent() && response.statusCode() != PARTIAL) {
            // The whole came although a piece was asked for, as servers without ranges do.
            int from = (int) Math.min(range.get().offset(), body.length);
            int to = (int) Math.min(range.get().end(), body.length);
            body = response.statusCode() == 200 ? Arrays.copyOfRange(body, from, to) : body;
        }
        long first = Math.max(sentNanos, arrived.firstByteNanos());
        return new Answer(
                response.uri(),
                response.statusCode(),
                body,
                fields,
                response.version() == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1",
                new Answer.Timing(sentNanos, first, Math.max(first, arrived.lastByteNanos())));
    }

    private static byte[] plain(Request request, byte[] body, Map<String, String> fields)
            throws TransportException {
        if (!"gzip".equalsIgnoreCase(fields.get("content-encoding"))) {
            return body;
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            var bytes = in.readNBytes(request.maxBytes());
            if (in.read() >= 0) {
                throw new TransportException(Cause.TOO_LARGE, request, null);
            }
            return bytes;
        } catch (TransportException tooLarge) {
            throw tooLarge;
        } catch (IOException broken) {
            throw new TransportException(Cause.BROKEN, request, broken);
        }
    }

    private static Map<String, String> fields(HttpResponse<?> response) {
        var fields = new HashMap<String, String>();
        response.headers()
                .map()
                .forEach((name, values) ->
                        fields.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        fields.remove(":status");
        return fields;
    }

    /// Gives up what is still asked for.
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
