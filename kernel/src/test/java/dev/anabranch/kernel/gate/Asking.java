package dev.anabranch.kernel.gate;

import com.sun.net.httpserver.HttpServer;
import dev.anabranch.kernel.Gate;
import dev.anabranch.kernel.Peer;
import dev.anabranch.kernel.PlayRequest;
import dev.anabranch.kernel.PublishRequest;
import dev.anabranch.kernel.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Short words for asking gates, and a web server to be asked.
final class Asking {

    private static final Peer PEER = new Peer("rtmp", "192.0.2.7", "OBS");

    private Asking() {}

    /// `app/name` of the stream somebody may publish, or the reason why not.
    static String publish(Gate gate, String app, String key, String query) {
        return word(gate.publish(new PublishRequest(app, key, query, PEER)));
    }

    static String play(Gate gate, String app, String name, String query) {
        return word(gate.play(new PlayRequest(app, name, query, PEER)));
    }

    private static String word(CompletionStage<Verdict> asked) {
        try {
            return switch (asked.toCompletableFuture().get(20, TimeUnit.SECONDS)) {
                case Verdict.Allowed(var name) -> name.toString();
                case Verdict.Denied(var reason, var message) -> reason.name();
            };
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            return failed.getClass().getSimpleName();
        }
    }

    /// Answers everything with what it was told to, and remembers what it was asked.
    static final class Server implements AutoCloseable {

        private final HttpServer server;
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private volatile int status = 200;
        private volatile String answer = "";

        Server() {
            try {
                server =
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException unusable) {
                throw new UncheckedIOException(unusable);
            }
            server.createContext(
                    "/",
                    exchange -> {
                        try (exchange) {
                            var body = exchange.getRequestBody().readAllBytes();
                            asked.add(
                                    exchange.getRequestMethod()
                                            + " "
                                            + new String(body, StandardCharsets.UTF_8));
                            exchange.getResponseHeaders().add("location", "/elsewhere");
                            var bytes = answer.getBytes(StandardCharsets.UTF_8);
                            exchange.sendResponseHeaders(
                                    status, bytes.length == 0 ? -1 : bytes.length);
                            exchange.getResponseBody().write(bytes);
                        }
                    });
            server.start();
        }

        void answers(int newStatus, String newAnswer) {
            status = newStatus;
            answer = newAnswer;
        }

        List<String> asked() {
            return asked;
        }

        URI address() {
            return URI.create(
                    "http://"
                            + InetAddress.getLoopbackAddress().getHostAddress()
                            + ":"
                            + server.getAddress().getPort()
                            + "/auth");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
