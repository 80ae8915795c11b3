package dev.anabranch.examples;

import dev.anabranch.kernel.Clocks;
import dev.anabranch.kernel.KernelConfig;
import dev.anabranch.live.BroadcastSettings;
import dev.anabranch.live.Broadcasts;
import dev.anabranch.live.LadderSettings;
import dev.anabranch.live.Relay;
import dev.anabranch.origin.Catalogue;
import dev.anabranch.origin.Config;
import dev.anabranch.origin.Origin;
import dev.anabranch.origin.Site;
import dev.anabranch.origin.Tally;
import dev.anabranch.protocol.rtmp.EventLoops;
import dev.anabranch.protocol.rtmp.Limits;
import dev.anabranch.protocol.rtmp.Listener;
import dev.anabranch.protocol.rtmp.ListenerConfig;
import dev.anabranch.service.Admittance;
import dev.anabranch.service.Channels;
import dev.anabranch.service.Director;
import dev.anabranch.service.Doorkeeper;
import dev.anabranch.service.Gates;
import dev.anabranch.service.IngestPorts;
import dev.anabranch.service.Passes;
import dev.anabranch.service.PublishPolicy;
import dev.anabranch.service.StreamRegistry;
import dev.anabranch.service.StreamStore;
import dev.anabranch.transcode.ffmpeg.FfmpegBackend;
import dev.anabranch.transcode.ffmpeg.FfmpegProgram;
import dev.anabranch.transcode.ffmpeg.FfmpegSearch;
import dev.anabranch.transcode.ffmpeg.Protocols;
import dev.anabranch.transcode.process.SupervisedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// The camera of this machine becomes a live stream in several qualities that browsers play;
/// without a camera a test picture does. Sound there is with the test picture only.
public final class CameraToBrowser implements AutoCloseable {

    private static final Path CAMERA = Path.of("/dev/video0");
    private static final String HOST = "127.0.0.1";
    private static final String NAME = "camera";
    private static final Duration LONGEST = Duration.ofHours(12);

    private final Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
    private final Gates gates = new Gates(clocks.wall());
    private final EventLoops loops = new EventLoops(1);
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final Broadcasts broadcasts;
    private final Listener listener;
    private final Origin origin;
    private final SupervisedProcess camera;

    public static void main(String[] arguments) throws Exception {
        var ladder = LadderSettings.NONE.withLadder("auto");
        try (var streaming = new CameraToBrowser(picture(), ladder, 8080)) {
            System.out.println("open " + streaming.page() + ", end with Enter");
            var _ = System.in.read();
        }
    }

    /// @param picture what ffmpeg reads
    /// @param port of the pages; 0 for a free one
    CameraToBrowser(List<String> picture, LadderSettings ladder, int port) throws Exception {
        var ffmpeg =
                FfmpegProgram.findForEncoding(
                        FfmpegSearch.usual(Optional.empty(), System.getenv()));

        // Who may publish: this machine. Who may watch: everybody.
        var registry = new AtomicReference<StreamRegistry>();
        var admittance = new Admittance(Optional.empty(), Optional.empty(), Optional.empty());
        var door =
                new Doorkeeper(
                        registry::get, () -> PublishPolicy.LOCAL, () -> admittance, gates::of);

        // From frames that come in to segments in all qualities.
        broadcasts =
                new Broadcasts(
                        KernelConfig.DEFAULT,
                        door,
                        BroadcastSettings.DEFAULT.withLadder(ladder),
                        new Broadcasts.Means(
                                clocks,
                                Optional.empty(),
                                Relay.NONE,
                                () -> new FfmpegBackend(ffmpeg)));
        StreamRegistry.load(StreamStore.NONE, new Director(broadcasts), registry::set);
        broadcasts.start();

        listener = ingest();
        origin = site(door, port);
        var _ = ticker.scheduleAtFixedRate(broadcasts::tick, 1, 1, TimeUnit.SECONDS);
        camera = ffmpeg.start(Protocols.FILE, publishing(ffmpeg, picture), LONGEST);
    }

    /// In over RTMP.
    private Listener ingest() throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var config = new ListenerConfig(Optional.of(address), Optional.empty(), Limits.DEFAULT);
        var made = new Listener(config, broadcasts.kernel(), loops, clocks, new SecureRandom());
        made.start();
        return made;
    }

    /// Out over HTTP.
    private Origin site(Doorkeeper door, int port) throws IOException {
        var ports = new IngestPorts(OptionalInt.of(listener.port()), OptionalInt.empty());
        var channels = new Channels(broadcasts, door, () -> ports, new Passes(door, clocks.wall()));
        return Origin.start(
                Config.at(port).withHost(HOST),
                Site.of(Catalogue.of(List.of())).withLive(channels),
                new Tally(),
                new Origin.Clocks(clocks.wall(), clocks.nanos()));
    }

    static List<String> picture() {
        return Files.exists(CAMERA)
                ? List.of("-f", "v4l2", "-i", CAMERA.toString())
                : List.of(
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=1280x720:rate=30",
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=frequency=440:sample_rate=48000");
    }

    /// A keyframe a second, for a player begins with one.
    private List<String> publishing(FfmpegProgram ffmpeg, List<String> picture) {
        var arguments = new ArrayList<>(picture);
        var encoder = ffmpeg.h264Encoder().orElseThrow();
        arguments.addAll(List.of("-c:v", encoder, "-b:v", "2500k", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of("-bf", "0", "-force_key_frames", "expr:gte(t,n_forced)"));
        if (encoder.equals("libx264")) {
            arguments.addAll(List.of("-preset", "veryfast", "-tune", "zerolatency"));
        }
        arguments.addAll(List.of("-c:a", "aac", "-f", "flv"));
        arguments.add("rtmp://%s:%d/live/%s".formatted(HOST, listener.port(), NAME));
        return arguments;
    }

    URI page() {
        return origin.uri().resolve("live/" + NAME);
    }

    @Override
    public void close() throws IOException {
        camera.close();
        ticker.shutdownNow();
        listener.close();
        broadcasts.close();
        origin.close();
        loops.close();
        gates.close();
    }
}
