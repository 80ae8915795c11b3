package dev.anabranch.kernel;

import dev.anabranch.media.Track;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A named stream: who publishes it, what is kept of it, who reads it. Thread-safe.
///
/// What happens to it as a whole (publishers come and go, it is disabled) is guarded by its
/// monitor. Frames do not need that: they go through [Air] under the log's turn, which is the inner
/// lock. Nobody else's code is called under either.
public final class LiveStream {

    private final StreamName name;
    private final Kernel kernel;
    private final MemoryShare share;
    private final FailoverSwitch failover;
    private final ReaderTotals totals = new ReaderTotals(this::evicted);
    private final EndedLogs ended = new EndedLogs();
    private final AtomicBoolean isDropping = new AtomicBoolean();

    // Written under the monitor, read by anybody.
    private volatile StreamSettings settings;
    private volatile StreamState state = StreamState.IDLE;
    private volatile Air air;
    private volatile @Nullable Publication primary;
    private volatile boolean isDeclared;

    // Guarded by the monitor.
    private long lostNanos;
    private long idleNanos;
    private boolean isRemoved;

    /// The last publisher has gone before its first frame.
    private boolean isForsaken;

    private Health lastHealth = Health.PERFECT;

    LiveStream(StreamName name, StreamSettings settings, Kernel kernel) {
        this.name = name;
        this.settings = settings;
        this.kernel = kernel;
        share = kernel.memory().share(settings.log().maxBytes());
        failover = new FailoverSwitch(this, kernel);
        air = newAir();
        idleNanos = kernel.nowNanos();
    }

    private Air newAir() {
        return new Air(
                new FrameLog(share, settings.log(), settings.slowReaders()), kernel.clocks());
    }

    public StreamName name() {
        return name;
    }

    public StreamSettings settings() {
        return settings;
    }

    synchronized void declare(StreamSettings changed) {
        settings = changed;
        isDeclared = true;
        share.limit(changed.log().maxBytes());
        air.log().configure(changed.log(), changed.slowReaders());
    }

    public StreamState state() {
        return state;
    }

    Air air() {
        return air;
    }

    FailoverSwitch failover() {
        return failover;
    }

    /// As they are now, in the order of their ids; empty when idle.
    public List<Track> tracks() {
        return air.log().tracks();
    }

    /// Who publishes now; empty while nobody does, or only a stand-in.
    public Optional<Peer> publisher() {
        var publication = primary;
        return publication == null ? Optional.empty() : Optional.of(publication.peer());
    }

    /// A new reader. On an idle stream it waits for the publisher.
    ///
    /// @param wake called when there is something to read after [Subscription#next] said `false`:
    ///   once, on the publisher's thread, which it must not keep
    public Subscription subscribe(Runnable wake) {
        var log = air.log();
        var from = log.start();
        return subscribe(log, from == null ? log.edge() : from, wake);
    }

    /// A reader of what comes from now on, pictures from the next keyframe on.
    Subscription subscribeAtEdge(Runnable wake) {
        var log = air.log();
        return subscribe(log, log.edge(), wake);
    }

    private Subscription subscribe(FrameLog log, StartPoint from, Runnable wake) {
        var reader =
                new Subscription(log, from, wake, new SlowReader(log, totals, kernel.nowNanos()));
        log.readers.add(reader);
        return reader;
    }

    // Publishers.

    /// @return null when this stream has just been forgotten
    @Nullable Admission<Publication> admit(Peer peer) {
        Publication before;
        Publication publication;
        synchronized (this) {
            if (isRemoved) {
                return null;
            }
            if (state == StreamState.DISABLED) {
                return new Admission.Refused<>(Refusal.DISABLED, name + " is disabled");
            }
            before = primary;
            if (before != null && settings.replacement() == Replacement.REFUSE) {
                return new Admission.Refused<>(Refusal.BUSY, name + " is being published already");
            }
            if (before != null) {
                before.finish();
            }
            publication = new Publication(this, air, peer, Rank.PRIMARY);
            primary = publication;
            isForsaken = false;
        }
        cutOff(before, "another publisher has taken the stream");
        kernel.observer().publisherArrived(this, peer);
        return new Admission.Granted<>(publication);
    }

    /// `publication` was closed by its publisher.
    void left(Publication publication) {
        Air finished = null;
        synchronized (this) {
            if (primary != publication) {
                return;
            }
            primary = null;
            lostNanos = kernel.nowNanos();
            isForsaken = state == StreamState.IDLE;
            if (settings.reconnectWindow().isZero() && settings.failover().isNone()) {
                finished = endLost();
            }
        }
        kernel.observer().publisherLeft(this, publication.peer(), "closed");
        announce(finished);
        kernel.publisherChanged(this);
    }

    /// `publication` has sent its first frame, or has jumped.
    void wentOnAir(Publication publication, boolean isOther) {
        boolean isStart;
        synchronized (this) {
            isStart = state == StreamState.IDLE && !publication.isOver();
            if (isStart) {
                state = StreamState.ACTIVE;
                lostNanos = kernel.nowNanos();
            }
        }
        if (isStart) {
            kernel.observer().stateChanged(this, StreamState.ACTIVE);
        } else {
            kernel.observer().discontinued(this, isOther ? "publisher" : "timestamps");
        }
        if (isOther) {
            kernel.observer().sourceChanged(this, publication.peer().program());
            failover.wentOnAir(publication);
            kernel.publisherChanged(this);
        }
        tracksChanged();
    }

    void tracksChanged() {
        kernel.observer().tracksChanged(this);
    }

    void dropping() {
        if (isDropping.compareAndSet(false, true)) {
            kernel.observer().dropping(this);
        }
    }

    private void evicted() {
        kernel.observer().evicted(this);
    }

    /// Whether its own publisher sends something: then it can stand in for another stream, too.
    boolean isAlive(long nowNanos, long silenceNanos) {
        var publication = primary;
        return publication != null
                && air.carriesNow(publication)
                && nowNanos - air.log().newestArrivalNanos() < silenceNanos;
    }

    @Nullable Publication primary() {
        return primary;
    }

    // The whole stream.

    /// Lets publishers in again.
    public void enable() {
        synchronized (this) {
            if (state != StreamState.DISABLED) {
                return;
            }
            state = StreamState.IDLE;
            idleNanos = kernel.nowNanos();
        }
        kernel.observer().stateChanged(this, StreamState.IDLE);
        kernel.publisherChanged(this);
    }

    /// Ends the stream and refuses publishers until [#enable].
    public void disable() {
        finish(StreamState.DISABLED, "the stream was disabled");
    }

    /// Ends the stream without waiting for the reconnect window; its publisher is told that it is
    /// over and why, and may come again. Stand-ins come back with it.
    public void complete(String reason) {
        if (state == StreamState.ACTIVE) {
            finish(StreamState.IDLE, reason);
        }
    }

    void remove() {
        synchronized (this) {
            isRemoved = true;
        }
        finish(StreamState.DISABLED, "the stream was deleted");
        ended.clear();
    }

    private void finish(StreamState after, String reason) {
        Publication before;
        Air finished;
        synchronized (this) {
            if (state == StreamState.DISABLED && after == StreamState.DISABLED && !isRemoved) {
                return;
            }
            before = primary;
            primary = null;
            if (before != null) {
                before.finish();
            }
            failover.hold();
            finished = end(after);
        }
        cutOff(before, reason);
        announce(finished);
        kernel.publisherChanged(this);
    }

    private void cutOff(@Nullable Publication before, String reason) {
        if (before != null) {
            before.tell(reason);
            kernel.observer().publisherLeft(this, before.peer(), reason);
        }
    }

    /// Under the monitor; [#announce] follows without it.
    private Air end(StreamState after) {
        var finished = air;
        finished.lock();
        try {
            finished.end();
        } finally {
            finished.unlock();
        }
        ended.add(finished, kernel.nowNanos());
        // Who subscribes to a removed stream is told at once that it is over.
        air = isRemoved ? finished : newAir();
        state = after;
        isForsaken = false;
        idleNanos = kernel.nowNanos();
        return finished;
    }

    private void announce(@Nullable Air finished) {
        if (finished == null) {
            return;
        }
        finished.wake();
        if (finished.isTaken() || state == StreamState.DISABLED) {
            kernel.observer().stateChanged(this, state);
        }
    }

    /// Does what is due; each second, on the kernel's thread.
    void tick(long nowNanos) {
        isDropping.set(false);
        Air finished = null;
        synchronized (this) {
            boolean isAlone = primary == null && !failover.hasBackup();
            if (!isAlone) {
                lostNanos = nowNanos;
            }
            if (isAlone && nowNanos - lostNanos >= waitNanos()) {
                finished = endLost();
            }
        }
        announce(finished);
        failover.reconsider();
        ended.sweep(nowNanos);
        evictFrozen();
        compareHealth();
    }

    /// How long a stream that nobody publishes stays on air.
    private long waitNanos() {
        long windowNanos = settings.reconnectWindow().toNanos();
        return Math.max(windowNanos, failover.waitNanos(settings.failover()));
    }

    /// Under the monitor. Those who wait for the first frame of a publisher that is gone have
    /// waited for nothing, and are told so; those who wait for a publisher that has yet to come are
    /// not.
    private @Nullable Air endLost() {
        boolean isWaitedFor = state == StreamState.IDLE && isForsaken;
        if (state != StreamState.ACTIVE && !isWaitedFor) {
            return null;
        }
        failover.finish();
        return end(StreamState.IDLE);
    }

    private void evictFrozen() {
        for (var reader : air.log().readers.all()) {
            if (reader.slowness().isFrozen()) {
                reader.evict();
            }
        }
    }

    private void compareHealth() {
        var health = health();
        synchronized (this) {
            boolean isSame = Health.isSame(lastHealth, health);
            lastHealth = health;
            if (isSame) {
                return;
            }
        }
        kernel.observer().healthChanged(this, health);
    }

    /// Whether it can be forgotten: nobody declared it, publishes it or reads it, for as long as
    /// its settings say.
    synchronized boolean isStale(long nowNanos) {
        return !isDeclared
                && state == StreamState.IDLE
                && primary == null
                && air.log().readers.count() == 0
                && nowNanos - idleNanos >= settings.idleTimeout().toNanos();
    }

    // Figures.

    public Health health() {
        var on = air;
        if (state != StreamState.ACTIVE) {
            return Health.PERFECT;
        }
        var rules = new HealthRules();
        failover.trouble().ifPresent(rules::slateIsBroken);
        var standIn = failover.onAir();
        if (standIn.isPresent()) {
            rules.standsIn(standIn.get());
        } else if (primary == null) {
            rules.publisherIsLost();
            return rules.health();
        }
        long nowNanos = kernel.nowNanos();
        return on.judge(rules, quality(on, nowNanos), nowNanos);
    }

    public Quality quality() {
        return quality(air, kernel.nowNanos());
    }

    private Quality quality(Air on, long nowNanos) {
        return on.quality(nowNanos, share.usedBytes(), totals);
    }
}
