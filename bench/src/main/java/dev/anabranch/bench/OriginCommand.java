package dev.anabranch.bench;

import dev.anabranch.bench.Report.Better;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `anabranch bench origin`: stored segments over HTTP.
@Command(
        name = "origin",
        description =
                "Stored segments over clear HTTP/1.1 beside nginx on the same files; server on core 0, wrk on core 1.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class OriginCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @Mixin private Settings settings = new Settings();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var wrk = settings.wrk();
        var nginx = settings.nginx();
        var report =
                settings.report("Stored segments", List.of(wrk, nginx), List.of("wrk", "nginx"));
        if (wrk.isPresent() && nginx.isPresent()) {
            try (var room = Workspace.of(settings, 3 * settings.leastBytes())) {
                var movie = SourceMovie.of(settings, room);
                SourceMovie.describe(report, movie);
                var site = room.folder("site");
                Child.run(TIMEOUT, PackageCommand.packaging(movie, site.resolve("movie"), "cmaf"));
                try (var ours = Server.anabranch(site);
                        var theirs = Server.nginx(nginx.get(), site)) {
                    var load = new Load(wrk.get(), room);
                    var segments = HttpProbe.segments(ours.port(), "/p/movie/");
                    var duel =
                            new Duel(load, ours, segments, theirs, stored(segments))
                                    .run(settings.rounds());
                    report.ratio(
                            "segments from disk, MB per CPU second, over nginx static",
                            duel.ours(),
                            duel.theirs(),
                            0.9,
                            Better.MORE);
                    report.comparison(
                            "segments from disk, MB/s over loopback, over nginx static",
                            duel.ourRate(),
                            duel.theirRate());
                }
            }
        }
        settings.publish(report, "origin");
        return 0;
    }

    private static List<String> stored(List<String> segments) {
        return segments.stream().map(path -> path.substring("/p".length())).toList();
    }
}
