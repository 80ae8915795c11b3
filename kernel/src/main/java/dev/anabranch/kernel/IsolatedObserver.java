package dev.anabranch.kernel;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An observer whose failures stay its own: they are counted and logged, and whoever's thread it is
/// told on goes on. Thread-safe when what it stands before is.
final class IsolatedObserver implements KernelObserver {

    private static final Logger LOG = LoggerFactory.getLogger(IsolatedObserver.class);

    private final KernelObserver observer;
    private final LongAdder failures = new LongAdder();

    IsolatedObserver(KernelObserver observer) {
        this.observer = observer;
    }

    long failures() {
        return failures.sum();
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException failed) {
            failures.increment();
            // One that fails each time would fill the log: the first, the second, the fourth, ...
            if (Long.bitCount(failures.sum()) == 1) {
                LOG.error("an observer has failed {} times", failures.sum(), failed);
            }
        }
    }

    @Override
    public void created(LiveStream stream) {
        tell(() -> observer.created(stream));
    }

    @Override
    public void removed(LiveStream stream) {
        tell(() -> observer.removed(stream));
    }

    @Override
    public void stateChanged(LiveStream stream, StreamState state) {
        tell(() -> observer.stateChanged(stream, state));
    }

    @Override
    public void publisherArrived(LiveStream stream, Peer peer) {
        tell(() -> observer.publisherArrived(stream, peer));
    }

    @Override
    public void publisherLeft(LiveStream stream, Peer peer, String reason) {
        tell(() -> observer.publisherLeft(stream, peer, reason));
    }

    @Override
    public void sourceChanged(LiveStream stream, String source) {
        tell(() -> observer.sourceChanged(stream, source));
    }

    @Override
    public void tracksChanged(LiveStream stream) {
        tell(() -> observer.tracksChanged(stream));
    }

    @Override
    public void discontinued(LiveStream stream, String reason) {
        tell(() -> observer.discontinued(stream, reason));
    }

    @Override
    public void dropping(LiveStream stream) {
        tell(() -> observer.dropping(stream));
    }

    @Override
    public void evicted(LiveStream stream) {
        tell(() -> observer.evicted(stream));
    }

    @Override
    public void healthChanged(LiveStream stream, Health health) {
        tell(() -> observer.healthChanged(stream, health));
    }

    @Override
    public void refused(Peer peer, Refusal reason, String message) {
        tell(() -> observer.refused(peer, reason, message));
    }
}
