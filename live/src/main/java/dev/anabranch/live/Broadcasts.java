package dev.anabranch.live;

import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.KernelConfig;
import dev.anabranch.kernel.LiveStream;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.StreamSettings;
import dev.anabranch.kernel.StreamState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All live streams of a process from their publishers to what viewers fetch: a kernel, and a
/// [Broadcast] for each of its streams. Thread-safe.
public final class Broadcasts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Broadcasts.class);

    /// What every broadcast works with.
    ///
    /// @param recordings where streams are kept; empty when none is
    /// @param relay how streams are sent on
    /// @param encoder what makes smaller renditions
    public record Means(
            Clocks clocks, Optional<Recordings> recordings, Relay relay, EncoderSource encoder) {}

    private final Means means;
    private volatile BroadcastSettings defaults;
    private final StreamSettings kernelDefaults;
    private final Kernel kernel;
    private final Map<StreamName, StreamPlan> plans = new ConcurrentHashMap<>();
    private final Map<StreamName, Broadcast> broadcasts = new ConcurrentHashMap<>();
    private final Map<StreamName, Relay.Connection> intakes = new ConcurrentHashMap<>();

    /// For streams that are removed while others go on.
    private final ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor();

    /// @param defaults for streams that nobody declared
    public Broadcasts(KernelConfig config, Gate gate, BroadcastSettings defaults, Means means) {
        this.means = means;
        this.defaults = defaults;
        this.kernelDefaults = config.defaults();
        var usual = kernelDefaults.withReconnectWindow(defaults.reconnectWindow());
        this.kernel =
                new Kernel(
                        new KernelConfig(
                                usual,
                                config.isDeclaredOnly(),
                                config.maxStreams(),
                                config.maxMemoryBytes()),
                        gate,
                        new Watch(),
                        means.clocks());
    }

    /// Gives other settings to streams that nobody declares: to those that are there from their
    /// next time on air, but for the reconnect window, which new ones have.
    public void useDefaults(BroadcastSettings others) {
        defaults = others;
        kernel.useDefaults(kernelDefaults.withReconnectWindow(others.reconnectWindow()));
        for (var broadcast : broadcasts.values()) {
            if (!plans.containsKey(broadcast.name())) {
                broadcast.use(others);
            }
        }
    }

    /// Begins to close reconnect windows and to play slates.
    public void start() {
        kernel.start();
    }

    /// Where protocols publish and play.
    public Kernel kernel() {
        return kernel;
    }

    /// Makes a stream that stays, or gives an existing one another plan: who publishes and watches
    /// it does not notice.
    public Broadcast declare(StreamName name, StreamPlan plan) {
        var before = plans.put(name, plan);
        var usual = kernel.find(name).map(LiveStream::settings).orElse(kernelDefaults);
        var stream =
                kernel.declare(
                        name,
                        usual.withReconnectWindow(plan.settings().reconnectWindow())
                                .withFailover(plan.failover()));
        var broadcast = broadcast(stream);
        broadcast.use(plan.settings());
        broadcast.simulcast().direct(plan.targets());
        if (before == null || !before.source().equals(plan.source())) {
            fetch(name, plan);
        }
        return broadcast;
    }

    private void fetch(StreamName name, StreamPlan plan) {
        var before = intakes.remove(name);
        if (before != null) {
            before.close();
        }
        plan.source().ifPresent(source -> intakes.put(name, means.relay().pull(source, name)));
    }

    /// Ends a stream and forgets it.
    ///
    /// @return whether there was one
    public boolean remove(StreamName name) {
        plans.remove(name);
        var intake = intakes.remove(name);
        if (intake != null) {
            intake.close();
        }
        return kernel.remove(name);
    }

    public Optional<Broadcast> find(StreamName name) {
        return Optional.ofNullable(broadcasts.get(name));
    }

    /// In the order of their names.
    public List<Broadcast> all() {
        var all = new ArrayList<>(broadcasts.values());
        all.sort(Comparator.comparing(Broadcast::name));
        return all;
    }

    public Optional<Recordings> recordings() {
        return means.recordings();
    }

    /// How the source of a stream fares that we fetch; empty when it is none of those.
    public Optional<Relay.Report> intakeReport(StreamName name) {
        return Optional.ofNullable(intakes.get(name)).map(Relay.Connection::report);
    }

    /// Does what is due; about once a second.
    public void tick() {
        var now = means.clocks().wall().instant();
        broadcasts.values().forEach(broadcast -> broadcast.tick(now));
    }

    private Broadcast broadcast(LiveStream stream) {
        return broadcasts.computeIfAbsent(
                stream.name(),
                name -> {
                    var plan = plans.get(name);
                    var made =
                            new Broadcast(stream, plan == null ? defaults : plan.settings(), means);
                    made.start();
                    return made;
                });
    }

    /// Ends all streams; returns when their recordings are complete.
    @Override
    public void close() {
        intakes.values().forEach(Relay.Connection::close);
        var all = all();
        kernel.close();
        all.forEach(Broadcasts::close);
        closers.close();
    }

    /// What the kernel tells. It must not be called back from there, so each broadcast subscribes
    /// on its own thread.
    private final class Watch extends EventLog {

        Watch() {
            super(means.clocks().nanos());
        }

        @Override
        public void created(LiveStream stream) {
            broadcast(stream);
        }

        @Override
        public void stateChanged(LiveStream stream, StreamState state) {
            var broadcast = broadcasts.get(stream.name());
            if (broadcast != null) {
                broadcast.wake();
            }
        }

        @Override
        public void removed(LiveStream stream) {
            var gone = broadcasts.remove(stream.name());
            if (gone != null) {
                closers.execute(() -> close(gone));
            }
        }
    }

    private static void close(Broadcast broadcast) {
        try {
            broadcast.close();
        } catch (InterruptedException interrupted) {
            LOG.warn("stream {} was not closed in order", broadcast.name());
            Thread.currentThread().interrupt();
        }
    }
}
