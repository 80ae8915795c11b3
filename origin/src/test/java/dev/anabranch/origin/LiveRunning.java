package dev.anabranch.origin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;

/// An origin with one live stream, a clock that stands still until it is moved, and a client.
final class LiveRunning implements AutoCloseable {

    private static final long MAXIMUM_SECONDS = 20;

    final FedChannel channel;
    final Watched counters = new Watched();
    final Origin origin;
    private final AtomicLong nanos = new AtomicLong();
    private final Reader reader;

    LiveRunning() throws Exception {
        this(config(1000), JdkReader.of(HttpClient.Version.HTTP_1_1));
    }

    LiveRunning(Config config, Reader reader) throws Exception {
        this.channel = new FedChannel();
        this.reader = reader;
        InstantSource wall = () -> FedChannel.START.plusNanos(nanos.get());
        origin =
                Origin.start(
                        config,
                        Site.of(Catalogue.of(List.of())).withLive(channel),
                        counters,
                        new Origin.Clocks(wall, nanos::get));
    }

    /// One event loop: then requests are taken in the order in which they come.
    static Config config(int waitingRequests) {
        var d = Config.Limits.DEFAULT;
        return Config.at(0)
                .withHost("127.0.0.1")
                .withLimits(
                        new Config.Limits(
                                1,
                                d.hotBytes(),
                                d.shelfBytes(),
                                d.generatingBytes(),
                                new Config.Waits(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(60),
                                        Duration.ofMillis(500)),
                                waitingRequests));
    }

    Instant now() {
        return FedChannel.START.plusNanos(nanos.get());
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    URI uri(String path) {
        return origin.uri().resolve(path.startsWith("/") ? path : "/live/show/" + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(MAXIMUM_SECONDS));
    }

    CompletableFuture<HttpResponse<byte[]>> ask(String path, String... fields) {
        var request = request(path);
        return reader.ask((fields.length == 0 ? request : request.headers(fields)).build());
    }

    HttpResponse<byte[]> get(String path, String... fields) throws Exception {
        return answer(ask(path, fields));
    }

    static HttpResponse<byte[]> answer(CompletableFuture<HttpResponse<byte[]>> asked)
            throws Exception {
        try {
            return asked.get(MAXIMUM_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        // Answers those who wait, whom the client would wait for.
        origin.close();
        reader.close();
        channel.close();
    }

    /// Counters one can wait at.
    static final class Watched implements Counters {

        final Tally tally = new Tally();

        @Override
        public void answered(Route route, int status, long bodyBytes) {
            tally.answered(route, status, bodyBytes);
            changed();
        }

        @Override
        public void looked(boolean hit) {
            tally.looked(hit);
        }

        @Override
        public void aborted(Route route) {
            tally.aborted(route);
            changed();
        }

        @Override
        public void waits(int change) {
            tally.waits(change);
            changed();
        }

        @Override
        public void waitedInVain() {
            tally.waitedInVain();
        }

        @Override
        public void lent(int change) {
            tally.lent(change);
            changed();
        }

        private synchronized void changed() {
            notifyAll();
        }

        void awaitWaiting(long count) throws InterruptedException {
            await("waiting", live -> live.waiting(), value -> value == count);
        }

        void awaitLent(LongPredicate wanted) throws InterruptedException {
            await("lent", live -> live.lent(), wanted);
        }

        private synchronized void await(
                String name, ToLongFunction<Tally.Live> figure, LongPredicate wanted)
                throws InterruptedException {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAXIMUM_SECONDS);
            while (!wanted.test(figure.applyAsLong(tally.live()))) {
                var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError(name + " stays " + tally.live());
                }
                wait(left);
            }
        }
    }
}
