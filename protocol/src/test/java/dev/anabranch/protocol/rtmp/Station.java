package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.KernelConfig;
import dev.anabranch.kernel.KernelObserver;
import dev.anabranch.kernel.LiveStream;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.kernel.StreamSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A kernel and a listener on a free port of this machine.
final class Station implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final OpenGate gate = new OpenGate();

    /// Added to the clock of the listener.
    final AtomicLong passedNanos = new AtomicLong();

    final Clocks clocks =
            new Clocks(InstantSource.system(), () -> System.nanoTime() + passedNanos.get());
    final Kernel kernel;
    final EventLoops loops = new EventLoops(1);
    final Listener listener;

    Station(Limits limits) throws IOException {
        this(
                new ListenerConfig(
                        Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        Optional.empty(),
                        limits));
    }

    Station(ListenerConfig config) throws IOException {
        var settings = StreamSettings.DEFAULT.withReconnectWindow(Duration.ZERO);
        kernel =
                new Kernel(
                        new KernelConfig(settings, false, 100, 256L << 20),
                        gate,
                        KernelObserver.NONE,
                        clocks);
        listener = new Listener(config, kernel, loops, clocks, new Random(5));
        listener.start();
    }

    int port() {
        return listener.port();
    }

    Outgoing outgoing() {
        return Outgoing.of(loops, new Random(6), clocks.nanos())
                .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));
    }

    /// A stream that is there before its publisher.
    LiveStream declare(String name) {
        var settings = StreamSettings.DEFAULT.withReconnectWindow(Duration.ZERO);
        return kernel.declare(new StreamName("live", name), settings);
    }

    long closed(CloseReason reason) {
        return listener.report().closed().getOrDefault(reason, 0L);
    }

    /// Waits until something has come true on another thread.
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Override
    public void close() {
        listener.close();
        loops.close();
        kernel.close();
    }
}
