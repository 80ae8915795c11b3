package dev.anabranch.bench;

import dev.anabranch.bench.Report.Better;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `anabranch bench jit`: an MP4 served as segments that nobody has made before.
@Command(
        name = "jit",
        description =
                "Just-in-time packaging beside nginx with nginx-vod-module and nginx static; server on core 0, wrk on core 1.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class JustInTimeCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int SEGMENT_SECONDS = 6;
    private static final String SEGMENT = SEGMENT_SECONDS + "s";
    private static final int WARM_UP_MOVIES = 30;
    private static final int COLD_MOVIES = 30;
    private static final int WARM_UP_SEGMENTS = 400;
    private static final int NEW_SEGMENTS = 200;

    @Mixin private Settings settings = new Settings();

    @Override
    public Integer call() throws IOException, InterruptedException, MediaFormatException {
        var peers = List.of(settings.wrk(), settings.nginx(), settings.nginxVod());
        var report =
                settings.report(
                        "Just in time",
                        peers,
                        List.of("wrk", "nginx", "nginx with nginx-vod-module"));
        try (var room = Workspace.of(settings, 3 * settings.leastBytes())) {
            var movie = SourceMovie.of(settings, room);
            SourceMovie.describe(report, movie);
            report.figure(
                    "index, heap bytes a sample",
                    new Samples(List.of(IndexMemory.bytesPerSample(movie))),
                    8,
                    Better.LESS);
            var folder = room.folder("movies");
            for (int n = 0; n < WARM_UP_MOVIES + COLD_MOVIES; n++) {
                Workspace.link(movie, folder.resolve(name(n) + ".mp4"));
            }
            coldMovies(report, folder);
            if (settings.wrk().isPresent()) {
                var load = new Load(settings.wrk().get(), room);
                cmafThroughput(report, load, folder, room);
                transportThroughput(report, load, folder);
            }
        }
        settings.publish(report, "jit");
        return 0;
    }

    private static String name(int n) {
        return "movie-" + n;
    }

    private void coldMovies(Report report, Path folder) throws IOException, InterruptedException {
        var vod = settings.nginxVod();
        try (var ours = Server.anabranch(folder, "--segment", SEGMENT);
                var theirs =
                        vod.isPresent()
                                ? Server.nginxVod(vod.get(), folder, SEGMENT_SECONDS)
                                : null) {
            var opened = open(ours, "/p/%s/index.m3u8");
            report.figure("new movie to multivariant playlist, ms", opened, 5, Better.LESS);
            if (theirs != null) {
                report.comparison(
                        "new movie to multivariant playlist, ms, over nginx-vod",
                        opened,
                        open(theirs, "/%s.mp4/master.m3u8"));
            }
            var first = firstBytes(ours, "/p/%s/");
            report.figure("first byte of a new CMAF segment, ms", first, 1, Better.LESS);
        }
        try (var ours = Server.anabranch(folder, "--segment", SEGMENT, "--container", "ts");
                var theirs =
                        vod.isPresent()
                                ? Server.nginxVod(vod.get(), folder, SEGMENT_SECONDS)
                                : null) {
            var first = firstBytes(ours, "/p/%s/");
            report.figure("first byte of a new MPEG-TS segment, ms", first, 1, Better.LESS);
            if (theirs != null) {
                var peers = firstBytes(theirs, "/%s.mp4/");
                report.comparison(
                        "first byte of a new MPEG-TS segment, ms, over nginx-vod", first, peers);
            }
        }
    }

    /// The server is warm, the movies are not.
    private static Samples open(Server server, String path) throws IOException {
        var millis = new ArrayList<Double>();
        try (var probe = new HttpProbe(server.port())) {
            for (int n = 0; n < WARM_UP_MOVIES + COLD_MOVIES; n++) {
                var answer = probe.ask(path.formatted(name(n)));
                if (n >= WARM_UP_MOVIES) {
                    millis.add(answer.lastMillis());
                }
            }
        }
        return new Samples(millis);
    }

    /// Each segment is asked for once; those asked for first warm the server.
    ///
    /// @param root a movie's, with its name left open
    private static Samples firstBytes(Server server, String root) throws IOException {
        var millis = new ArrayList<Double>();
        for (int movie = 0;
                movie < WARM_UP_MOVIES && millis.size() < WARM_UP_SEGMENTS + NEW_SEGMENTS;
                movie++) {
            try (var probe = new HttpProbe(server.port())) {
                for (var segment : HttpProbe.segments(server.port(), root.formatted(name(movie)))) {
                    millis.add(probe.ask(segment).firstMillis());
                }
            }
        }
        int warm = Math.min(WARM_UP_SEGMENTS, millis.size() / 2);
        return new Samples(millis.subList(warm, Math.min(warm + NEW_SEGMENTS, millis.size())));
    }

    private void cmafThroughput(Report report, Load load, Path folder, Workspace room)
            throws IOException, InterruptedException {
        var nginx = settings.nginx();
        if (nginx.isEmpty()) {
            return;
        }
        var site = room.folder("site");
        var packaged = site.resolve(name(0));
        Child.run(
                TIMEOUT,
                PackageCommand.packaging(folder.resolve(name(0) + ".mp4"), packaged, "cmaf"));
        try (var ours = Server.anabranch(folder, "--segment", SEGMENT);
                var theirs = Server.nginx(nginx.get(), site)) {
            var segments = HttpProbe.segments(ours.port(), "/p/" + name(0) + "/");
            var stored = segments.stream().map(path -> path.substring("/p".length())).toList();
            var duel = new Duel(load, ours, segments, theirs, stored).run(settings.rounds());
            report.ratio(
                    "CMAF, MB per CPU second, over nginx static",
                    duel.ours(),
                    duel.theirs(),
                    0.9,
                    Better.MORE);
        }
    }

    private void transportThroughput(Report report, Load load, Path folder)
            throws IOException, InterruptedException {
        Optional<Peer> vod = settings.nginxVod();
        if (vod.isEmpty()) {
            return;
        }
        try (var ours = Server.anabranch(folder, "--segment", SEGMENT, "--container", "ts");
                var theirs = Server.nginxVod(vod.get(), folder, SEGMENT_SECONDS)) {
            var segments = HttpProbe.segments(ours.port(), "/p/" + name(0) + "/");
            var peers = HttpProbe.segments(theirs.port(), "/" + name(0) + ".mp4/");
            var duel = new Duel(load, ours, segments, theirs, peers).run(settings.rounds());
            report.ratio(
                    "MPEG-TS, MB per CPU second, over nginx-vod",
                    duel.ours(),
                    duel.theirs(),
                    1.0,
                    Better.MORE);
        }
    }
}
