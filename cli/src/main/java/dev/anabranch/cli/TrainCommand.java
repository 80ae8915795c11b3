package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.origin.Config;
import dev.anabranch.packager.Packaging;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `anabranch train`: a little of everything the program does, for the JVM that watches and writes
/// down which classes and methods are needed (JEP 514). The launcher runs it once for each
/// [Trained], because every start loads all classes of its cache: with those of JSON and of the
/// checks `--help` takes 20 ms and 12 MiB more.
@Command(
        name = "train",
        hidden = true,
        description = "Warms the cache of classes and profiles that makes later starts faster.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    private static final List<String> MADE =
            List.of(
                    "/",
                    "/healthz",
                    "/live",
                    "/v1/live-streams",
                    "/p/big-buck-bunny/index.m3u8",
                    "/p/big-buck-bunny/manifest.mpd",
                    "/p/big-buck-bunny/video-360p/index.m3u8",
                    "/p/big-buck-bunny/video-360p/init.mp4",
                    "/p/big-buck-bunny/video-360p/1.m4s",
                    "/p/big-buck-bunny/video-360p/2.m4s",
                    "/p/big-buck-bunny/audio/1.m4s",
                    "/p/big-buck-bunny/nothing");

    /// What a cache is for.
    enum Trained {
        SERVE,
        /// `package`, and all that is short.
        PACKAGE,
        /// `inspect`, `validate`, and whatever prints JSON.
        CHECK
    }

    @Parameters(paramLabel = "KIND", description = "What to train for: ${COMPLETION-CANDIDATES}.")
    private Trained trained = Trained.PACKAGE;

    @Override
    public Integer call() throws IOException, CommandException, MediaFormatException {
        try (var clip = DemoClip.unpack()) {
            var folder = clip.folder().orElseThrow();
            switch (trained) {
                case SERVE -> {
                    Main.run("serve", "--help");
                    serve(folder, false);
                    serve(folder, true);
                }
                case PACKAGE -> {
                    Main.run("--help");
                    pack(folder, "cmaf");
                    pack(folder, "ts");
                }
                case CHECK -> check(folder);
            }
        }
        return ExitCode.OK.status();
    }

    private static void pack(Path folder, String container) throws IOException {
        var out = folder.resolve(container);
        Main.run("package", movie(folder), "-o", out.toString(), "--container", container);
        delete(out);
    }

    private static void check(Path folder) throws IOException {
        var out = folder.resolve("check");
        Main.run("inspect", movie(folder), "--json");
        Main.run("package", movie(folder), "-o", out.toString(), "--json");
        Main.run("validate", out.toString());
        Main.run("validate", out.toString(), "--json");
        delete(out);
    }

    private static String movie(Path folder) {
        return folder.resolve(DemoClip.PLAYBACK_ID + ".mp4").toString();
    }

    private static void serve(Path folder, boolean isTransportStream)
            throws IOException, CommandException, MediaFormatException {
        var packaging = isTransportStream ? Packaging.TRANSPORT_STREAM : Packaging.DEFAULT;
        var config = Config.at(0).withHost("127.0.0.1");
        var options = new LiveOptions();
        options.rtmpPort = 0;
        try (var streams = LiveServer.prepare(LiveSetup.ofFlags(options), DataFolder.none());
                var origin =
                        ServeCommand.start(
                                config,
                                streams.site(
                                        ServeCommand.catalogue(
                                                List.of(folder), streams.titles(), packaging)))) {
            streams.open(config, origin::viewers);
            for (var path : MADE) {
                ask(origin.port(), isTransportStream ? path.replace(".m4s", ".ts") : path);
            }
        }
    }

    private static void ask(int port, String path) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var request =
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = walk.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (var path : all) {
            Files.delete(path);
        }
    }
}
