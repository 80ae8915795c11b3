package dev.anabranch.protocol.rtmp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Connects to another server, again and again after a growing pause. All but the public methods of
/// its owner runs on one event loop.
// Netty tells failures of writes to exceptionCaught, and of closes nobody can do anything about.
@SuppressWarnings("FutureReturnValueIgnored")
final class Reconnector {

    /// Makes what new connections are for.
    interface Uses {

        ClientSession.Use use(Reconnector reconnector);

        /// Runs `go` on the event loop when there is a reason to connect.
        void whenReady(EventLoop loop, Runnable go);

        /// `go` is no longer wanted.
        void cancel();
    }

    /// How to reach the server.
    ///
    /// @param tls null for plain RTMP
    record Line(Address target, @Nullable SslContext tls, EventLoop loop, EventLoops loops) {}

    /// When to try again.
    record Pauses(Backoff backoff, RandomGenerator random, LongSupplier nanos) {}

    private static final int CONNECT_MILLIS = 10_000;

    /// What a server may take to read the last bytes and to say goodbye.
    private static final int LEAVE_MILLIS = 4_000;

    private final Line line;
    private final Pauses pauses;
    private final boolean isPublisher;
    private final Uses uses;

    private @Nullable Connection connection;
    private @Nullable ClientSession session;
    private @Nullable Channel channel;
    private boolean isWanted;
    private boolean isFinished;
    private boolean isResting;

    // Written by the loop, read by whoever reports.
    private volatile ConnectionState state = ConnectionState.IDLE;
    private volatile @Nullable String lastError;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    private volatile Runnable changed = () -> {};

    Reconnector(Line line, Pauses pauses, boolean isPublisher, Uses uses) {
        this.line = line;
        this.pauses = pauses;
        this.isPublisher = isPublisher;
        this.uses = uses;
    }

    EventLoop loop() {
        return line.loop();
    }

    LongSupplier nanos() {
        return pauses.nanos();
    }

    void onChange(Runnable listener) {
        changed = listener;
    }

    void start() {
        loop().execute(() -> {
            if (!isWanted && !isFinished) {
                isWanted = true;
                await();
            }
        });
    }

    /// Leaves politely and does not come back.
    void stop() {
        loop().execute(this::finish);
    }

    /// Media flows.
    void flowing() {
        connections.incrementAndGet();
        failures.set(0);
        become(ConnectionState.BROADCASTING);
    }

    /// All is said: does not come back. It is idle when the server has had time to take all of it.
    void finish() {
        isWanted = false;
        isFinished = true;
        uses.cancel();
        if (session == null && channel != null) {
            channel.close();
        }
        leave();
        if (channel == null) {
            become(ConnectionState.IDLE);
        }
    }

    /// There is nothing to send for now: leaves, and comes back when there is.
    void rest() {
        isResting = true;
        leave();
    }

    private void leave() {
        var wire = connection;
        if (session != null && wire != null) {
            session.leave();
            loop().schedule(
                            () -> wire.abort(CloseReason.SHUTDOWN, "stopped"),
                            LEAVE_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    /// The connection is gone, or never was.
    void failed(String why) {
        connection = null;
        session = null;
        channel = null;
        if (isFinished) {
            become(ConnectionState.IDLE);
        }
        if (!isWanted) {
            return;
        }
        if (isResting) {
            isResting = false;
            become(ConnectionState.IDLE);
            await();
            return;
        }
        int inARow = failures.incrementAndGet();
        lastError = why;
        become(ConnectionState.ERRORED);
        Duration pause = pauses.backoff().delay(inARow, pauses.random());
        loop().schedule(this::again, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Does not come back: what the other side, or somebody here, has decided.
    void giveUp(String why) {
        isWanted = false;
        lastError = why;
        become(ConnectionState.ERRORED);
        var open = connection;
        if (open != null) {
            open.close(CloseReason.REPLACED, why);
        }
    }

    ConnectionReport report(long bytes, long frames, long dropped) {
        return new ConnectionReport(
                state,
                Optional.ofNullable(lastError),
                connections.get(),
                failures.get(),
                bytes,
                frames,
                dropped);
    }

    private void await() {
        uses.whenReady(loop(), this::again);
    }

    private void again() {
        if (isWanted && channel == null) {
            connect();
        }
    }

    private void connect() {
        become(ConnectionState.STARTING);
        var use = uses.use(this);
        var client = new ClientSession(line.target(), isPublisher, use);
        var handshake = HandshakeExchange.client(Handshake.Kind.DIGEST_FIRST, pauses.random());
        var wire = new Connection(Limits.DEFAULT, pauses.nanos(), handshake, client);
        client.attach(wire);
        var connecting =
                new Bootstrap()
                        .group(line.loop())
                        .channel(line.loops().channel())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                        .handler(new Initializer(wire))
                        .connect(line.target().host(), line.target().port());
        channel = connecting.channel();
        connection = wire;
        session = null;
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                failed(words(done.cause()));
                return;
            }
            session = client;
            if (!isWanted) {
                wire.abort(CloseReason.SHUTDOWN, "stopped");
            }
            watchStart(wire);
        });
    }

    /// Of the system's words those that people know, without the name of its call.
    private static String words(Throwable failure) {
        return switch (failure) {
            case UnknownHostException _ -> "there is no host of that name";
            case ConnectTimeoutException _ ->
                    "no answer: is the address right, or a firewall between?";
            case ConnectException refused
                    when String.valueOf(refused.getMessage()).contains("refused") ->
                    "connection refused: no server listens there";
            default -> String.valueOf(failure.getMessage());
        };
    }

    /// A server that accepts and then says nothing is one that failed.
    private void watchStart(Connection wire) {
        loop().schedule(
                        () -> {
                            if (connection == wire && state == ConnectionState.STARTING) {
                                wire.abort(
                                        CloseReason.TIMED_OUT,
                                        "the server does not let media flow");
                            }
                        },
                        CONNECT_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private void become(ConnectionState next) {
        if (state != next) {
            state = next;
            changed.run();
        }
    }

    private final class Initializer extends ChannelInitializer<SocketChannel> {

        private final Connection wire;

        Initializer(Connection wire) {
            this.wire = wire;
        }

        @Override
        protected void initChannel(SocketChannel fresh) {
            var tls = line.tls();
            if (tls != null) {
                var target = line.target();
                fresh.pipeline()
                        .addLast(tls.newHandler(fresh.alloc(), target.host(), target.port()));
            }
            fresh.pipeline().addLast(wire);
        }
    }
}
