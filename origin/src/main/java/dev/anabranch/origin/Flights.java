package dev.anabranch.origin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Segments in memory: the hot ones, and those being made. A segment asked for by many at once is
/// made once.
///
/// Memory outside the heap is bounded twice: hot segments by weight, and segments being made by a
/// budget that makers wait for before they take any.
final class Flights implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Flights.class);
    private static final int BUDGET_UNIT = 1024;

    /// Eight 4K segments of 4 s.
    private static final long MOST_IDLE_BYTES = 64L * 1024 * 1024;

    private final Executor virtualThreads;
    private final Counters counters;
    private final BlockPool blocks;
    private final Semaphore budget;
    private final int budgetUnits;
    private final long hotBytes;
    private final Cache<String, Flight> hot;
    private final ConcurrentHashMap<String, Flight> underWay = new ConcurrentHashMap<>();

    /// Set by whoever closes, read by makers who are late.
    private volatile boolean isClosed;

    Flights(Config.Limits limits, Executor virtualThreads, Counters counters) {
        this.virtualThreads = virtualThreads;
        this.counters = counters;
        this.budgetUnits =
                (int) Math.min(Integer.MAX_VALUE, limits.generatingBytes() / BUDGET_UNIT);
        this.blocks = new BlockPool(Math.min(limits.generatingBytes(), MOST_IDLE_BYTES));
        this.budget = new Semaphore(budgetUnits, true);
        this.hotBytes = limits.hotBytes();
        this.hot =
                Caffeine.newBuilder()
                        .maximumWeight(hotBytes)
                        .<String, Flight>weigher((etag, landed) -> landed.sizeBytes())
                        .executor(Runnable::run)
                        .<String, Flight>removalListener((etag, landed, cause) -> {
                            if (landed != null) {
                                landed.release();
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

    /// The whole segment if it is hot, held once for the caller, who lets go of it.
    @Nullable Flight hot(Resource resource) {
        var landed = hot.getIfPresent(resource.etag());
        var held = landed != null && landed.hold() ? landed : null;
        counters.looked(held != null);
        return held;
    }

    /// The flight that makes this segment, begun now if it is not under way and has not landed
    /// since the caller looked; its memory is held once for the caller. The resource is held by the
    /// caller.
    Flight board(Resource resource) {
        var etag = resource.etag();
        while (true) {
            // A flight is hot before it is no longer under way, so it is found in one of the two.
            var flight =
                    underWay.computeIfAbsent(
                            etag, key -> hot.asMap().containsKey(key) ? null : begin(resource));
            if (flight == null) {
                flight = hot.getIfPresent(etag);
            }
            if (flight != null && flight.hold()) {
                return flight;
            }
        }
    }

    private Flight begin(Resource resource) {
        var flight = new Flight(blocks, (int) resource.content().sizeBytes());
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
                keep(resource, flight);
            }
        } catch (IOException e) {
            LOG.debug("not keeping {}", resource.etag(), e);
        } finally {
            budget.release(units);
            underWay.remove(resource.etag(), flight);
            flight.release();
            resource.holder().release();
        }
    }

    /// What was made while its file was written over may be of both states: not kept under the
    /// validator of the first.
    private void keep(Resource resource, Flight flight) throws IOException {
        if (!resource.holder().isCurrent() || !flight.hold()) {
            return;
        }
        hot.put(resource.etag(), flight);
        if (isClosed) {
            hot.invalidateAll();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        hot.invalidateAll();
        blocks.close();
    }
}
