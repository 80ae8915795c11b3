package dev.anabranch.cli;

import dev.anabranch.cli.TestPicture.PictureShape;
import dev.anabranch.client.Answer;
import dev.anabranch.client.HttpTransport;
import dev.anabranch.client.Request;
import dev.anabranch.origin.Config;
import dev.anabranch.origin.Origin;
import dev.anabranch.origin.PackagedFolder;
import dev.anabranch.packager.Packaging;
import dev.anabranch.service.PublishPolicy;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.ffmpeg.Protocols;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A whole server in this process on free ports that keeps nothing, and what tests do with it.
public final class TestLive implements AutoCloseable {

    /// A busy machine takes its time.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DataFolder data;
    private final LiveServer streams;
    private final Origin origin;
    private final FfmpegProgram ffmpeg;
    private final HttpTransport transport =
            new HttpTransport(SystemClock.MACHINE, HttpClient.Version.HTTP_1_1);

    private TestLive(DataFolder data, LiveServer streams, Origin origin, FfmpegProgram ffmpeg) {
        this.data = data;
        this.streams = streams;
        this.origin = origin;
        this.ffmpeg = ffmpeg;
    }

    public static TestLive start() throws Exception {
        var options = options();
        options.publish = PublishPolicy.LOCAL;
        return start(options);
    }

    /// With a configuration file.
    public static TestLive start(Path config) throws Exception {
        var options = options();
        options.config = config;
        return start(options);
    }

    private static LiveOptions options() {
        var options = new LiveOptions();
        options.isEphemeral = true;
        options.rtmpPort = 0;
        return options;
    }

    /// A server that records all streams in a folder; one whose encoder has gone ends after a
    /// second.
    public static TestLive recording(Path data) throws Exception {
        return recording(data, "");
    }

    /// @param streams what the configuration says of single streams
    public static TestLive recording(Path data, String streams) throws Exception {
        var options = options();
        options.isEphemeral = false;
        options.publish = PublishPolicy.LOCAL;
        options.data = data;
        options.config =
                Files.writeString(
                        data.resolve("test.yaml"),
                        "live:\n  record: true\n  reconnect_window: 1s\n" + streams);
        return start(options);
    }

    private static TestLive start(LiveOptions options) throws Exception {
        var setup = LiveSetup.of(options);
        var data = setup.data();
        var streams = LiveServer.prepare(setup, data);
        var config = Config.at(0).withHost("127.0.0.1");
        var titles = ServeCommand.catalogue(List.of(), streams.titles(), Packaging.DEFAULT);
        var origin = ServeCommand.start(config, streams.site(titles));
        streams.open(config, origin::viewers);
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        return new TestLive(data, streams, origin, ffmpeg);
    }

    /// What the complete recordings of a stream are called among the titles.
    public List<String> titles(String name) throws Exception {
        var root = streams.recordings().orElseThrow();
        return Run.entries(root.resolve(name)).stream()
                .map(Path.of(name)::resolve)
                .filter(one -> Files.exists(root.resolve(one).resolve("index.m3u8")))
                .map(PackagedFolder::playbackId)
                .toList();
    }

    public URI uri() {
        return origin.uri();
    }

    public FfmpegProgram ffmpeg() {
        return ffmpeg;
    }

    public String rtmp(String name) {
        return "rtmp://127.0.0.1:%d/live/%s".formatted(streams.ports().rtmp().orElseThrow(), name);
    }

    /// Sends the test picture until it is closed.
    public Publishing publish(String name, int width, int height, int framesPerSecond)
            throws Exception {
        var settings =
                new TestSource.Settings(
                        new PictureShape(width, height, framesPerSecond),
                        500_000,
                        Duration.ofSeconds(1),
                        Duration.ZERO);
        var hub = new FeedHub();
        var said = new StringWriter();
        var feeder = Feeder.test(ffmpeg, settings, hub);
        var targets = Targets.start(List.of(rtmp(name)), hub, new PrintWriter(said), false);
        feeder.start();
        return new Publishing(feeder, targets, said);
    }

    /// Sends a movie file over and over until it is closed.
    public Publishing loop(String name, Path movie) throws Exception {
        var hub = new FeedHub();
        var said = new StringWriter();
        var feeder = Feeder.movie(movie.toString(), true, hub);
        var targets = Targets.start(List.of(rtmp(name)), hub, new PrintWriter(said), false);
        feeder.start();
        return new Publishing(feeder, targets, said);
    }

    /// The same by ffmpeg itself, which writes Enhanced RTMP since version 6.1, several tracks
    /// since 7.1.
    public AutoCloseable loopByFfmpeg(String name, Path movie) throws Exception {
        var arguments =
                List.of(
                        "-re",
                        "-stream_loop",
                        "-1",
                        "-i",
                        movie.toString(),
                        "-map",
                        "0",
                        "-c",
                        "copy",
                        "-strict",
                        "experimental",
                        "-f",
                        "flv",
                        rtmp(name));
        return ffmpeg.start(Protocols.FILE, arguments, Duration.ofMinutes(30));
    }

    /// A movie on its way.
    public record Publishing(AutoCloseable feeder, AutoCloseable targets, StringWriter said)
            implements AutoCloseable {

        @Override
        public void close() throws Exception {
            feeder.close();
            targets.close();
        }
    }

    /// Follows a stream and checks all of it until it is closed.
    public LiveCheck check(String name) throws Exception {
        var check = new LiveCheck(transport, SystemClock.MACHINE, true);
        check.follow(uri().resolve("live/" + name + "/index.m3u8"));
        check.follow(uri().resolve("live/" + name + "/manifest.mpd"));
        return check;
    }

    /// Follows the transport stream of a stream.
    public LiveCheck checkTransport(String name) throws Exception {
        var check = new LiveCheck(transport, SystemClock.MACHINE, false);
        check.follow(uri().resolve("live/" + name + "/ts.m3u8"));
        return check;
    }

    @Override
    public void close() throws Exception {
        transport.close();
        origin.close();
        streams.close();
        data.close();
    }

    /// Waits for something that happens by itself.
    public static void await(String what, Duration longest, Condition condition) throws Exception {
        var clock = SystemClock.MACHINE;
        long deadline = clock.nanos() + longest.toNanos();
        while (!condition.holds()) {
            if (clock.nanos() > deadline) {
                throw new AssertionError("not within " + longest + ": " + what);
            }
            clock.awaitNanos(clock.nanos() + 50_000_000);
        }
    }

    /// Something that becomes true.
    public interface Condition {
        boolean holds() throws Exception;
    }

    /// Waits until a stream has some whole segments; shaka 5.2 gives up on playlists that have
    /// none.
    public void awaitSegments(String name) throws Exception {
        awaitPlayable(name);
        await(
                name + " has segments",
                Duration.ofSeconds(60),
                () -> text(name, "video-1/index.m3u8").split("#EXTINF").length > 3);
    }

    /// What the server answers to whoever asks for a playlist of a stream.
    Answer get(String name, String playlist) throws Exception {
        var address = uri().resolve("live/" + name + "/" + playlist);
        return transport.get(Request.playlist(address, PATIENCE));
    }

    /// A playlist of a stream.
    public String text(String name, String playlist) throws Exception {
        return textOf("live/" + name + "/" + playlist);
    }

    /// What lies at an address.
    public String textOf(String path) throws Exception {
        var request = Request.playlist(uri().resolve(path), PATIENCE);
        return new String(transport.get(request).body(), StandardCharsets.UTF_8);
    }

    /// Waits until a stream can be played.
    public void awaitPlayable(String name) throws Exception {
        await(name + " is live", Duration.ofSeconds(30), () -> get(name, "index.m3u8").isSuccess());
    }
}
