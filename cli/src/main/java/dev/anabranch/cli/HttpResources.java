package dev.anabranch.cli;

import dev.anabranch.client.ConnectionFailure;
import dev.anabranch.packager.check.Part;
import dev.anabranch.packager.check.Resources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/// What an HTTP server has. Addresses are absolute, `http` and `https` only; at most five redirects
/// are followed, none of them from https to http. Used by one thread.
final class HttpResources implements Resources, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final long ANSWER_SECONDS = 60;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Pattern TOTAL = Pattern.compile("bytes [^/]*/(\\d{1,18})");

    private final HttpClient client;

    /// @param tls whose certificates are taken
    HttpResources(SSLContext tls) {
        client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .sslContext(tls)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
    }

    static boolean isAddress(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    @Override
    public Optional<Fetched> fetch(Part part) throws IOException {
        if (!isAddress(part.address())) {
            throw new IOException("only http and https addresses are fetched");
        }
        var answer = send(request(part));
        return switch (answer.statusCode()) {
            case OK -> Optional.of(whole(part, answer));
            case PARTIAL -> Optional.of(new Fetched(answer.body(), total(answer), fields(answer)));
            case RANGE_NOT_SATISFIABLE ->
                    Optional.of(new Fetched(new byte[0], total(answer), fields(answer)));
            case NOT_FOUND, GONE -> Optional.empty();
            default ->
                    throw new IOException(
                            part.address() + ": the server answers " + answer.statusCode());
        };
    }

    /// Where `address` leads after redirects.
    String afterRedirects(String address) throws IOException {
        return send(request(Part.whole(address))).uri().toString();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        var body =
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES);
        var answer = client.sendAsync(request, body);
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IOException("no whole answer within " + ANSWER_SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ConnectException) {
                var unreachable =
                        new ConnectException(request.uri().getAuthority() + " cannot be reached");
                unreachable.initCause(failed);
                throw unreachable;
            }
            var cause = failed.getCause() == null ? failed : failed.getCause();
            var words =
                    ConnectionFailure.words(request.uri(), cause)
                            .orElse(String.valueOf(cause.getMessage()));
            throw new IOException(request.uri() + ": " + words, cause);
        }
    }

    private static HttpRequest request(Part part) throws IOException {
        var request = HttpRequest.newBuilder(uri(part.address())).GET();
        if (part.isWhole()) {
            return request.header("Accept-Encoding", "gzip").build();
        }
        var last =
                part.length() == Part.REST ? "" : Long.toString(part.offset() + part.length() - 1);
        return request.header("Range", "bytes=" + part.offset() + "-" + last).build();
    }

    /// `address` with what needs it escaped.
    static URI uri(String address) throws IOException {
        var encoded = new StringBuilder();
        for (byte b : address.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = b > ' ' && b < 127 && "\"<>\\^`{|}".indexOf(b) < 0;
            encoded.append(isPlain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xFF));
        }
        try {
            var uri = new URI(encoded.toString());
            if (uri.getHost() == null) {
                throw new IOException(address + " is no address: it names no server");
            }
            return uri;
        } catch (URISyntaxException wrong) {
            throw new IOException(address + " is no address", wrong);
        }
    }

    private static Fetched whole(Part part, HttpResponse<byte[]> answer) throws IOException {
        var body = plain(answer);
        int from = (int) Math.min(part.offset(), body.length);
        int to =
                part.length() == Part.REST
                        ? body.length
                        : (int) Math.min(body.length, from + part.length());
        var bytes = part.isWhole() ? body : Arrays.copyOfRange(body, from, to);
        return new Fetched(bytes, body.length, fields(answer));
    }

    private static byte[] plain(HttpResponse<byte[]> answer) throws IOException {
        boolean isZipped =
                answer.headers()
                        .firstValue("content-encoding")
                        .filter("gzip"::equalsIgnoreCase)
                        .isPresent();
        if (!isZipped) {
            return answer.body();
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            var bytes = in.readNBytes(MAX_BYTES);
            if (in.read() >= 0) {
                throw new IOException("more than " + MAX_BYTES + " bytes come out of the gzip");
            }
            return bytes;
        }
    }

    private static long total(HttpResponse<byte[]> answer) {
        var range = TOTAL.matcher(answer.headers().firstValue("content-range").orElse(""));
        return range.matches() ? Long.parseLong(range.group(1)) : -1;
    }

    private static Map<String, String> fields(HttpResponse<byte[]> answer) {
        var fields = new HashMap<String, String>();
        answer.headers()
                .map()
                .forEach((name, values) ->
                        fields.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return fields;
    }

    @Override
    public void close() {
        client.close();
    }
}
