package dev.anabranch.live;

import dev.anabranch.kernel.Health;
import dev.anabranch.kernel.KernelObserver;
import dev.anabranch.kernel.LiveStream;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.Refusal;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to streams, for those who read the log. Who is refused is told as a warning, for it
/// may be somebody who wonders why, but not more often than once a second: it may be somebody who
/// tries keys.
class EventLog implements KernelObserver {

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final LongSupplier nanos;
    private final AtomicLong quietUntilNanos;

    EventLog(LongSupplier nanos) {
        this.nanos = nanos;
        this.quietUntilNanos = new AtomicLong(nanos.getAsLong());
    }

    @Override
    public void publisherArrived(LiveStream stream, Peer peer) {
        LOG.info("{}: {} {} publishes", stream.name(), peer.protocol(), peer.address());
    }

    @Override
    public void publisherLeft(LiveStream stream, Peer peer, String reason) {
        LOG.info("{}: {} {} is gone: {}", stream.name(), peer.protocol(), peer.address(), reason);
    }

    @Override
    public void sourceChanged(LiveStream stream, String source) {
        LOG.info("{}: shows {}", stream.name(), source);
    }

    @Override
    public void discontinued(LiveStream stream, String reason) {
        LOG.info("{}: discontinuity: {}", stream.name(), reason);
    }

    @Override
    public void dropping(LiveStream stream) {
        LOG.warn("{}: frames are dropped, its memory is full", stream.name());
    }

    @Override
    public void evicted(LiveStream stream) {
        LOG.info("{}: a reader was too slow for too long", stream.name());
    }

    @Override
    public void healthChanged(LiveStream stream, Health health) {
        if (health.level() == Health.Level.GOOD) {
            LOG.info("{}: health is good", stream.name());
            return;
        }
        for (var reason : health.reasons()) {
            LOG.warn("{}: {}", stream.name(), reason.message());
        }
    }

    @Override
    public void refused(Peer peer, Refusal reason, String message) {
        var now = nanos.getAsLong();
        var quietUntil = quietUntilNanos.get();
        if (now - quietUntil >= 0 && quietUntilNanos.compareAndSet(quietUntil, now + PAUSE_NANOS)) {
            LOG.warn("{} {} is refused: {}", peer.protocol(), peer.address(), message);
        }
    }
}
