package dev.anabranch.kernel.gate;

import dev.anabranch.media.MediaFormatException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A JWK set at a web address, kept for an hour; asked for again sooner when a token names a key
/// that is not in it, but at most once in ten seconds, whoever asks. While it cannot be had, the
/// keys at hand stay good.
public final class KeySetAddress implements KeySource, AutoCloseable {

    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final URI address;
    private final Duration timeout;
    private final InstantSource clock;
    private final HttpClient client;

    // Guarded by the monitor.
    private @Nullable JsonWebKeys keys;
    private Instant fetched = Instant.MIN;
    private Instant asked = Instant.MIN;
    private @Nullable CompletableFuture<JsonWebKeys> asking;

    /// @param address `http` or `https`
    public KeySetAddress(URI address, Duration timeout, InstantSource clock) {
        Web.check(address);
        this.address = address;
        this.timeout = timeout;
        this.clock = clock;
        client = Web.client(timeout);
    }

    @Override
    public synchronized CompletionStage<Optional<PublicKey>> find(String kid) {
        var now = clock.instant();
        var known = keys;
        var key = known == null ? Optional.<PublicKey>empty() : known.find(kid);
        if (key.isPresent() && now.isBefore(fetched.plus(FRESH))) {
            return CompletableFuture.completedFuture(key);
        }
        if (asking == null && now.isBefore(plusPause(asked))) {
            return known == null
                    ? CompletableFuture.failedFuture(new IllegalStateException("no keys yet"))
                    : CompletableFuture.completedFuture(key);
        }
        return ask(now).thenApply(set -> set.find(kid));
    }

    private static Instant plusPause(Instant asked) {
        return asked.equals(Instant.MIN) ? asked : asked.plus(PAUSE);
    }

    /// One question for all who wait.
    private CompletableFuture<JsonWebKeys> ask(Instant now) {
        if (asking != null) {
            return asking;
        }
        asked = now;
        var request = HttpRequest.newBuilder(address).timeout(timeout).GET().build();
        var answer =
                client.sendAsync(request, Web.bounded(JsonWebKeys.MAX_BYTES))
                        .thenApply(KeySetAddress::parsed)
                        .handle((set, failure) -> settle(set, failure, now));
        // It may be there already, and would then stay behind its own end.
        asking = answer.isDone() ? null : answer;
        return answer;
    }

    private static JsonWebKeys parsed(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the key set answers " + response.statusCode());
        }
        try {
            return JsonWebKeys.parse(response.body());
        } catch (MediaFormatException broken) {
            throw new CompletionException(broken);
        }
    }

    private synchronized JsonWebKeys settle(
            @Nullable JsonWebKeys set, @Nullable Throwable failure, Instant now) {
        asking = null;
        if (set != null) {
            keys = set;
            fetched = now;
            return set;
        }
        if (keys != null) {
            return keys;
        }
        throw new CompletionException(failure);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
