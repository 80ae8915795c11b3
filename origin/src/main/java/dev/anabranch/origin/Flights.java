package dev.anabranch.origin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Segments in memory: the hot ones, and those being made. A segment asked for by many at once is
/// made once.
///
/// Memory outside the heap is bounded twice: hot segments by weight, and segments being made by a
/// budget that makers wait for before they take any.
final class Flights implements AutoCloseable {

    private static final int BUDGET_UNIT = 1024;

    private final Executor virtualThreads;
    private final Counters counters;
    private final Semaphore budget;
    private final int budgetUnits;
    private final long hotBytes;
    private final Cache<String, ByteBuf> hot;
    private final ConcurrentHashMap<String, Flight> underWay = new ConcurrentHashMap<>();

    Flights(Config.Limits limits, Executor virtualThreads, Counters counters) {
        this.virtualThreads = virtualThreads;
        this.counters = counters;
        this.budgetUnits =
                (int) Math.min(Integer.MAX_VALUE, limits.generatingBytes() / BUDGET_UNIT);
        this.budget = new Semaphore(budgetUnits, true);
        this.hotBytes = limits.hotBytes();
        this.hot =
                Caffeine.newBuilder()
                        .maximumWeight(hotBytes)
                        .<String, ByteBuf>weigher((etag, bytes) -> bytes.capacity())
                        .executor(Runnable::run)
                        .<String, ByteBuf>removalListener((etag, bytes, cause) -> {
                            if (bytes != null) {
                                bytes.release();
                            }
                        })
                        .build();
    }

    /// Whether a segment of this size is made whole in memory; a larger one is streamed to each who
    /// asks.
    boolean fits(long sizeBytes) {
        return sizeBytes
                <= Math.min(Config.Limits.MAXIMUM_SEGMENT_BYTES, (long) budgetUnits * BUDGET_UNIT);
    }

    /// The whole segment if it is hot, held once for the caller.
    @Nullable ByteBuf hot(Resource resource) {
        var bytes = hot.getIfPresent(resource.etag());
        var held = bytes == null ? null : hold(bytes);
        counters.looked(held != null);
        return held;
    }

    /// The flight that makes this segment, begun now if it is not under way; its memory is held
    /// once for the caller. The resource is held by the caller.
    Flight board(Resource resource) {
        while (true) {
            var flight = underWay.computeIfAbsent(resource.etag(), etag -> begin(resource));
            if (flight.hold()) {
                return flight;
            }
        }
    }

    private Flight begin(Resource resource) {
        var flight = new Flight((int) resource.content().sizeBytes());
        if (!resource.holder().retain()) {
            throw new IllegalStateException("the caller holds the resource");
        }
        virtualThreads.execute(() -> fly(resource, flight));
        return flight;
    }

    private void fly(Resource resource, Flight flight) {
        var units = Math.clamp(flight.sizeBytes() / BUDGET_UNIT, 1, budgetUnits);
        budget.acquireUninterruptibly(units);
        try {
            flight.make(resource.content());
            if (flight.failure() == null && flight.sizeBytes() <= hotBytes / 4) {
                hot.put(resource.etag(), flight.bytes().retain());
            }
        } finally {
            budget.release(units);
            underWay.remove(resource.etag(), flight);
            flight.release();
            resource.holder().release();
        }
    }

    private static @Nullable ByteBuf hold(ByteBuf bytes) {
        try {
            return bytes.retain();
        } catch (IllegalReferenceCountException evictedJustNow) {
            return null;
        }
    }

    @Override
    public void close() {
        hot.invalidateAll();
    }
}
