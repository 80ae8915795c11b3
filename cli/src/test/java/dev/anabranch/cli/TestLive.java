package dev.anabranch.cli;

import dev.anabranch.cli.TestPicture.PictureShape;
import dev.anabranch.client.HttpTransport;
import dev.anabranch.origin.Catalogue;
import dev.anabranch.origin.Config;
import dev.anabranch.origin.Origin;
import dev.anabranch.service.PublishPolicy;
import dev.anabranch.transcode.FfmpegProgram;
import dev.anabranch.transcode.FfmpegSearch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A whole server in this process on free ports that keeps nothing, and what tests do with it.
public final class TestLive implements AutoCloseable {

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
        return start(null);
    }

    /// @param config the configuration file; null for none
    public static TestLive start(@Nullable Path config) throws Exception {
        var options = new LiveOptions();
        options.config = config;
        options.isEphemeral = true;
        options.rtmpPort = 0;
        options.publish = PublishPolicy.LOCAL;
        var setup = LiveSetup.of(options);
        var data = setup.data();
        var streams = LiveServer.prepare(setup, data);
        var listening = Config.at(0).withHost("127.0.0.1");
        var origin = ServeCommand.start(listening, streams.site(Catalogue.of(List.of())));
        streams.open(listening);
        var ffmpeg = FfmpegProgram.find(FfmpegSearch.usual(Optional.empty(), System.getenv()));
        return new TestLive(data, streams, origin, ffmpeg);
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
        return new Publishing(feeder, targets, said);
    }

    /// The test picture on its way.
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
        var playlist = uri().resolve("live/" + name + "/video-1/index.m3u8");
        var request = dev.anabranch.client.Request.playlist(playlist, Duration.ofSeconds(5));
        await(
                name + " has segments",
                Duration.ofSeconds(60),
                () ->
                        new String(
                                                transport.get(request).body(),
                                                java.nio.charset.StandardCharsets.UTF_8)
                                        .split("#EXTINF")
                                        .length
                                > 3);
    }

    /// Waits until a stream can be played.
    public void awaitPlayable(String name) throws Exception {
        var playlist = uri().resolve("live/" + name + "/index.m3u8");
        var request = dev.anabranch.client.Request.playlist(playlist, Duration.ofSeconds(5));
        await(name + " is live", Duration.ofSeconds(30), () -> transport.get(request).isSuccess());
    }
}
