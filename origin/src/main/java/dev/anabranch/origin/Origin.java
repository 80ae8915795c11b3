package dev.anabranch.origin;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The HTTP server: HTTP/1.1 and, on the same port, HTTP/2 — by upgrade or prior knowledge in the
/// clear, by ALPN over TLS. It serves what a [Catalogue] has, until it is closed.
///
/// Event loops move bytes and never wait; files are looked up and segments made on virtual threads.
public final class Origin implements AutoCloseable {

    private static final int MAXIMUM_HEADER_BYTES = 16 * 1024;
    private static final int START_SECONDS = 30;

    /// How often live streams are looked at for requests that have waited for too long.
    private static final long LIVE_TICK_MILLIS = 250;

    private final Config config;
    private final Vertx vertx;
    private final ExecutorService virtualThreads;
    private final Flights flights;
    private final Catalogue catalogue;
    private final Audiences audiences;
    private final LiveArchive archive;
    private final int port;

    private Origin(Config config, Site site, Counters counters, Clocks clocks) throws IOException {
        this.config = config;
        this.catalogue = site.catalogue();
        this.audiences = new Audiences(site.live());
        this.virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
        this.vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(config.limits().eventLoops())
                                .setPreferNativeTransport(true));
        this.flights = new Flights(config.limits(), virtualThreads, counters);
        var shelf = new Shelf(site.catalogue(), config, clocks.nanos, virtualThreads);
        var delivery = new Delivery(flights, virtualThreads, counters);
        this.archive = new LiveArchive(delivery, virtualThreads);
        try {
            var pages = new Pages(site, audiences, clocks.wall);
            var rooms = new FrontDoor.Rooms(site, shelf, pages, delivery, virtualThreads, counters);
            this.port = listen(() -> new Loop(rooms, archive, clocks));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /// Time of day, for Date, and a clock that only goes on, for ages.
    public record Clocks(InstantSource wall, LongSupplier nanos) {}

    /// Starts serving; returns when the port is open. The catalogue is closed with the server.
    ///
    /// @throws IOException when the port cannot be had or the TLS files cannot be used
    public static Origin start(Config config, Catalogue catalogue, Counters counters, Clocks clocks)
            throws IOException {
        return start(config, Site.of(catalogue), counters, clocks);
    }

    /// The same with live streams and other modules' addresses.
    ///
    /// @throws IOException when the port cannot be had or the TLS files cannot be used
    public static Origin start(Config config, Site site, Counters counters, Clocks clocks)
            throws IOException {
        return new Origin(config, site, counters, clocks);
    }

    /// The port it listens at, also when the configuration said 0.
    public int port() {
        return port;
    }

    /// How many watch a live stream from here over HTTP ([Audience]); 0 when there is no such.
    public int viewers(String stream) {
        return audiences.count(stream);
    }

    /// The address to reach it from this machine.
    public URI uri() {
        var scheme = config.tls().isPresent() ? "https" : "http";
        var host =
                config.host().equals("0.0.0.0") || config.host().equals("::")
                        ? "localhost"
                        : config.host();
        return URI.create(
                scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
    }

    private int listen(Supplier<Loop> loops) throws IOException {
        var opened = new AtomicInteger();
        var instances = new DeploymentOptions().setInstances(config.limits().eventLoops());
        await(vertx.deployVerticle(() -> loops.get().tellingPort(opened), instances));
        return opened.get();
    }

    /// A free port must be the same one for all loops.
    private SocketAddress address() {
        return config.port() == 0
                ? SocketAddress.sharedRandomPort(1, config.host())
                : SocketAddress.inetSocketAddress(config.port(), config.host());
    }

    private static void await(Future<?> future) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (Exception e) {
            throw new IOException(String.valueOf(Shelf.cause(e).getMessage()), e);
        }
    }

    /// Takes no more connections, lets running answers finish for a while, and closes the
    /// catalogue.
    @Override
    public void close() throws IOException {
        try {
            await(vertx.close());
        } finally {
            virtualThreads.shutdown();
            flights.close();
            archive.close();
            catalogue.close();
        }
    }

    private HttpServerOptions options() {
        var options =
                new HttpServerOptions()
                        .setTcpNoDelay(true)
                        .setMaxHeaderSize(MAXIMUM_HEADER_BYTES)
                        .setMaxInitialLineLength(MAXIMUM_HEADER_BYTES)
                        .setHttp2ClearTextEnabled(true)
                        // There are no web sockets; their handler limits pipelining by exceptions.
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setUseAlpn(true)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout((int) config.limits().waits().idle().toMillis());
        config.tls()
                .ifPresent(tls ->
                        options.setSsl(true)
                                .setSslEngineOptions(
                                        OpenSSLEngineOptions.isAlpnAvailable()
                                                ? new OpenSSLEngineOptions()
                                                : new JdkSSLEngineOptions())
                                .setKeyCertOptions(
                                        new PemKeyCertOptions()
                                                .setCertPath(tls.certificate().toString())
                                                .setKeyPath(tls.key().toString())));
        return options;
    }

    /// One event loop with its own door to the shared port.
    private final class Loop extends AbstractVerticle {

        private final FrontDoor.Rooms rooms;
        private final LiveArchive archive;
        private final Clocks clocks;
        private AtomicInteger openPort = new AtomicInteger();
        private @Nullable HttpServer server;
        private @Nullable LiveDoor live;

        Loop(FrontDoor.Rooms rooms, LiveArchive archive, Clocks clocks) {
            this.rooms = rooms;
            this.archive = archive;
            this.clocks = clocks;
        }

        Loop tellingPort(AtomicInteger port) {
            openPort = port;
            return this;
        }

        @Override
        public void start(Promise<Void> started) {
            var fields = new SharedFields(config.corsOrigins());
            fields.tick(clocks.wall.instant());
            vertx.setPeriodic(1000, timer -> fields.tick(clocks.wall.instant()));
            var door = liveDoor();
            live = door;
            vertx.setPeriodic(LIVE_TICK_MILLIS, timer -> door.tick());
            var created =
                    vertx.createHttpServer(options())
                            .requestHandler(new FrontDoor(context, fields, door, rooms));
            server = created;
            created.listen(address())
                    .onSuccess(open -> openPort.set(open.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private LiveDoor liveDoor() {
            var waiting = config.limits().waitingRequests();
            var loop = new LiveLoop(context, rooms.counters(), clocks.nanos, waiting);
            return new LiveDoor(rooms.site().live(), archive, audiences, loop, clocks.wall);
        }

        @Override
        public void stop(Promise<Void> stopped) {
            if (live != null) {
                live.close();
            }
            if (server == null) {
                stopped.complete();
                return;
            }
            var drain = config.limits().waits().drain();
            server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS).onComplete(stopped);
        }
    }
}
