package dev.anabranch.origin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Prepared resources by request path, so that what is asked often is answered on the event loop
/// without a look at the disk. Each is looked at again, off the loop, when it has not been for a
/// while.
final class Shelf {

    private final Catalogue catalogue;
    private final Config config;
    private final LongSupplier nanoClock;
    private final Executor virtualThreads;
    private final Cache<String, Prepared> prepared;
    private final ConcurrentHashMap<String, CompletableFuture<Optional<Prepared>>> underWay =
            new ConcurrentHashMap<>();

    Shelf(Catalogue catalogue, Config config, LongSupplier nanoClock, Executor virtualThreads) {
        this.catalogue = catalogue;
        this.config = config;
        this.nanoClock = nanoClock;
        this.virtualThreads = virtualThreads;
        this.prepared =
                Caffeine.newBuilder()
                        .maximumWeight(config.limits().shelfBytes())
                        .<String, Prepared>weigher((path, entry) -> entry.weight() + path.length())
                        .executor(Runnable::run)
                        .build();
    }

    /// What is there and was looked at lately; never blocks.
    ///
    /// @param rawPath `{id}/{path}` as in the request
    @Nullable Prepared find(String rawPath) {
        var entry = prepared.getIfPresent(rawPath);
        var maximumAge = config.limits().waits().revalidate().toNanos();
        return entry != null && entry.isFresh(nanoClock.getAsLong(), maximumAge) ? entry : null;
    }

    /// Looks it up in the catalogue on a virtual thread, once for all who ask meanwhile. The future
    /// fails with what the catalogue threw.
    CompletableFuture<Optional<Prepared>> load(String rawPath) {
        var mine = new CompletableFuture<Optional<Prepared>>();
        var running = underWay.putIfAbsent(rawPath, mine);
        if (running != null) {
            return running;
        }
        virtualThreads.execute(() -> {
            try {
                var loaded = reload(rawPath);
                underWay.remove(rawPath);
                mine.complete(loaded);
            } catch (Throwable e) {
                underWay.remove(rawPath);
                mine.completeExceptionally(e);
            }
        });
        return mine;
    }

    void forget(String rawPath, Prepared stale) {
        prepared.asMap().remove(rawPath, stale);
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }

    private Optional<Prepared> reload(String rawPath) throws IOException, MediaFormatException {
        var old = prepared.getIfPresent(rawPath);
        if (old != null && old.resource().holder().isCurrent()) {
            old.foundCurrent(nanoClock.getAsLong());
            return Optional.of(old);
        }
        var found = open(rawPath);
        if (found.isEmpty()) {
            prepared.invalidate(rawPath);
            return Optional.empty();
        }
        var resource = found.get();
        try {
            var fresh = Prepared.of(resource, cacheControl(resource.kind()), nanoClock.getAsLong());
            prepared.put(rawPath, fresh);
            return Optional.of(fresh);
        } finally {
            resource.holder().release();
        }
    }

    private Optional<Resource> open(String rawPath) throws IOException, MediaFormatException {
        var path = ResourcePath.decode(rawPath).orElse("");
        var slash = path.indexOf('/');
        if (slash < 0 || !PlaybackId.isValid(path.substring(0, slash))) {
            return Optional.empty();
        }
        return catalogue.open(path.substring(0, slash), path.substring(slash + 1));
    }

    private String cacheControl(Resource.Kind kind) {
        return switch (kind) {
            case PLAYLIST -> "public, max-age=" + config.ages().playlist().toSeconds();
            case SEGMENT, TEXT_SEGMENT -> config.ages().ofSegments();
        };
    }
}
