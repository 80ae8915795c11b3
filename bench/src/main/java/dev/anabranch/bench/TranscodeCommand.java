package dev.anabranch.bench;

import dev.anabranch.bench.Contest.Contestant;
import dev.anabranch.bench.Report.Better;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `anabranch bench transcode`: whole processes that make the same ladder with the same encoder.
@Command(
        name = "transcode",
        description =
                "A ladder from the start of the process to its end, beside ffmpeg by hand and beside an ffmpeg a rendition.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TranscodeCommand implements Callable<Integer> {

    private static final String LADDER = "1080p@5000k,720p@2800k,480p@1400k,360p@700k";
    private static final int SEGMENT_SECONDS = 4;
    private static final String MASTER = "master.m3u8";

    @Mixin private Settings settings = new Settings();

    /// What a rendition is, in the words of the ladder above.
    ///
    /// @param folder of ours
    private record Rung(String folder, int width, int height, long bitsPerSecond) {}

    private static final List<Rung> RUNGS =
            List.of(
                    new Rung("video-1080p", 1920, 1080, 5_000_000),
                    new Rung("video-720p", 1280, 720, 2_800_000),
                    new Rung("video-480p", 854, 480, 1_400_000),
                    new Rung("video-360p", 640, 360, 700_000));

    @Override
    public Integer call() throws IOException, InterruptedException {
        var ffmpeg = settings.ffmpeg();
        var report = settings.report("Transcoding", List.of(ffmpeg), List.of("ffmpeg"));
        var film = settings.input().orElseGet(settings::clip);
        if (ffmpeg.isEmpty()) {
            settings.publish(report, "transcode");
            return 0;
        }
        var shape = FilmShape.of(ffmpeg.get(), film);
        if (!shape.size().equals("1920x1080")) {
            throw new IOException(
                    film + " is " + shape.size() + "; --input wants a film of 1920x1080");
        }
        report.condition("input", shape.toString());
        report.condition("ladder", LADDER + ", libx264 veryfast, AAC 128k, segments of 4 s");
        try (var room = Workspace.of(settings, 1_000_000_000L)) {
            double seconds = compete(report, room, ffmpeg.get(), film, shape);
            double each = seconds * SEGMENT_SECONDS / shape.seconds();
            firstSegment(report, room, ours(ffmpeg.get(), film, room.file("first/out")), each);
            new ChunkRows(report, room, shape.seconds())
                    .run(out -> ours(ffmpeg.get(), film, out), settings.rounds());
        }
        settings.publish(report, "transcode");
        return 0;
    }

    private List<Contestant> contestants(Workspace room, Peer ffmpeg, Path film, FilmShape shape) {
        var ours = room.file("ours");
        var one = room.file("one");
        var each = room.file("each");
        return List.of(
                new Contestant("anabranch", ours(ffmpeg, film, ours), ours),
                new Contestant("one ffmpeg", byHand(ffmpeg, film, shape, one), one),
                new Contestant("an ffmpeg each", each(ffmpeg, film, shape, each), each));
    }

    /// @return how long one ffmpeg took, in seconds
    private double compete(Report report, Workspace room, Peer ffmpeg, Path film, FilmShape shape)
            throws IOException, InterruptedException {
        var contest = new Contest(contestants(room, ffmpeg, film, shape)).run(settings.rounds());
        var mine = contest.usages(0);
        var hand = contest.usages(1);
        var many = contest.usages(2);
        report.ratio(
                "wall, s, over one ffmpeg with split filters",
                wall(mine),
                wall(hand),
                1.03,
                Better.LESS);
        report.ratio(
                "wall, s, over one ffmpeg a rendition", wall(mine), wall(many), 0.7, Better.LESS);
        report.ratio(
                "CPU, s, over one ffmpeg with split filters",
                cpu(mine),
                cpu(hand),
                1.03,
                Better.LESS);
        report.figure(
                "peak memory of the JVM, MiB",
                Usage.of(mine, Usage::peakMebibytes),
                256,
                Better.LESS);
        for (int i = 0; i < RUNGS.size(); i++) {
            var ssim = new Ssim(ffmpeg, film, divisor(RUNGS.get(i), shape));
            quality(report, ssim, i, room);
        }
        return wall(hand).median();
    }

    /// As much like the source.
    private static void quality(Report report, Ssim ssim, int number, Workspace room)
            throws IOException, InterruptedException {
        var rung = RUNGS.get(number);
        var mine = room.file("ours").resolve(rung.folder).resolve("index.m3u8");
        var theirs = room.file("one").resolve("media_" + number + ".m3u8");
        double our = ssim.of(mine, rung.width, rung.height);
        double their = ssim.of(theirs, rung.width, rung.height);
        report.figure(
                "SSIM at %d lines: below one ffmpeg by".formatted(rung.height),
                new Samples(List.of(their - our)),
                0.002,
                Better.LESS);
    }

    /// @param segmentSeconds how long one ffmpeg takes for a segment of every rendition
    private void firstSegment(
            Report report, Workspace room, List<String> command, double segmentSeconds)
            throws IOException, InterruptedException {
        var segments = new ArrayList<Double>();
        for (int round = 0; round < settings.rounds(); round++) {
            var folder = room.folder("first");
            double seconds =
                    FirstSegment.seconds(command, folder, name -> name.matches("\\d+\\.m4s"));
            segments.add(seconds / segmentSeconds);
            Workspace.delete(folder);
        }
        report.figure(
                "process start to first segment, in segments' worth of one ffmpeg's time",
                new Samples(segments),
                2,
                Better.LESS);
    }

    private static List<String> ours(Peer ffmpeg, Path film, Path out) {
        return List.of(
                Settings.launcher().toString(),
                "transcode",
                film.toString(),
                "-o",
                out.toString(),
                "--ladder",
                LADDER,
                "--preset",
                "fast",
                "--no-copy",
                "--audio-bitrate",
                "128k",
                "--segment",
                SEGMENT_SECONDS + "s",
                "--ffmpeg",
                ffmpeg.command().getFirst(),
                "--force");
    }

    /// What somebody who knows ffmpeg well writes.
    private static List<String> byHand(Peer ffmpeg, Path film, FilmShape shape, Path out) {
        var words = new ArrayList<>(List.of("-nostdin", "-v", "error", "-i", film.toString()));
        var graph = new StringBuilder("[0:v]split=" + RUNGS.size());
        for (int i = 0; i < RUNGS.size(); i++) {
            graph.append("[s").append(i).append(']');
        }
        for (int i = 0; i < RUNGS.size(); i++) {
            graph.append(";[s%d]%s[v%d]".formatted(i, scaled(RUNGS.get(i), shape), i));
        }
        words.addAll(List.of("-filter_complex", graph.toString()));
        for (int i = 0; i < RUNGS.size(); i++) {
            words.addAll(List.of("-map", "[v" + i + "]"));
        }
        words.addAll(List.of("-map", "0:a:0"));
        for (int i = 0; i < RUNGS.size(); i++) {
            words.addAll(encoding(RUNGS.get(i), shape, ":v:" + i));
        }
        words.addAll(List.of("-c:a", "aac", "-b:a", "128k", "-ac", "2"));
        words.addAll(List.of("-f", "dash", "-hls_playlist", "1"));
        words.addAll(List.of("-seg_duration", Integer.toString(SEGMENT_SECONDS)));
        words.add(out.resolve("manifest.mpd").toString());
        return ffmpeg.command(words.toArray(String[]::new));
    }

    /// All at once, as those do who start a program for each rendition.
    private static List<String> each(Peer ffmpeg, Path film, FilmShape shape, Path out) {
        var script = new StringBuilder();
        for (int i = 0; i < RUNGS.size(); i++) {
            var words = new ArrayList<>(List.of("-nostdin", "-v", "error", "-i", film.toString()));
            words.addAll(List.of("-map", "0:v:0", "-map", "0:a:0"));
            words.addAll(List.of("-vf", scaled(RUNGS.get(i), shape)));
            words.addAll(encoding(RUNGS.get(i), shape, ":v"));
            words.addAll(List.of("-c:a", "aac", "-b:a", "128k", "-ac", "2"));
            words.addAll(List.of("-f", "hls", "-hls_playlist_type", "vod", "-hls_time"));
            words.add(Integer.toString(SEGMENT_SECONDS));
            words.add(out.resolve("%d-%s".formatted(i, MASTER)).toString());
            for (var word : ffmpeg.command(words.toArray(String[]::new))) {
                script.append('\'').append(word.replace("'", "'\\''")).append("' ");
            }
            script.append("& ");
        }
        return List.of("sh", "-c", script + "wait");
    }

    private static String scaled(Rung rung, FilmShape shape) {
        return (divisor(rung, shape) > 1 ? "framestep=2," : "")
                + "scale=%d:%d:flags=bicubic,format=yuv420p".formatted(rung.width, rung.height);
    }

    private static List<String> encoding(Rung rung, FilmShape shape, String stream) {
        long frames = Math.round(shape.framesPerSecond() * SEGMENT_SECONDS) / divisor(rung, shape);
        var words = new ArrayList<String>();
        words.addAll(List.of("-c" + stream, "libx264", "-preset" + stream, "veryfast"));
        words.addAll(List.of("-profile" + stream, "high"));
        words.addAll(List.of("-b" + stream, Long.toString(rung.bitsPerSecond)));
        words.addAll(List.of("-maxrate" + stream, Long.toString(rung.bitsPerSecond * 3 / 2)));
        words.addAll(List.of("-bufsize" + stream, Long.toString(rung.bitsPerSecond * 2)));
        words.addAll(List.of("-g" + stream, "100000", "-keyint_min" + stream, "50000"));
        words.addAll(List.of("-forced-idr" + stream, "1"));
        words.addAll(List.of("-force_key_frames" + stream, "expr:eq(mod(n," + frames + "),0)"));
        return words;
    }

    /// As the planner has it.
    private static int divisor(Rung rung, FilmShape shape) {
        return rung.height <= 360 && shape.isFast() ? 2 : 1;
    }

    private static Samples wall(List<Usage> rounds) {
        return Usage.of(rounds, Usage::wallSeconds);
    }

    private static Samples cpu(List<Usage> rounds) {
        return Usage.of(rounds, Usage::cpuSeconds);
    }
}
