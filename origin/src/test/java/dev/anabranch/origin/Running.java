package dev.anabranch.origin;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/// An origin over a packaged folder and a folder of media files, at a free port, with a client that
/// asks it.
final class Running implements AutoCloseable {

    static final String PLAYLIST = "#EXTM3U\n" + "#EXTINF:4,\nvideo/1.m4s\n".repeat(100);
    static final byte[] SEGMENT = Fake.bytes(200_000);

    final List<Fake> fakes = new CopyOnWriteArrayList<>();
    final Tally tally = new Tally();
    final Path packaged;
    final Path media;
    final Origin origin;
    private final Reader reader;

    Running(Path temp) throws Exception {
        this(temp, Config.at(0).withHost("127.0.0.1"), JdkReader.of(HttpClient.Version.HTTP_1_1));
    }

    Running(Path temp, Config config, Reader reader) throws Exception {
        packaged = Files.createDirectories(temp.resolve("packaged"));
        media = Files.createDirectories(temp.resolve("media"));
        var clip = Files.createDirectories(packaged.resolve("clip/video"));
        Files.writeString(packaged.resolve("clip/index.m3u8"), PLAYLIST);
        Files.write(clip.resolve("1.m4s"), SEGMENT);
        Files.write(media.resolve("film.mp4"), Fake.bytes(900_000));
        origin =
                Origin.start(
                        config,
                        Catalogue.of(
                                List.of(
                                        new PackagedFolder(packaged, InstantSource.system()),
                                        new MediaFolder(
                                                media,
                                                this::open,
                                                "test",
                                                4,
                                                InstantSource.system()))),
                        tally,
                        new Origin.Clocks(InstantSource.system(), System::nanoTime));
        this.reader = reader;
    }

    private Fake open(Path file) throws IOException, MediaFormatException {
        var fake = Fake.open(file);
        fakes.add(fake);
        return fake;
    }

    URI uri(String path) {
        return origin.uri().resolve(path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    }

    CompletableFuture<HttpResponse<byte[]>> ask(String path) {
        return reader.ask(request(path).build());
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try {
            return reader.ask(request.build()).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    HttpResponse<byte[]> get(String path, String... fields)
            throws IOException, InterruptedException {
        var request = request(path);
        return send(fields.length == 0 ? request : request.headers(fields));
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() throws IOException {
        reader.close();
        origin.close();
    }
}
