package dev.anabranch.service;

import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.KernelConfig;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.live.BroadcastSettings;
import dev.anabranch.live.Broadcasts;
import dev.anabranch.live.EncoderSource;
import dev.anabranch.live.Recordings;
import dev.anabranch.live.Relay;
import dev.anabranch.origin.Catalogue;
import dev.anabranch.origin.Config;
import dev.anabranch.origin.Origin;
import dev.anabranch.origin.Site;
import dev.anabranch.origin.Tally;
import dev.anabranch.packager.live.RecordingArchive;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API on a free port of a real origin, over real broadcasts.
final class RunningApi implements AutoCloseable {

    static final String SECRET = "adm_the-secret-of-this-test";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// What was pushed and pulled, for those who look.
    final List<String> relayed = Collections.synchronizedList(new ArrayList<>());

    final StreamRegistry registry;
    final Broadcasts broadcasts;
    final Origin origin;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();

    /// An answer with its JSON.
    record Answer(int status, JsonNode json, HttpResponse<String> whole) {

        String text(String... path) {
            var node = json;
            for (var name : path) {
                node = node.path(name);
            }
            return node.asString("");
        }
    }

    /// Keeps nothing that is on air.
    RunningApi(StreamStore store) throws Exception {
        this(store, Optional.empty());
    }

    /// Keeps everything in a folder.
    static RunningApi in(Path folder) throws Exception {
        return new RunningApi(
                StreamStore.in(folder),
                Optional.of(new Recordings(new RecordingArchive(folder.resolve("recordings")))));
    }

    private RunningApi(StreamStore store, Optional<Recordings> recordings) throws Exception {
        var clock = InstantSource.system();
        var known = new AtomicReference<StreamRegistry>();
        var door =
                new Doorkeeper(
                        known::get,
                        () -> PublishPolicy.LOCAL,
                        () -> Admittance.USUAL,
                        new Gates(clock)::of);
        broadcasts =
                new Broadcasts(
                        KernelConfig.DEFAULT,
                        door,
                        BroadcastSettings.DEFAULT,
                        new Broadcasts.Means(
                                new Clocks(clock, System::nanoTime),
                                recordings,
                                new NotingRelay(),
                                EncoderSource.NONE));
        registry = StreamRegistry.load(store, new Director(broadcasts), known::set);
        var ports = new IngestPorts(OptionalInt.of(1935), OptionalInt.of(1936));
        var streams =
                new LiveStreams(
                        registry,
                        broadcasts,
                        new StreamWords(broadcasts, door, () -> ports, name -> 7),
                        () -> BroadcastSettings.DEFAULT,
                        clock);
        var site =
                Site.of(Catalogue.of(List.of()))
                        .withLive(
                                new Channels(
                                        broadcasts, door, () -> ports, new Passes(door, clock)))
                        .withAnnex(new Api(AdminSecret.of(SECRET), streams, threads, clock))
                        .withAnnex(new Healthz(broadcasts));
        origin =
                Origin.start(
                        Config.at(0).withHost("127.0.0.1"),
                        site,
                        new Tally(),
                        new Origin.Clocks(clock, System::nanoTime));
    }

    private final class NotingRelay implements Relay {

        @Override
        public Connection push(StreamName stream, URI target) {
            relayed.add("push " + stream + " to " + target);
            return noting("push ended");
        }

        @Override
        public Connection pull(URI source, StreamName stream) {
            relayed.add("pull " + source + " as " + stream);
            return noting("pull ended");
        }

        private Connection noting(String end) {
            return new Connection() {
                @Override
                public Report report() {
                    return new Report(State.ERRORED, Optional.of("connection refused"));
                }

                @Override
                public void close() {
                    relayed.add(end);
                }
            };
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, json);
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, null);
    }

    Answer send(String method, String path, String json) throws IOException, InterruptedException {
        var request =
                request(path)
                        .header("Authorization", "Bearer " + SECRET)
                        .method(
                                method,
                                json == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        return send(request.build());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(origin.uri().resolve(path)).timeout(TIMEOUT);
    }

    Answer send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        var body = answer.body().isBlank() ? "{}" : answer.body();
        return new Answer(answer.statusCode(), JsonMapper.shared().readTree(body), answer);
    }

    @Override
    public void close() throws IOException {
        client.close();
        origin.close();
        broadcasts.close();
        threads.shutdown();
    }
}
