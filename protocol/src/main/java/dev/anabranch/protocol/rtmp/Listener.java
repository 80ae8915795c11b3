package dev.anabranch.protocol.rtmp;

import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.Kernel;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts RTMP and RTMPS publishers and players for a kernel. Thread-safe.
///
/// A connection that breaks the protocol or a limit is closed with a [CloseReason] and counted; the
/// others do not notice.
// Netty tells failures of writes to exceptionCaught, and of closes nobody can do anything about.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Listener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 4096;

    /// Of connections that break the rules; who sends a thousand fills no log.
    private static final int MAX_LINES_A_SECOND = 10;

    private static final int MAX_DETAIL = 300;

    private final ListenerConfig config;
    private final EventLoops loops;
    private final RandomGenerator random;
    private final Session.Surroundings surroundings;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<CloseReason, AtomicLong> closed = new EnumMap<>(CloseReason.class);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicInteger lines = new AtomicInteger();

    private @Nullable Channel plain;
    private @Nullable Channel secure;
    private @Nullable Future<?> sweeping;

    /// @param loops shared with others; not closed here
    /// @param random of handshakes; safe for several threads
    public Listener(
            ListenerConfig config,
            Kernel kernel,
            EventLoops loops,
            Clocks clocks,
            RandomGenerator random) {
        this.config = config;
        this.loops = loops;
        this.random = random;
        for (var reason : CloseReason.values()) {
            closed.put(reason, new AtomicLong());
        }
        surroundings =
                new Session.Surroundings(
                        kernel,
                        new Relays(loops, kernel.memory(), clocks.nanos()),
                        config.limits(),
                        clocks.nanos(),
                        this::sessionClosed);
    }

    /// Binds its ports.
    ///
    /// @throws IOException when one is taken, or the certificate cannot be read
    public void start() throws IOException {
        try {
            if (config.address().isPresent()) {
                plain = bind(config.address().get(), null);
            }
            if (config.secure().isPresent()) {
                var rtmps = config.secure().get();
                secure = bind(rtmps.address(), certificate(rtmps));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        sweeping = loops.next().scheduleAtFixedRate(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    /// Of plain RTMP; 0 when there is none.
    public int port() {
        return port(plain);
    }

    /// Of RTMPS; 0 when there is none.
    public int securePort() {
        return port(secure);
    }

    /// As it is now.
    public ListenerReport report() {
        var ends = new EnumMap<CloseReason, Long>(CloseReason.class);
        closed.forEach((reason, count) -> ends.put(reason, count.get()));
        int publishers = 0;
        int players = 0;
        for (var session : sessions) {
            publishers += session.use() == Session.Use.PUBLISHING ? 1 : 0;
            players += session.use() == Session.Use.PLAYING ? 1 : 0;
        }
        return new ListenerReport(accepted.get(), sessions.size(), publishers, players, ends);
    }

    /// Takes no more connections and ends those there are.
    @Override
    public void close() {
        if (sweeping != null) {
            sweeping.cancel(false);
        }
        close(plain);
        close(secure);
        for (var session : sessions) {
            end(session, CloseReason.SHUTDOWN, "the server closes down");
        }
    }

    private Channel bind(InetSocketAddress address, @Nullable SslContext tls) throws IOException {
        var bootstrap =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(loops.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        accept(channel, tls);
                                    }
                                });
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "RTMP cannot listen on " + address + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    private void accept(SocketChannel channel, @Nullable SslContext tls) {
        String address = channel.remoteAddress().getAddress().getHostAddress();
        accepted.incrementAndGet();
        int fromAddress = byAddress.merge(address, 1, Integer::sum);
        var limits = config.limits();
        if (sessions.size() >= limits.connections()
                || fromAddress > limits.connectionsPerAddress()) {
            forget(address);
            count(CloseReason.CROWDED);
            channel.close();
            return;
        }
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        var session = new Session(surroundings, tls == null ? "rtmp" : "rtmps", address);
        var handshake = HandshakeExchange.server(random);
        var connection = new Connection(limits, surroundings.nanos(), handshake, session);
        session.attach(connection);
        channel.pipeline().addLast(connection);
        sessions.add(session);
    }

    private void sweep() {
        try {
            long now = surroundings.nanos().getAsLong();
            int unsaid = lines.getAndSet(0) - MAX_LINES_A_SECOND;
            if (unsaid > 0) {
                LOG.warn("{} more RTMP connections ended like these", unsaid);
            }
            for (var session : sessions) {
                var overdue = session.overdue(now);
                if (overdue != null) {
                    end(session, overdue, "for too long");
                }
            }
        } catch (RuntimeException e) {
            LOG.error("the sweep of RTMP connections fails by a fault of ours", e);
        }
    }

    private static void end(Session session, CloseReason reason, String detail) {
        var connection = session.connection();
        connection.channel().eventLoop().execute(() -> connection.abort(reason, detail));
    }

    private void sessionClosed(Session session, CloseReason reason, String detail) {
        if (!sessions.remove(session)) {
            return;
        }
        forget(session.address());
        count(reason);
        switch (reason) {
            case MALFORMED, UNSUPPORTED, LIMIT, REFUSED, TOO_SLOW, INTERNAL -> {
                if (lines.incrementAndGet() <= MAX_LINES_A_SECOND) {
                    LOG.warn(
                            "RTMP connection of {} ends: {} {}",
                            session.address(),
                            reason,
                            printable(detail));
                }
            }
            case PEER_LEFT, TIMED_OUT, CROWDED, REPLACED, ENDED, SHUTDOWN, NETWORK ->
                    LOG.debug("RTMP connection of {} ends: {}", session.address(), reason);
        }
    }

    /// The detail may quote the peer.
    private static String printable(String detail) {
        var shown = new StringBuilder();
        detail.codePoints()
                .limit(MAX_DETAIL)
                .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return shown.toString();
    }

    private void count(CloseReason reason) {
        Objects.requireNonNull(closed.get(reason)).incrementAndGet();
    }

    private void forget(String address) {
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    private static SslContext certificate(ListenerConfig.Secure rtmps) throws IOException {
        try {
            return SslContextBuilder.forServer(
                            rtmps.certificateChain().toFile(), rtmps.privateKey().toFile())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException("the certificate of RTMPS cannot be used: " + e.getMessage(), e);
        }
    }

    private static int port(@Nullable Channel channel) {
        return channel != null && channel.localAddress() instanceof InetSocketAddress address
                ? address.getPort()
                : 0;
    }

    private static void close(@Nullable Channel channel) {
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }
}
