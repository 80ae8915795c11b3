package dev.anabranch.bench;

import dev.anabranch.bench.Contest.Contestant;
import dev.anabranch.bench.Report.Better;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `anabranch bench package`: whole processes that package the same file the same way.
@Command(
        name = "package",
        description = "Packaging from the start of the process to its end, beside ffmpeg and cp.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PackageCommand implements Callable<Integer> {

    private static final String SEGMENT_SECONDS = "6";
    private static final int HELP_ROUNDS = 11;
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    @Mixin private Settings settings = new Settings();

    @Option(
            names = "--large",
            defaultValue = "0",
            paramLabel = "MB",
            description = {
                "Package once a file of this size, too, and compare peak memory: 10000 for 10 GB.",
                "Memory goes with the number of frames: --clip decides how many a gigabyte has.",
                "Needs twice the room on the disk, and is left out where there is less."
            })
    private int largeMegabytes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var ffmpeg = settings.ffmpeg();
        var ffprobe = settings.ffprobe();
        var report =
                settings.report(
                        "Packaging", List.of(ffmpeg, ffprobe), List.of("ffmpeg", "ffprobe"));
        try (var room = Workspace.of(settings, 4 * settings.leastBytes())) {
            var movie = SourceMovie.of(settings, room);
            SourceMovie.describe(report, movie);
            transportStream(report, room, movie);
            cmaf(report, room, movie);
            firstSegment(report, room, movie);
            help(report, room);
            large(report, room);
        }
        settings.publish(report, "package");
        return 0;
    }

    private void transportStream(Report report, Workspace room, Path movie)
            throws IOException, InterruptedException {
        var out = room.file("peer");
        var peer =
                settings.ffmpeg()
                        .map(ffmpeg ->
                                ffmpeg.command(
                                        "-nostdin",
                                        "-v",
                                        "error",
                                        "-i",
                                        movie.toString(),
                                        "-c",
                                        "copy",
                                        "-f",
                                        "hls",
                                        "-hls_time",
                                        SEGMENT_SECONDS,
                                        "-hls_playlist_type",
                                        "vod",
                                        "-hls_segment_filename",
                                        out.resolve("%d.ts").toString(),
                                        out.resolve("index.m3u8").toString()));
        compete(report, room, movie, new Job("HLS, MPEG-TS", "ts", "index.m3u8", 1.2), peer);
    }

    private void cmaf(Report report, Workspace room, Path movie)
            throws IOException, InterruptedException {
        var out = room.file("peer");
        var peer =
                settings.ffmpeg()
                        .map(ffmpeg ->
                                ffmpeg.command(
                                        "-nostdin",
                                        "-v",
                                        "error",
                                        "-i",
                                        movie.toString(),
                                        "-c",
                                        "copy",
                                        "-f",
                                        "dash",
                                        "-hls_playlist",
                                        "1",
                                        "-seg_duration",
                                        SEGMENT_SECONDS,
                                        out.resolve("manifest.mpd").toString()));
        compete(
                report,
                room,
                movie,
                new Job("HLS and DASH, CMAF", "cmaf", "master.m3u8", 2.0),
                peer);
    }

    /// @param peerPlaylist what the peer's output is played by
    /// @param wanted how many times as fast as the peer
    private record Job(String name, String container, String peerPlaylist, double wanted) {}

    private void compete(
            Report report, Workspace room, Path movie, Job job, Optional<List<String>> peer)
            throws IOException, InterruptedException {
        var contestants = new ArrayList<Contestant>();
        var ours = room.file("ours");
        contestants.add(new Contestant("anabranch", packaging(movie, ours, job.container), ours));
        var copy = room.file("copy");
        contestants.add(
                new Contestant(
                        "cp",
                        List.of("cp", movie.toString(), copy.resolve("copy.mp4").toString()),
                        copy));
        peer.ifPresent(
                command -> contestants.add(new Contestant("ffmpeg", command, room.file("peer"))));

        var contest = new Contest(contestants).run(settings.rounds());
        var mine = contest.usages(0);
        var copies = contest.usages(1);
        if (peer.isPresent()) {
            var theirs = contest.usages(2);
            report.ratio(
                    job.name + ": speed, 1/s, over ffmpeg",
                    speed(mine),
                    speed(theirs),
                    job.wanted,
                    Better.MORE);
            report.comparison(job.name + ": CPU, s, over ffmpeg", cpu(mine), cpu(theirs));
            judge(report, room, job);
        }
        report.comparison(job.name + ": speed, 1/s, over cp", speed(mine), speed(copies));
        report.figure(
                job.name + ": peak memory, MiB",
                Usage.of(mine, Usage::peakMebibytes),
                128,
                Better.LESS);
        for (var contestant : contestants) {
            Workspace.delete(contestant.output());
        }
    }

    /// Outputs are the same job only when they hold the same packets.
    private void judge(Report report, Workspace room, Job job)
            throws IOException, InterruptedException {
        var ffprobe = settings.ffprobe();
        if (ffprobe.isEmpty()) {
            return;
        }
        var mine = Tally.of(ffprobe.get(), room.file("ours").resolve("index.m3u8"));
        var theirs = Tally.of(ffprobe.get(), room.file("peer").resolve(job.peerPlaylist));
        report.remark(
                job.name
                        + ": ffprobe counts the packets "
                        + mine.packets()
                        + " in ours and "
                        + theirs.packets()
                        + " in ffmpeg's; "
                        + Workspace.bytes(room.file("ours")) / 1_000_000
                        + " MB and "
                        + Workspace.bytes(room.file("peer")) / 1_000_000
                        + " MB.");
    }

    private void firstSegment(Report report, Workspace room, Path movie)
            throws IOException, InterruptedException {
        var seconds = new ArrayList<Double>();
        for (int round = 0; round <= settings.rounds(); round++) {
            var folder = room.folder("first");
            var command = packaging(movie, folder.resolve("out"), "cmaf");
            double one = FirstSegment.seconds(command, folder, name -> name.matches("\\d+\\.m4s"));
            if (round > 0) {
                seconds.add(one);
            }
            Workspace.delete(folder);
        }
        report.figure("process start to first segment, s", new Samples(seconds), 0.25, Better.LESS);
    }

    private void help(Report report, Workspace room) throws IOException, InterruptedException {
        var help = List.of(Settings.launcher().toString(), "--help");
        var contest =
                new Contest(List.of(new Contestant("help", help, room.file("help"))))
                        .run(HELP_ROUNDS);
        report.figure(
                "`--help`, s", Usage.of(contest.usages(0), Usage::wallSeconds), 0.3, Better.LESS);
    }

    /// Peak memory must not grow with the input.
    private void large(Report report, Workspace room) throws IOException, InterruptedException {
        if (largeMegabytes == 0) {
            return;
        }
        long bytes = largeMegabytes * 1_000_000L;
        long neededBytes = 2 * bytes + bytes / 10;
        if (room.freeBytes() < neededBytes) {
            report.remark(
                    largeMegabytes
                            + " MB: left out, it needs "
                            + neededBytes / 1_000_000
                            + " MB and "
                            + room.freeBytes() / 1_000_000
                            + " MB are free; --dir names another place.");
            return;
        }
        var movie = SourceMovie.of(settings, room, bytes);
        for (var container : List.of("ts", "cmaf")) {
            var ours = room.file("large");
            var usage = Child.run(TIMEOUT, packaging(movie, ours, container));
            report.figure(
                    Files.size(movie) / 1_000_000 + " MB as " + container + ": peak memory, MiB",
                    new Samples(List.of(usage.peakMebibytes())),
                    128,
                    Better.LESS);
            Workspace.delete(ours);
        }
    }

    /// The command line that packages `movie` into segments of six seconds.
    static List<String> packaging(Path movie, Path out, String container) {
        return List.of(
                Settings.launcher().toString(),
                "package",
                movie.toString(),
                "-o",
                out.toString(),
                "--container",
                container,
                "--segment",
                SEGMENT_SECONDS + "s");
    }

    private static Samples speed(List<Usage> rounds) {
        return Usage.of(rounds, usage -> 1 / usage.wallSeconds());
    }

    private static Samples cpu(List<Usage> rounds) {
        return Usage.of(rounds, Usage::cpuSeconds);
    }
}
