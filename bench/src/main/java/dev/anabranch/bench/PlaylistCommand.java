package dev.anabranch.bench;

import dev.anabranch.bench.Report.Better;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.VodPresentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `anabranch bench playlist`: playlists rendered, parsed and served.
@Command(
        name = "playlist",
        description =
                "A long playlist rendered and parsed beside m3u8-parser (JMH), a short one served from cache.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PlaylistCommand implements Callable<Integer> {

    private static final int SEGMENTS = 171;

    private static final String WHAT = "media playlist, requests per CPU second";

    @Mixin private Settings settings = new Settings();

    @Override
    public Integer call()
            throws IOException, InterruptedException, RunnerException, MediaFormatException {
        var wrk = settings.wrk();
        var nginx = settings.nginx();
        var report =
                settings.report("Playlists", List.of(wrk, nginx), List.of("wrk", "nginx"))
                        .condition("peer", "io.lindstrom:m3u8-parser " + parserVersion());
        compare(report);
        if (wrk.isPresent()) {
            serve(report, wrk.get(), nginx);
        }
        settings.publish(report, "playlist");
        return 0;
    }

    private void compare(Report report) throws RunnerException {
        var options =
                new OptionsBuilder()
                        .include(PlaylistBenchmark.class.getName() + ".*")
                        .forks(3)
                        .warmupIterations(4)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .jvmArgsAppend("-Xmx512m", "-XX:+UseSerialGC")
                        .build();
        var results = new Runner(options).run();
        report.condition(
                "JMH", "1.37, 3 forks, 4 warm-up and 5 counted iterations of 1 s, one thread");
        report.ratio(
                "10,800 segments rendered, ms",
                of(results, "renderOurs"),
                of(results, "renderPeer"),
                0.4,
                Better.LESS);
        report.ratio(
                "10,800 segments parsed, ms",
                of(results, "parseOurs"),
                of(results, "parsePeer"),
                0.4,
                Better.LESS);
    }

    private static Samples of(Collection<RunResult> results, String method) {
        var values = new ArrayList<Double>();
        for (var result : results) {
            if (result.getParams().getBenchmark().endsWith("." + method)) {
                for (var fork : result.getBenchmarkResults()) {
                    fork.getIterationResults()
                            .forEach(iteration ->
                                    values.add(iteration.getPrimaryResult().getScore()));
                }
            }
        }
        return new Samples(values);
    }

    private void serve(Report report, Peer wrk, Optional<Peer> nginx)
            throws IOException, InterruptedException, MediaFormatException {
        try (var room = Workspace.of(settings, settings.leastBytes())) {
            var movie = SourceMovie.of(settings, room);
            var folder = room.folder("movies");
            Workspace.link(movie, folder.resolve("movie.mp4"));
            long segmentMillis = millis(movie) / SEGMENTS;
            try (var server = Server.anabranch(folder, "--segment", segmentMillis + "ms")) {
                var path = HttpProbe.mediaPlaylist(server.port(), "/p/movie/");
                var playlist = HttpProbe.get(server.port(), path);
                long count = playlist.lines().filter(line -> line.startsWith("#EXTINF")).count();
                var site = room.folder("site");
                Files.writeString(site.resolve("index.m3u8"), playlist);
                report.condition(
                        "served",
                        count
                                + " segments, "
                                + playlist.length()
                                + " bytes; server on core 0, wrk on core 1");
                measure(report, new Load(wrk, room), server, path, nginx, site);
            }
        }
    }

    private void measure(
            Report report, Load load, Server server, String path, Optional<Peer> nginx, Path site)
            throws IOException, InterruptedException {
        if (nginx.isEmpty()) {
            var alone =
                    new Duel(load, server, List.of(path), server, List.of(path))
                            .run(settings.rounds());
            report.figure(WHAT, alone.ourRequests(), 37_000, Better.MORE);
            return;
        }
        try (var peer = Server.nginx(nginx.get(), site)) {
            var duel =
                    new Duel(load, server, List.of(path), peer, List.of("/index.m3u8"))
                            .run(settings.rounds());
            report.figure(WHAT, duel.ourRequests(), 37_000, Better.MORE);
            report.comparison(
                    WHAT + ", over nginx static", duel.ourRequests(), duel.theirRequests());
        }
    }

    private static long millis(Path movie) throws IOException, MediaFormatException {
        try (var presentation = VodPresentation.open(movie)) {
            var plan = presentation.plan();
            var end = plan.start(plan.segmentCount());
            return end.ticks() * 1000 / end.timescale().ticksPerSecond();
        }
    }

    private static String parserVersion() {
        var location =
                io.lindstrom.m3u8.parser.MediaPlaylistParser.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation();
        return location.getPath().replaceAll(".*m3u8-parser-|\\.jar", "");
    }
}
