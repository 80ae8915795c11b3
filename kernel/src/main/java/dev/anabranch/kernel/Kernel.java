package dev.anabranch.kernel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All live streams of a process. Thread-safe.
public final class Kernel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final KernelConfig config;
    private volatile StreamSettings defaults;
    private final Gate gate;
    private final IsolatedObserver observer;
    private final Clocks clocks;
    private final BlockMemory memory;
    private final ConcurrentSkipListMap<StreamName, LiveStream> streams =
            new ConcurrentSkipListMap<>();
    private final List<SlateShow> shows = new CopyOnWriteArrayList<>();
    private @Nullable ScheduledExecutorService timer;

    /// Of the kernel's thread.
    private long secondNanos;

    private volatile boolean isClosed;

    public Kernel(KernelConfig config, Gate gate, KernelObserver observer, Clocks clocks) {
        this.config = config;
        this.defaults = config.defaults();
        this.gate = gate;
        this.observer = new IsolatedObserver(observer);
        this.clocks = clocks;
        memory = new BlockMemory(config.maxMemoryBytes());
        secondNanos = nowNanos();
    }

    /// Starts the thread that closes reconnect windows, plays slates and forgets idle streams.
    /// Without it nothing happens by itself, and tests call [#tick].
    ///
    /// @throws IllegalStateException when it was started before
    public synchronized void start() {
        if (timer != null) {
            throw new IllegalStateException("started already");
        }
        timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("kernel").daemon().factory());
        timer.execute(this::run);
    }

    private void run() {
        long delayNanos = SECOND_NANOS;
        try {
            delayNanos = tick();
        } catch (RuntimeException failed) {
            LOG.error("the kernel's timer", failed);
        }
        schedule(this::run, delayNanos);
    }

    private synchronized void schedule(Runnable task, long delayNanos) {
        if (timer == null || isClosed) {
            return;
        }
        try {
            var _ = timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the kernel is closed");
        }
    }

    /// Does what is due. By one thread at a time.
    ///
    /// @return in how many nanoseconds to call again, at most a second
    public long tick() {
        long nowNanos = nowNanos();
        if (nowNanos - secondNanos >= SECOND_NANOS) {
            secondNanos = nowNanos;
            keepHouse(nowNanos);
        }
        return Math.min(secondNanos + SECOND_NANOS - nowNanos, playShows(nowNanos));
    }

    private void keepHouse(long nowNanos) {
        for (var stream : streams.values()) {
            stream.tick(nowNanos);
            if (stream.isStale(nowNanos)) {
                remove(stream.name());
            }
        }
        memory.trim();
    }

    private long playShows(long nowNanos) {
        long dueNanos = SECOND_NANOS;
        for (var show : shows) {
            dueNanos = Math.min(dueNanos, show.play(nowNanos));
        }
        return dueNanos;
    }

    void show(SlateShow show) {
        shows.add(show);
        schedule(() -> playShows(nowNanos()), 0);
    }

    void unshow(SlateShow show) {
        shows.remove(show);
    }

    /// A publisher of `stream` came or went: those it stands in for, and those that stand in for
    /// it.
    void publisherChanged(LiveStream stream) {
        stream.failover().reconsider();
        for (var other : streams.values()) {
            if (other.settings().failover().backups().contains(stream.name())) {
                other.failover().reconsider();
            }
        }
    }

    /// Asks the gate, then gives the stream to the publisher. Completes on the gate's thread.
    public CompletionStage<Admission<Publication>> publish(PublishRequest request) {
        return asked(() -> gate.publish(request))
                .exceptionally(Kernel::unreachable)
                .thenApply(verdict -> admit(verdict, request.peer()))
                .thenApply(admission -> noted(admission, request.peer()));
    }

    private Admission<Publication> admit(Verdict verdict, Peer peer) {
        return switch (verdict) {
            case Verdict.Denied(var reason, var message) ->
                    new Admission.Refused<>(reason, message);
            case Verdict.Allowed(var name) -> admit(name, peer);
        };
    }

    private Admission<Publication> admit(StreamName name, Peer peer) {
        while (true) {
            var stream = streams.get(name);
            if (stream == null && (config.isDeclaredOnly() || isClosed)) {
                return new Admission.Refused<>(Refusal.UNKNOWN_STREAM, "there is no " + name);
            }
            if (stream == null && streams.size() >= config.maxStreams()) {
                return new Admission.Refused<>(
                        Refusal.FULL, "there are " + config.maxStreams() + " streams already");
            }
            if (stream == null) {
                stream = create(name, defaults);
            }
            var admission = stream.admit(peer);
            if (admission != null) {
                return admission;
            }
            streams.remove(name, stream);
        }
    }

    private LiveStream create(StreamName name, StreamSettings settings) {
        var created = new LiveStream(name, settings, this);
        var existing = streams.putIfAbsent(name, created);
        if (existing != null) {
            return existing;
        }
        observer.created(created);
        return created;
    }

    /// Asks the gate, then finds the stream. Completes on the gate's thread.
    public CompletionStage<Admission<LiveStream>> play(PlayRequest request) {
        return asked(() -> gate.play(request))
                .exceptionally(Kernel::unreachable)
                .thenApply(this::playable)
                .thenApply(admission -> noted(admission, request.peer()));
    }

    private Admission<LiveStream> playable(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Denied(var reason, var message) ->
                    new Admission.Refused<>(reason, message);
            case Verdict.Allowed(var name) -> playable(name);
        };
    }

    private Admission<LiveStream> playable(StreamName name) {
        var stream = streams.get(name);
        if (stream == null) {
            return new Admission.Refused<>(Refusal.UNKNOWN_STREAM, "there is no " + name);
        }
        if (stream.state() == StreamState.DISABLED) {
            return new Admission.Refused<>(Refusal.DISABLED, name + " is disabled");
        }
        return new Admission.Granted<>(stream);
    }

    private static CompletionStage<Verdict> asked(Supplier<CompletionStage<Verdict>> question) {
        try {
            return question.get();
        } catch (RuntimeException failed) {
            return CompletableFuture.failedStage(failed);
        }
    }

    private static Verdict unreachable(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        LOG.warn("nobody could be asked who may come in", cause);
        return new Verdict.Denied(Refusal.UNREACHABLE, "nobody could be asked");
    }

    private <T> Admission<T> noted(Admission<T> admission, Peer peer) {
        if (admission instanceof Admission.Refused<T>(var reason, var message)) {
            observer.refused(peer, reason, message);
        }
        return admission;
    }

    /// What streams have from now on that come without being declared; those that are there stay as
    /// they are. Any thread.
    public void useDefaults(StreamSettings others) {
        defaults = others;
    }

    /// Makes a stream that stays, or gives an existing one other settings: its publisher and
    /// readers do not notice.
    public LiveStream declare(StreamName name, StreamSettings settings) {
        var stream = streams.get(name);
        if (stream == null) {
            stream = create(name, settings);
        }
        stream.declare(settings);
        publisherChanged(stream);
        return stream;
    }

    /// Ends a stream and forgets it.
    ///
    /// @return whether there was one
    public boolean remove(StreamName name) {
        var stream = streams.remove(name);
        if (stream == null) {
            return false;
        }
        stream.remove();
        observer.removed(stream);
        return true;
    }

    public Optional<LiveStream> find(StreamName name) {
        return Optional.ofNullable(streams.get(name));
    }

    /// In the order of their names.
    public List<LiveStream> streams() {
        return List.copyOf(streams.values());
    }

    /// What all logs take their memory from.
    public BlockMemory memory() {
        return memory;
    }

    KernelObserver observer() {
        return observer;
    }

    /// How often the observer threw something, which nobody but the log was told of.
    public long observerFailures() {
        return observer.failures();
    }

    Clocks clocks() {
        return clocks;
    }

    long nowNanos() {
        return clocks.nanos().getAsLong();
    }

    /// Ends all streams.
    @Override
    public void close() {
        isClosed = true;
        synchronized (this) {
            if (timer != null) {
                timer.shutdownNow();
            }
        }
        for (var name : streams.keySet()) {
            remove(name);
        }
        memory.close();
    }
}
